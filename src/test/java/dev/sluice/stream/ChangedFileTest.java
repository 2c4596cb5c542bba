package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits in the stores when the pipeline is started again with another list of models, or other rules of pairing. */
class ChangedFileTest {

    private static final long MINUTE = 60_000;
    private static final String POLICY =
            "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0, route: clean}}\n";
    private static final String HOLD =
            "policy: {detector: predicted_neq_given, warmUp: {samples: 1000, perClass: 0, route: hold}}\n";

    private static Given.LogitsBuilder a(String id) {
        return logits(id).model("a", "1");
    }

    private static Given.LogitsBuilder b(String id) {
        return logits(id).model("b", "1");
    }

    private static void assertBalanced(BareFilter filter) {
        assertThat(filter.ledger().samplesOutOfBalance()).isZero();
        assertThat(filter.ledger().logitsOutOfBalance()).isZero();
        assertThat(filter.ledger().pending()).isZero();
    }

    // x@0 with a@0 waits for b, which nobody awaits after the restart
    @Test
    void shouldJudgeWhatIsCompleteUnderTheNewListOfModels() throws Exception {
        BareFilter filter = new BareFilter("models: [{id: a}, {id: b}]\n" + POLICY);
        filter.pipe(sample("x")).pipe(a("x"));
        filter.start("models: [{id: a}]\n" + POLICY).tick(11 * MINUTE);
        assertThat(filter.written(Outputs.CLEAN)).hasSize(1);
        assertThat(filter.written(Outputs.LEFTOVERS)).isEmpty();
        assertBalanced(filter);
    }

    // x@0 with a@0 waits for b; then a is no longer awaited, and b comes
    @Test
    void shouldKeepTheAccountWhenAModelIsNoLongerAwaited() throws Exception {
        BareFilter filter = new BareFilter("models: [{id: a}, {id: b}]\n" + POLICY);
        filter.pipe(sample("x")).pipe(a("x")).pipe(a("alone"));
        filter.start("models: [{id: b}]\n" + POLICY).pipe(b("x")).tick(11 * MINUTE);
        assertThat(filter.written(Outputs.CLEAN)).hasSize(1);
        assertThat(filter.written(Outputs.LEFTOVERS)).hasSize(1);
        assertBalanced(filter);
    }

    @Test
    void shouldExpireWhatANewModelIsMissingFrom() throws Exception {
        BareFilter filter = new BareFilter("models: [{id: a}]\n" + POLICY);
        filter.pipe(sample("x")).pipe(sample("y")).pipe(b("y"));
        filter.start("models: [{id: a}, {id: b}]\n" + POLICY)
                .pipe(a("x"), b("x"), a("y"))
                .tick(11 * MINUTE);
        assertThat(filter.written(Outputs.LETTERS)).as("b was not awaited then").hasSize(1);
        assertThat(filter.written(Outputs.CLEAN)).hasSize(1);
        assertThat(filter.written(Outputs.LEFTOVERS)).hasSize(2);
        assertBalanced(filter);
    }

    // Three presentations of x are held; then repeats are wanted no more, and what may be judged comes one by one.
    @Test
    void shouldKeepHeldPresentationsInTheStoreWhenRepeatsAreNoLongerWanted() throws Exception {
        BareFilter filter = new BareFilter("models: [{id: a}]\npairing: {onRepeat: every}\n" + HOLD);
        filter.pipe(sample("x")).pipe(a("x").showing(1), a("x").showing(2), a("x").showing(3));
        assertThat(filter.entry("x").ready()).hasSize(3);

        String ignore = "models: [{id: a}]\nlearning: {maxAhead: 1}\npairing: {onRepeat: ignore}\n" + POLICY;
        filter.snapshots.offer(snapshot(filter, 1, 0));
        filter.start(ignore).tick(1);
        assertThat(filter.written(Outputs.CLEAN)).hasSize(1);
        assertThat(filter.ledger().pending()).isEqualTo(2);
        filter.snapshots.offer(snapshot(filter, 2, 3));
        filter.start(ignore).tick(2);
        assertThat(filter.written(Outputs.CLEAN)).hasSize(3);
        assertBalanced(filter);
    }

    private static Snapshot snapshot(BareFilter filter, long sequence, long covered) {
        return Snapshot.of(
                new SnapshotVersion(1, sequence),
                3,
                dev.sluice.spec.PipelineLoader.parse("{name: t, classes: 3}", Map.of())
                        .classes()
                        .hash(),
                List.of(new Coverage(0, covered, 0)),
                List.of());
    }
}
