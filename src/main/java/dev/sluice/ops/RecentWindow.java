package dev.sluice.ops;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.Side;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers the ledgers of five minutes, a mark every five seconds. A partition counts from when it was first seen, so its
 * past does not look like news after a start. For one thread.
 */
final class RecentWindow {

    static final long LENGTH_MILLIS = 300_000;
    static final long MARK_MILLIS = 5_000;

    private record Mark(long time, Map<Integer, Ledger> ledgers) {}

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final Map<Integer, Long> unreadSince = new HashMap<>();

    /** Takes one more look and answers what changed over the window. */
    Recent take(Reading reading) {
        Map<Integer, Ledger> ledgers = new HashMap<>();
        reading.all().forEach((partition, books) -> ledgers.put(partition, books.ledger()));
        if (marks.isEmpty() || reading.time() - marks.peekLast().time() >= MARK_MILLIS) {
            marks.add(new Mark(reading.time(), ledgers));
        }
        while (marks.size() > 1 && marks.peek().time() < reading.time() - LENGTH_MILLIS) {
            marks.poll();
        }
        long[] came = new long[Side.values().length];
        Map<LetterCause, Long> letters = new EnumMap<>(LetterCause.class);
        Map<LeftoverReason, Long> leftovers = new EnumMap<>(LeftoverReason.class);
        ledgers.forEach((partition, now) -> {
            Ledger before = marks.stream()
                    .map(mark -> mark.ledgers().get(partition))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(now);
            for (Side side : Side.values()) {
                came[side.ordinal()] += now.in(side) - before.in(side);
                for (LetterCause cause : LetterCause.values()) {
                    letters.merge(cause, now.letters(side, cause) - before.letters(side, cause), Long::sum);
                }
                for (LeftoverReason reason : LeftoverReason.values()) {
                    leftovers.merge(reason, now.leftovers(side, reason) - before.leftovers(side, reason), Long::sum);
                }
            }
        });
        letters.values().removeIf(count -> count <= 0);
        leftovers.values().removeIf(count -> count <= 0);
        return new Recent(
                reading.time() - marks.peek().time(),
                came[Side.SAMPLES.ordinal()],
                came[Side.LOGITS.ordinal()],
                letters,
                leftovers,
                behind(reading));
    }

    private Set<Integer> behind(Reading reading) {
        unreadSince.keySet().removeIf(partition -> reading.lag().getOrDefault(partition, 0L) == 0);
        reading.lag().forEach((partition, rows) -> {
            if (rows > 0) {
                unreadSince.putIfAbsent(partition, reading.time());
            }
        });
        Set<Integer> behind = new TreeSet<>();
        unreadSince.forEach((partition, since) -> {
            if (reading.time() - since >= LENGTH_MILLIS) {
                behind.add(partition);
            }
        });
        return behind;
    }
}
