package dev.sluice.noise;

/**
 * Names a snapshot: which life of the learnt state, and which freeze within it. Ordered by generation, then sequence, so
 * that a version never goes back.
 *
 * @param generation one life of a pipeline's learnt state, at least 1
 * @param sequence number of the freeze within the generation, at least 1
 */
public record SnapshotVersion(int generation, long sequence) implements Comparable<SnapshotVersion> {

    public SnapshotVersion {
        if (generation < 1 || sequence < 1) {
            throw new IllegalArgumentException(
                    "a snapshot version starts at 1.1, this is " + generation + "." + sequence);
        }
    }

    /** Reads {@code generation.sequence}, the form that {@link #toString()} writes. */
    public static SnapshotVersion parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("'" + text + "' is not a snapshot version such as 1.17");
        }
        try {
            return new SnapshotVersion(
                    Integer.parseInt(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'" + text + "' is not a snapshot version such as 1.17", notANumber);
        }
    }

    @Override
    public int compareTo(SnapshotVersion other) {
        int byGeneration = Integer.compare(generation, other.generation);
        return byGeneration != 0 ? byGeneration : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return generation + "." + sequence;
    }
}
