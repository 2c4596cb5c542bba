package dev.sluice.load;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error. */
public final class Progress implements AutoCloseable {

    private static final int TERMINAL_MILLIS = 200;
    private static final int LOG_MILLIS = 5_000;

    private final ProgressBar bar;

    /**
     * @param task what is done, a word or two
     * @param total how many steps
     */
    public Progress(String task, long total) {
        // Into a log file a line every few seconds is enough.
        int interval = System.console() != null ? TERMINAL_MILLIS : LOG_MILLIS;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(interval)
                .build();
    }

    /** How many steps are done. */
    public void at(long step) {
        bar.stepTo(step);
    }

    @Override
    public void close() {
        bar.close();
    }
}
