package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DemoStreamTest {

    private static final long END = 1_800_000_000_000L;
    private static final int ITEMS = 10_000;

    private final List<DemoRecord> records = stream(1);

    @Test
    void shouldKnowHowManyRecordsItHas() {
        assertThat(new DemoStream(1, ITEMS, END).records()).isEqualTo(records.size());
    }

    @Test
    void shouldBeTheSameForTheSameSeed() {
        List<DemoRecord> again = stream(1);

        for (int i = 0; i < records.size(); i++) {
            assertThat(again.get(i).id()).isEqualTo(records.get(i).id());
            assertThat(again.get(i).time()).isEqualTo(records.get(i).time());
            assertThat(again.get(i).fate()).isEqualTo(records.get(i).fate());
        }
        assertThat(stream(2)).extracting(DemoRecord::id).isNotEqualTo(ids());
    }

    @Test
    void shouldDecideASampleExactlyWhenItsLogitsAre() {
        assertThat(decided(Side.SAMPLE)).hasSizeGreaterThan(9_000).isEqualTo(decided(Side.LOGITS));
    }

    @Test
    void shouldLeaveAboutOneInAHundredOfEachKindOver() {
        assertThat(count(left(Side.SAMPLE, LeftoverReason.EXPIRED))).isBetween(70L, 130L);
        assertThat(count(left(Side.LOGITS, LeftoverReason.EXPIRED))).isBetween(70L, 130L);
        assertThat(count(left(Side.SAMPLE, LeftoverReason.DUPLICATE))).isBetween(70L, 130L);
        assertThat(count(left(Side.LOGITS, LeftoverReason.SUPERSEDED))).isBetween(70L, 130L);
    }

    @Test
    void shouldSendARepeatAfterTheFirst() {
        Set<String> seen = new HashSet<>();
        for (DemoRecord record : records) {
            if (record.fate() instanceof Fate.Left left && left.reason() != LeftoverReason.EXPIRED) {
                assertThat(seen).contains(record.side() + record.id());
            }
            seen.add(record.side() + record.id());
        }
    }

    @Test
    void shouldHoldAFewOfEveryFaultOnEverySideThatCanHaveIt() {
        for (Fault fault : Fault.values()) {
            for (Side side : fault.sides()) {
                assertThat(count(
                                record -> record.side() == side && record.fate().equals(new Fate.Letter(fault))))
                        .as("%s of %s", fault, side)
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void shouldNotGiveABadRecordTheIdOfAGoodOne() {
        Set<String> bad = new HashSet<>();
        records.stream()
                .filter(record -> record.fate() instanceof Fate.Letter)
                .forEach(record -> assertThat(bad.add(record.id())).isTrue());

        assertThat(records.stream().filter(record -> !(record.fate() instanceof Fate.Letter)))
                .noneMatch(record -> bad.contains(record.id()));
    }

    @Test
    void shouldSendLogitsBeforeTheirSampleAboutAsOftenAsAfter() {
        Map<String, Integer> samples = new HashMap<>();
        Map<String, Integer> logits = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            DemoRecord record = records.get(i);
            if (record.fate() instanceof Fate.Decided) {
                (record.side() == Side.SAMPLE ? samples : logits).put(record.id(), i);
            }
        }
        long before = samples.keySet().stream()
                .filter(id -> logits.get(id) < samples.get(id))
                .count();

        assertThat(before / (double) samples.size()).isBetween(0.45, 0.55);
    }

    @Test
    void shouldKeepEventTimesCloseToTheirPlace() {
        long newest = Long.MIN_VALUE;
        for (DemoRecord record : records) {
            if (!record.fate().equals(new Fate.Letter(Fault.FUTURE_TIMESTAMP))) {
                newest = Math.max(newest, record.time());
                assertThat(newest - record.time()).isLessThan(120_000);
                assertThat(record.time()).isLessThanOrEqualTo(END);
            }
        }
    }

    private static List<DemoRecord> stream(long seed) {
        List<DemoRecord> list = new ArrayList<>();
        new DemoStream(seed, ITEMS, END).forEachRemaining(list::add);
        return list;
    }

    private List<String> ids() {
        return records.stream().map(DemoRecord::id).toList();
    }

    private Set<String> decided(Side side) {
        Set<String> ids = new HashSet<>();
        for (DemoRecord record : records) {
            if (record.side() == side && record.fate() instanceof Fate.Decided) {
                assertThat(ids.add(record.id())).isTrue();
            }
        }
        return ids;
    }

    private static Predicate<DemoRecord> left(Side side, LeftoverReason reason) {
        return record -> record.side() == side && record.fate().equals(new Fate.Left(reason));
    }

    private long count(Predicate<DemoRecord> property) {
        return records.stream().filter(property).count();
    }
}
