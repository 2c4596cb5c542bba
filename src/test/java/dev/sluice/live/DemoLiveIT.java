package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.Side;
import dev.sluice.demo.DemoRecord;
import dev.sluice.demo.DemoResult;
import dev.sluice.demo.DemoRun;
import dev.sluice.demo.DemoStream;
import dev.sluice.demo.Fate;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.replay.Balance;
import dev.sluice.replay.LedgerCheck;
import dev.sluice.replay.OutcomeListener;
import dev.sluice.replay.Verification;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the demo's stream through a running pipeline")
class DemoLiveIT {

    private static final long SEED = 5;
    private static final long ITEMS = 4_000;

    @Test
    void shouldGiveEveryRecordTheFateThatItMustHave(@TempDir Path state) throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start();
                Live live = new Live(stack, state, "demo", Map.of())) {
            DemoRun run = new DemoRun(live.spec, live.connection, live.registry, live.start(2));
            run.awaitRunning();
            DemoResult result = run.run(SEED, ITEMS, sent -> {}, taken -> {});

            assertThat(result.verification().balance()).isInstanceOf(Balance.Holds.class);
            assertThat(result.verification().ledger()).isEqualTo(new LedgerCheck.Agrees());
            Seen seen = new Seen();
            new Verification(live.connection, live.registry, live.spec).run(seen);
            assertThat(seen.fates).isEqualTo(expected());
            assertThat(result.records()).isEqualTo(DemoRun.records(SEED, ITEMS));
            assertThat(result.score().noiseRate()).isBetween(0.17, 0.23);
            // How much of so short a stream the first snapshots can judge is a matter of the machine.
            assertThat(result.score().quarantine().f1()).isGreaterThan(0.3);
        }
    }

    /** How often each fate must occur, by side, id and fate. A letter's record may have no id to be found by. */
    private static SortedMap<String, Integer> expected() {
        SortedMap<String, Integer> expected = new TreeMap<>();
        DemoStream stream = new DemoStream(SEED, ITEMS, 0);
        while (stream.hasNext()) {
            DemoRecord record = stream.next();
            expected.merge(name(record), 1, Integer::sum);
        }
        return expected;
    }

    private static String name(DemoRecord record) {
        if (record.fate() instanceof Fate.Letter letter) {
            return record.side() + " letter " + letter.fault();
        }
        return record.side() + " " + record.id() + " "
                + (record.fate() instanceof Fate.Left left ? left.reason().toString() : "decided");
    }

    private static final class Seen implements OutcomeListener {

        final SortedMap<String, Integer> fates = new TreeMap<>();

        @Override
        public void decision(Decision decision) {
            count(Side.SAMPLE + " " + decision.getSampleId() + " decided");
            for (EvidenceRef ignored : decision.getEvidence()) {
                count(Side.LOGITS + " " + decision.getSampleId() + " decided");
            }
        }

        @Override
        public void leftover(Leftover leftover) {
            count(leftover.getSide() + " " + leftover.getSampleId() + " " + leftover.getReason());
        }

        @Override
        public void letter(Side side, String cause) {
            count(side + " letter " + cause);
        }

        private void count(String fate) {
            fates.merge(fate, 1, Integer::sum);
        }
    }
}
