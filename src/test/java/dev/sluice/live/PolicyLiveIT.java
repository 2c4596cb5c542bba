package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.Route;
import dev.sluice.live.Commands.Ran;
import dev.sluice.noise.ModelKey;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.ScoredRows;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Policies that are set while two instances run")
class PolicyLiveIT {

    private static final int ROWS = 6_000;
    private static final int CAT = 0;
    private static final Map<String, String> SETS = Map.of(
            "classes", "[cat, dog, owl, fox]",
            "learning.snapshotEvery", "{records: 150, time: 200ms}",
            "policy.detector", "confident_learning",
            "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private Live live;
    private Commands commands;
    private List<Pipeline> instances;

    // rows   0 ........ 1500 ........ 3000 ........ 4500 ........ 6000
    // policy     v1         v2: no cats   v3 = v1      v4: another detector
    @Test
    void shouldJudgeWithEachPolicyFromThenOnAndGoBack() throws Exception {
        GeneratedRows rows = new GeneratedRows(ROWS, 4, 17);
        live = STACK.pipeline("policies", SETS);
        commands = new Commands(live, SETS);
        instances = List.of(live.start(1), live.start(1));
        live.running();
        load(rows, 0, 1_500);
        assertThat(decisions(1)).hasSize(1_500).anyMatch(PolicyLiveIT::suspectsACat);

        Ran dry = commands.run("policy", "set", "--set", "policy.classes.cat.threshold=1", "--why", "no cats");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("v1 (in force) -> v2:", "classes.cat.threshold: (not set) -> 1", "nothing was done");
        assertThat(control().policies()).hasSize(1);

        Path bad = Files.writeString(
                STACK.folder().resolve("bad.yaml"), "quarantineAbove: 1.4\nclasses: {cta: {threshold: 1}}\n");
        Ran refused = commands.run("policy", "set", bad.toString(), "--why", "a slip", "--execute");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out())
                .contains("refused, policy v1 stays in force: 2 problems", "1.4 is outside 0..1", "did you mean cat?");
        assertThat(control().policies()).hasSize(1);
        assertThat(commands.run("policy", "set", bad.toString()).code())
                .as("a dry run of it is misuse")
                .isEqualTo(2);

        Path cat = Files.writeString(STACK.folder().resolve("cat.yaml"), "classes: {cat: {threshold: 1}}\n");
        Ran set = commands.run("policy", "set", cat.toString(), "--why", "no cats", "--who", "anna", "--execute");
        assertThat(set.out()).as(set.err()).startsWith("policy v2 in force");
        awaitPolicy(2);
        load(rows, 1_500, 3_000);
        assertThat(decisions(2)).hasSize(1_500).noneMatch(PolicyLiveIT::suspectsACat);

        assertThat(commands.run("policy", "set", cat.toString(), "--why", "again", "--execute")
                        .out())
                .startsWith("no change: policy v2 is in force");
        Ran stale = commands.run("policy", "set", "v1", "--why", "x", "--expect", "v1", "--execute");
        assertThat(stale.code()).isEqualTo(1);
        assertThat(stale.err()).contains("in force is v2, expected was v1");

        assertThat(commands.run("policy", "set", "v1", "--why", "as it was", "--execute")
                        .out())
                .startsWith("policy v3 in force")
                .contains("classes.cat.threshold: 1 -> (not set)");
        awaitPolicy(3);
        load(rows, 3_000, 4_500);
        assertThat(decisions(3)).hasSize(1_500).anyMatch(PolicyLiveIT::suspectsACat);

        assertThat(commands.run(
                                "policy",
                                "set",
                                "--set",
                                "policy.detector=posterior",
                                "--set",
                                "policy.warmUp.samples=200",
                                "--why",
                                "another rule",
                                "--execute")
                        .out())
                .startsWith("policy v4 in force");
        awaitPolicy(4);
        load(rows, 4_500, 6_000);
        assertThat(decisions(4))
                .hasSize(1_500)
                .anyMatch(decision -> decision.getReasons().contains("POSTERIOR"));

        twoAtOnce();

        assertThat(commands.run("policy", "diff", "v1", "v3").out()).contains("v1 -> v3: no difference");
        assertThat(commands.run("policy", "show").out()).startsWith("# policy v5 of policies, in force since ");
        assertThat(commands.run("policy", "show", "v2", "--json").out())
                .contains("\"version\" : 2", "\"who\" : \"anna\"", "\"inForce\" : false");
        assertThat(commands.run("policy", "history").out())
                .contains("anna: no cats", "refused", "a slip", "did you mean cat?", "no change", "as it was");
        shouldComeOutTheSameAgain(rows);
    }

    private void twoAtOnce() throws Exception {
        List<CompletableFuture<Ran>> both = Stream.of("0.6", "0.7")
                .map(cut -> CompletableFuture.supplyAsync(() -> commands.run(
                        "policy",
                        "set",
                        "--set",
                        "policy.quarantineAbove=" + cut,
                        "--expect",
                        "v4",
                        "--why",
                        cut,
                        "--execute")))
                .toList();
        List<Ran> ran = both.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparingInt(Ran::code))
                .toList();
        assertThat(ran.get(0).out()).startsWith("policy v5 in force");
        assertThat(ran.get(1).code()).isEqualTo(1);
        assertThat(ran.get(1).out() + ran.get(1).err())
                .containsAnyOf("made from v4, in force is v5", "in force is v5, expected");
        assertThat(control().policies()).hasSize(5);
    }

    /** From the recorded order, which holds the policies: every bit of every decision. */
    private void shouldComeOutTheSameAgain(GeneratedRows rows) throws Exception {
        Path file = STACK.folder().resolve("order.jsonl");
        assertThat(commands.run("verify", "--order", file.toString()).code()).isZero();
        RecordedOrder order = RecordedOrderFile.read(file);
        Map<String, Verdict> expected = new HashMap<>();
        decisions().forEach(live -> expected.put(live.getSampleId(), Verdict.of(live)));
        Map<String, Verdict> again = new HashMap<>();
        OrderedRehearsal.run(
                RehearsalSetup.of(live.spec),
                order.policies(live.spec.classes()),
                new ScoredRows(rows, new ModelKey("main", "1"), true),
                order,
                (row, id, decision) -> again.put(id, Verdict.of(decision)));
        assertThat(again).hasSize(ROWS).isEqualTo(expected);
    }

    private void load(GeneratedRows rows, int from, int to) {
        live.load(rows, IntStream.range(from, to).toArray(), false).atRest(2L * to, to);
    }

    private void awaitPolicy(int version) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> instances.stream()
                        .allMatch(instance -> instance.policy().version() == version));
    }

    private List<Decision> decisions(int policy) {
        return decisions().stream()
                .filter(decision -> decision.getPolicyVersion() == policy)
                .toList();
    }

    private List<Decision> decisions() {
        List<Decision> all = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class).forEach(row -> all.add(row.getDecision()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class).forEach(row -> all.add(row.getDecision()));
        return all;
    }

    private static boolean suspectsACat(Decision decision) {
        return decision.getRoute() == Route.QUARANTINE && decision.getSuggestedLabel() == CAT;
    }

    private ControlTopics control() {
        return new ControlTopics(live.connection, live.spec);
    }
}
