package dev.sluice.noise;

/**
 * How far learning has come in one partition.
 *
 * <p>Within a partition evidence is judged in the order in which it arrived, so two counters say exactly which rows a
 * snapshot knows: sums hold the first {@code arrived} rows, the confident joint the first {@code judged} of them.
 *
 * @param partition partition of the input topics
 * @param arrived pieces of evidence whose counts and self-confidence are in the sums
 * @param judged pieces of evidence whose cell of the confident joint is counted, at most {@code arrived}
 */
public record Coverage(int partition, long arrived, long judged) {

    public Coverage {
        if (partition < 0 || judged < 0 || arrived < judged) {
            throw new IllegalArgumentException(
                    "coverage of partition " + partition + ": judged " + judged + " of " + arrived + " arrived");
        }
    }
}
