package dev.sluice.judge;

/** A circumstance of the decision beside the evidence itself; what depends on time is decided outside the judge. */
public enum Gate {
    /** A hold, in warm-up or before an open breaker, ended by its time limit. */
    HOLD_EXPIRED,
    /** The wait for the logits of every awaited model was over: judged with those that had come. */
    PARTIAL_EVIDENCE,
    /** Judged by what was learnt of another version of a model, as too little is known yet of the one that answered. */
    STALE_MODEL,
    /** Evidence has arrived for a long time without a newer snapshot: the learner does not keep up, or is dead. */
    STALE_SNAPSHOT
}
