package dev.sluice.ops;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import java.util.Map;
import java.util.Set;

/**
 * What came in over the last minutes, in the whole pipeline.
 *
 * @param spanMillis how far this looks back
 * @param samples records of the one input
 * @param logits records of the other
 * @param letters dead letters among them, by cause
 * @param leftovers inputs that ended without a decision meanwhile, by reason
 * @param behind partitions that had unread records all the time
 */
public record Recent(
        long spanMillis,
        long samples,
        long logits,
        Map<LetterCause, Long> letters,
        Map<LeftoverReason, Long> leftovers,
        Set<Integer> behind) {

    /** Nothing. */
    public static final Recent NONE = new Recent(0, 0, 0, Map.of(), Map.of(), Set.of());

    public Recent {
        letters = Map.copyOf(letters);
        leftovers = Map.copyOf(leftovers);
        behind = Set.copyOf(behind);
    }

    /** Records of both inputs. */
    public long inputs() {
        return samples + logits;
    }

    /** The most frequent of some counts, and what they add up to. */
    record Top(long sum, String name) {

        static Top of(Map<? extends Enum<?>, Long> counts) {
            long sum = counts.values().stream().mapToLong(Long::longValue).sum();
            return new Top(
                    sum,
                    counts.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(entry -> entry.getKey().name())
                            .orElse(""));
        }
    }
}
