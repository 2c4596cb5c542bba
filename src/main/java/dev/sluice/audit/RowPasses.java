package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Takes all rows of a data set, once a pass, in a few contiguous parts with a thread each. What a pass answers is a list of
 * its parts' results in the order of the rows, so nothing hangs on which thread was faster.
 */
final class RowPasses {

    /** What one part of a pass makes of its rows. For one thread. */
    interface Part {
        /**
         * The next rows of the part.
         *
         * @param firstRow number of the first
         * @param count how many
         * @param block their labels and probabilities
         */
        void take(int firstRow, int count, ProbabilityBlock block);
    }

    private final ProbabilityRows rows;
    private final List<ProbabilityBlock> blocks = new ArrayList<>();

    /**
     * Prepares passes.
     *
     * @param threads at least 1; small data sets are not divided
     */
    RowPasses(ProbabilityRows rows, int threads) {
        this.rows = rows;
        ProbabilityBlock first = new ProbabilityBlock(rows.classes());
        blocks.add(first);
        while (blocks.size() < threads && rows.size() > first.rows() * blocks.size()) {
            blocks.add(new ProbabilityBlock(rows.classes()));
        }
    }

    /** How many parts a pass has. */
    int parts() {
        return blocks.size();
    }

    /**
     * Runs a pass.
     *
     * @param factory makes the parts, by their number from 0
     * @throws RuntimeException the first in the order of the rows that a part or the data set threw
     */
    <P extends Part> List<P> run(IntFunction<P> factory) {
        List<P> parts = new ArrayList<>();
        RuntimeException[] faults = new RuntimeException[parts()];
        Thread[] threads = new Thread[parts()];
        for (int i = 0; i < parts(); i++) {
            parts.add(factory.apply(i));
        }
        for (int i = 1; i < parts(); i++) {
            int number = i;
            threads[i] = new Thread(() -> faults[number] = take(number, parts.get(number)), "audit-" + i);
            threads[i].start();
        }
        faults[0] = take(0, parts.get(0));
        for (int i = 1; i < parts(); i++) {
            join(threads[i]);
        }
        for (RuntimeException fault : faults) {
            if (fault != null) {
                throw fault;
            }
        }
        return parts;
    }

    private RuntimeException take(int number, Part part) {
        try {
            ProbabilityBlock block = blocks.get(number);
            int end = (int) ((long) rows.size() * (number + 1) / parts());
            for (int row = (int) ((long) rows.size() * number / parts()); row < end; ) {
                int count = Math.min(end - row, rows.read(row, block));
                part.take(row, count, block);
                row += count;
            }
            return null;
        } catch (RuntimeException fault) {
            return fault;
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
