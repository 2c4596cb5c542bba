package dev.sluice.ops;

import dev.sluice.spec.ClassList;

/** What is known of a running pipeline, ready to be shown: no call waits for anybody. */
public interface Observed {

    /** The last look, at most a second or so old. */
    Reading reading();

    /** Snapshots over time. */
    History history();

    /** The one line. */
    Verdict verdict();

    /** Whether the instance lives. */
    Health live();

    /** Whether the instance is ready. */
    Health ready();

    /** All metrics in Prometheus' text format. */
    String metrics();

    /** The name of the pipeline. */
    String pipeline();

    /** The classes of the pipeline. */
    ClassList classes();
}
