package dev.sluice.ops;

import dev.sluice.avro.LetterCause;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.Side;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What came in over the last minutes.
 *
 * @param inputs records
 * @param letters dead letters among them
 * @param cause the most frequent of them, or null
 */
public record Recent(long inputs, long letters, String cause) {

    /** Nothing. */
    public static final Recent NONE = new Recent(0, 0, null);

    /**
     * Remembers the ledgers of five minutes. Partitions that have just come here count from when they came, so a restart or
     * a rebalance does not show their past as news. For one thread.
     */
    public static final class Window {

        private static final long LENGTH_MILLIS = 300_000;

        private record Mark(long time, Map<Integer, Ledger> ledgers) {}

        private final ArrayDeque<Mark> marks = new ArrayDeque<>();

        /** Takes one more look and answers what changed over the window. */
        public Recent take(Reading reading) {
            Map<Integer, Ledger> ledgers = new HashMap<>();
            for (Map.Entry<Integer, PartitionBooks> books : reading.books().entrySet()) {
                ledgers.put(books.getKey(), books.getValue().ledger());
            }
            marks.add(new Mark(reading.time(), ledgers));
            while (marks.peek().time() < reading.time() - LENGTH_MILLIS) {
                marks.poll();
            }
            long inputs = 0;
            Map<LetterCause, Long> causes = new EnumMap<>(LetterCause.class);
            for (Map.Entry<Integer, Ledger> entry : ledgers.entrySet()) {
                Ledger now = entry.getValue();
                Ledger before = marks.stream()
                        .map(mark -> mark.ledgers().get(entry.getKey()))
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElse(now);
                for (Side side : Side.values()) {
                    inputs += now.in(side) - before.in(side);
                    for (LetterCause cause : LetterCause.values()) {
                        causes.merge(cause, now.letters(side, cause) - before.letters(side, cause), Long::sum);
                    }
                }
            }
            long letters = causes.values().stream().mapToLong(Long::longValue).sum();
            String worst = causes.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(entry -> entry.getKey().name())
                    .orElse(null);
            return new Recent(inputs, letters, letters == 0 ? null : worst);
        }
    }
}
