package dev.sluice.judge;

/** A circumstance decided outside the judge, since it depends on time, and recorded as an input of the decision. */
public enum Gate {
    /** The warm-up hold ended by its time limit: the newest snapshot was still too small, and waiting was over. */
    HOLD_EXPIRED,
    /** The wait for the logits of every awaited model was over: judged with those that had come. */
    PARTIAL_EVIDENCE
}
