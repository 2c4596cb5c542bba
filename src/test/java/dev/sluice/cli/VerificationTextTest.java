package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.avro.Side;
import dev.sluice.replay.Balance;
import dev.sluice.replay.LedgerCheck;
import dev.sluice.replay.Place;
import dev.sluice.replay.SideCount;
import dev.sluice.replay.VerificationReport;
import dev.sluice.replay.VerificationReport.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTextTest {

    private static final SideCount SAMPLES = new SideCount(1_234, 1_000, 200, 20, 10, 3, 1, 7);
    private static final SideCount LOGITS = new SideCount(1_230, 1_000, 200, 20, 10, 0, 0, 0);

    @Test
    void shouldShowWhereEverythingWent() {
        VerificationReport report = new VerificationReport(
                new Balance.Holds(SAMPLES, LOGITS), List.of(), List.of(), List.of(), 0, new LedgerCheck.Agrees());

        assertThat(VerificationText.lines(report))
                .containsExactly(
                        "                samples  logits",
                        "taken in          1,234   1,230",
                        "= clean           1,000   1,000",
                        "+ quarantine        200     200",
                        "+ leftovers          20      20",
                        "+ dead letters       10      10",
                        "+ pending             3       0",
                        "+ parked              1       0",
                        "not read yet          7       0",
                        "balanced: every input has exactly one fate",
                        "ledger: agrees");
    }

    @Test
    void shouldNameWhatIsLostAndDoubledWithItsPlace() {
        assertThat(VerificationText.lines(broken()))
                .contains(
                        "OUT OF BALANCE",
                        "12 lost (no fate at all), the first of them:",
                        "  'item-17' at in.samples partition 2 offset 31",
                        "1 doubled (more than one outcome):",
                        "  (no key) at in.logits partition 0 offset 5",
                        "THE LEDGER DISAGREES",
                        "  partition 2: the ledger says 9 samples, the topics 10")
                .noneMatch(line -> line.contains("unfounded"));
    }

    @Test
    void shouldSayTheSameToMachines() {
        JsonNode json = new ObjectMapper().valueToTree(VerificationText.json(broken()));

        assertThat(json.get("balanced").booleanValue()).isFalse();
        assertThat(json.at("/samples/in").longValue()).isEqualTo(1_234);
        assertThat(json.at("/samples/unread").longValue()).isEqualTo(7);
        assertThat(json.at("/lost/count").longValue()).isEqualTo(12);
        assertThat(json.at("/lost/first/0/id").textValue()).isEqualTo("item-17");
        assertThat(json.at("/doubled/first/0/offset").longValue()).isEqualTo(5);
        assertThat(json.at("/unfounded/count").longValue()).isZero();
        assertThat(json.at("/ledger/agrees").booleanValue()).isFalse();
    }

    private static VerificationReport broken() {
        Balance.Faults lost = new Balance.Faults(12, List.of(new Place(Side.SAMPLE, 2, 31)));
        Balance.Faults doubled = new Balance.Faults(1, List.of(new Place(Side.LOGITS, 0, 5)));
        return new VerificationReport(
                new Balance.Broken(SAMPLES, LOGITS, lost, doubled, new Balance.Faults(0, List.of())),
                List.of(new Named(Side.SAMPLE, "in.samples", 2, 31, "item-17")),
                List.of(new Named(Side.LOGITS, "in.logits", 0, 5, null)),
                List.of(),
                0,
                new LedgerCheck.Differs(List.of("partition 2: the ledger says 9 samples, the topics 10")));
    }
}
