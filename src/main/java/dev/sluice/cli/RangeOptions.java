package dev.sluice.cli;

import dev.sluice.replay.Range;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which samples: {@code --since DURATION}, or {@code --from X [--to Y]}. Use as a mixin. */
final class RangeOptions {

    @Option(
            names = "--since",
            order = 3,
            paramLabel = "DURATION",
            description = "The samples whose event time is at most so long ago, such as 24h.")
    private String since;

    @Option(
            names = "--from",
            order = 3,
            paramLabel = "X",
            description =
                    "From there on: an ISO time (event time), earliest, or partition:offset,... of the samples topic.")
    private String from;

    @Option(
            names = "--to",
            order = 4,
            paramLabel = "Y",
            description = "Up to, but not including: an ISO time, latest (the default, the end of this moment),"
                    + " or partition:offset,...")
    private String to;

    /** The range that was asked for. */
    Range range() {
        try {
            return Range.parse(since, from, to, Instant.now());
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(wrong.getMessage());
        }
    }

    /** As it was asked for, for reports. */
    String shown() {
        if (since != null) {
            return "--since " + since;
        }
        return "--from " + from + (to == null ? "" : " --to " + to);
    }
}
