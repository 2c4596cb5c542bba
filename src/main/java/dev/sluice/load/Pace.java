package dev.sluice.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a loop to so many rows a second. */
public final class Pace {

    private final double rowsPerSecond;
    private final long start = System.nanoTime();

    /** @param rowsPerSecond above 0; infinite for no limit */
    public Pace(double rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    /** Returns when it is time for row number {@code row}, counted from 0. */
    public void await(long row) {
        if (Double.isInfinite(rowsPerSecond)) {
            return;
        }
        long due = start + (long) (row / rowsPerSecond * TimeUnit.SECONDS.toNanos(1));
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new LoadFailure("stopped after " + row + " rows");
            }
        }
    }
}
