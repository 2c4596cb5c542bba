package dev.sluice.replay;

import dev.sluice.noise.SnapshotVersion;

/** What learnt state a replay judges by. */
public sealed interface Thresholds {

    /** Each row by the snapshot that judged it. */
    record AsRecorded() implements Thresholds {
        @Override
        public String toString() {
            return "as-recorded";
        }
    }

    /**
     * All rows by one snapshot of the pipeline.
     *
     * @param version null for the newest of the moment
     */
    record Frozen(SnapshotVersion version) implements Thresholds {
        @Override
        public String toString() {
            return version == null ? "frozen" : "frozen:" + version;
        }
    }

    /** All rows by what all of them together teach, as an audit does it. */
    record TwoPass() implements Thresholds {
        @Override
        public String toString() {
            return "two-pass";
        }
    }

    /** Learnt again from nothing, row by row, as a live run does it. */
    record Rolling() implements Thresholds {
        @Override
        public String toString() {
            return "rolling";
        }
    }

    /**
     * Reads what a person asked for.
     *
     * @throws IllegalArgumentException with a message for people
     */
    static Thresholds parse(String text) {
        return switch (text) {
            case "as-recorded" -> new AsRecorded();
            case "frozen" -> new Frozen(null);
            case "two-pass" -> new TwoPass();
            case "rolling" -> new Rolling();
            default -> {
                if (!text.startsWith("frozen:")) {
                    throw new IllegalArgumentException(
                            "'" + text + "': as-recorded, frozen, frozen:VERSION, two-pass or rolling");
                }
                yield new Frozen(SnapshotVersion.parse(text.substring("frozen:".length())));
            }
        };
    }
}
