package dev.sluice.judge;

/** What happens to evidence while too little has been learnt. */
public enum WarmUpRoute {
    /** It waits. Whoever stops waiting gets the verdict clean with reason {@link Reason#WARM_UP}. */
    HOLD,
    CLEAN,
    QUARANTINE
}
