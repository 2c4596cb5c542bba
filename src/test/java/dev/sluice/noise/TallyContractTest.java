package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every tally promises, over generated events of one class, from one class to ten thousand. */
class TallyContractTest {

    /** One event: a sample's self-confidence, and the class it is confidently of, -1 for none. */
    private record Event(double selfConfidence, boolean agrees, int trueClass) {}

    static Stream<Case> cases() {
        return IntStream.of(1, 2, 10, 1000, 10_000)
                .boxed()
                .flatMap(classes -> IntStream.range(0, 8).mapToObj(seed -> new Case(classes, seed)));
    }

    record Case(int classes, int seed) {

        private List<Event> events() {
            Random random = new Random(31L * classes + seed);
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                double selfConfidence = random.nextInt(20) == 0 ? random.nextInt(2) : random.nextDouble();
                events.add(new Event(
                        selfConfidence, random.nextBoolean(), random.nextInt(4) == 0 ? -1 : random.nextInt(classes)));
            }
            return events;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldEqualTheWholeWhenPartsAreMerged(Case given) {
        List<Event> events = given.events();
        Random random = new Random(given.seed());
        List<TallyRow> parts = Stream.generate(TallyRow::new).limit(7).toList();
        for (Event event : events) {
            feed(parts.get(random.nextInt(parts.size())), event);
        }
        TallyRow merged = new TallyRow();
        parts.forEach(merged::merge);
        assertThat(merged).isEqualTo(tally(events)).hasSameHashCodeAs(tally(events));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotDependOnTheOrderOfEvents(Case given) {
        List<Event> events = given.events();
        TallyRow before = tally(events);
        Collections.shuffle(events, new Random(given.seed() + 1));
        assertThat(tally(events)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotDependOnTheOrderOfMerging(Case given) {
        List<Event> events = given.events();
        TallyRow left = tally(events.subList(0, 700));
        TallyRow right = tally(events.subList(700, events.size()));
        TallyRow leftFirst = left.copy();
        leftFirst.merge(right);
        right.merge(left);
        assertThat(right).isEqualTo(leftFirst);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldComeBackTheSameWhenStoredAndRead(Case given) {
        TallyRow row = tally(given.events());
        TallyRow read = TallyRow.of(
                row.count(), row.agreeing(), row.selfConfidenceSum(), row.jointClasses(), row.jointCounts());
        assertThat(read).isEqualTo(row).hasSameHashCodeAs(row);
        feed(row, new Event(.5, true, given.classes() - 1));
        feed(read, new Event(.5, true, given.classes() - 1));
        assertThat(read).as("after one more event").isEqualTo(row);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldStayTheSameWhenNothingIsMergedIn(Case given) {
        TallyRow row = tally(given.events());
        TallyRow before = row.copy();
        row.merge(new TallyRow());
        assertThat(row).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldDoubleWhenMergedIntoItself(Case given) {
        TallyRow row = tally(given.events());
        TallyRow twice = row.copy();
        twice.merge(row);
        row.merge(row);
        assertThat(row).isEqualTo(twice);
        assertThat(row.count()).isEqualTo(2L * given.events().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldCountEveryEventOnce(Case given) {
        List<Event> events = given.events();
        TallyRow row = tally(events);
        assertThat(row.count()).isEqualTo(events.size());
        assertThat(IntStream.range(0, row.jointCounts().length)
                        .mapToLong(i -> row.jointCounts()[i])
                        .sum())
                .isEqualTo(events.stream().filter(e -> e.trueClass() >= 0).count());
    }

    private static TallyRow tally(List<Event> events) {
        TallyRow row = new TallyRow();
        events.forEach(event -> feed(row, event));
        return row;
    }

    private static void feed(TallyRow row, Event event) {
        row.add(event.selfConfidence(), event.agrees());
        if (event.trueClass() >= 0) {
            row.countJoint(event.trueClass());
        }
    }
}
