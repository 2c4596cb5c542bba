package dev.sluice.replay;

/** Hears how far a replay is. */
public interface ReplayPasses {

    /** A pass over the rows begins. */
    void begin(String pass, long offsets);

    /** So many offsets of the pass are done. */
    void at(long offset);
}
