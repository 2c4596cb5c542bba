package dev.sluice.load;

import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.Sample;
import dev.sluice.avro.Side;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.ModelScores;
import dev.sluice.noise.ModelKey;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * One load: rows in their order, each with its event time, then a tick in every partition that was written to. A tick
 * stands a little further than {@code pairing.wait} after the last row, so that whatever still waits then is expired and
 * the pipeline comes to rest; see {@link dev.sluice.stream.Tick}.
 */
public final class Loader {

    private final InputWriter writer;
    private final EventTimes times;
    private final Pace pace;
    private final LongConsumer progress;
    private final Set<Side> written = EnumSet.noneOf(Side.class);
    private final long started = System.nanoTime();
    private long rows;
    private long samples;
    private long logits;
    private long ticks;
    private long latest;

    /**
     * @param writer where to
     * @param times event time of each row
     * @param pace how fast
     * @param progress told the number of rows sent so far
     */
    public Loader(InputWriter writer, EventTimes times, Pace pace, LongConsumer progress) {
        this.writer = writer;
        this.times = times;
        this.pace = pace;
        this.progress = progress;
    }

    /** Sends the sample and the logits of one model for every row, in the given order of arrival. */
    public void rows(LabelledRows data, int[] order, ModelKey model, boolean outOfSample) {
        rows(List.of(new ModelScores(data, model, outOfSample)), order);
    }

    /** Sends the sample of every row and then its logits, model by model, in the given order of arrival. */
    public void rows(List<ModelScores> models, int[] order) {
        for (int row : order) {
            long time = nextTime();
            send(sample(models.get(0).rows(), row), time);
            for (ModelScores model : models) {
                send(logits(model.rows(), row, model.model(), model.outOfSample()), time);
            }
        }
    }

    /** Sends every record of a file, one row a line, with the line's event time if it gives one. */
    public void rows(JsonRows data) throws IOException {
        data.forEach(new JsonRows.Sink() {
            @Override
            public void sample(Sample sample, OptionalLong eventTime) {
                long otherwise = nextTime();
                send(sample, eventTime.orElse(otherwise));
            }

            @Override
            public void logits(Logits row, OptionalLong eventTime) {
                long otherwise = nextTime();
                send(row, eventTime.orElse(otherwise));
            }
        });
    }

    /** Ends every partition of the topics that were written to. */
    public void tick(Duration wait) {
        long time = latest + wait.toMillis() + 1;
        for (Side side : written) {
            ticks += writer.tick(side, time);
        }
    }

    /** Waits until all is stored, and tells what it was. */
    public LoadResult finish() {
        writer.flush();
        return new LoadResult(samples, logits, ticks, (System.nanoTime() - started) / 1e9);
    }

    private long nextTime() {
        pace.await(rows);
        progress.accept(rows);
        return times.of(rows++);
    }

    private void send(Sample sample, long time) {
        writer.send(sample, time);
        latest = Math.max(latest, time);
        written.add(Side.SAMPLE);
        samples++;
    }

    private void send(Logits row, long time) {
        writer.send(row, time);
        latest = Math.max(latest, time);
        written.add(Side.LOGITS);
        logits++;
    }

    private static Sample sample(LabelledRows data, int row) {
        return Sample.newBuilder()
                .setSampleId(data.id(row))
                .setLabel(data.label(row))
                .build();
    }

    private static Logits logits(LabelledRows data, int row, ModelKey model, boolean outOfSample) {
        return Logits.newBuilder()
                .setSampleId(data.id(row))
                .setModelId(model.id())
                .setModelVersion(model.version())
                .setLogits(PrimitiveLists.list(data.logits(row)))
                .setOutOfSample(outOfSample)
                .build();
    }
}
