package dev.sluice.ops.http;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Policies;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.NoiseModel;
import dev.sluice.noise.RecentRates;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SparseCounts;
import dev.sluice.ops.Readings;
import dev.sluice.stream.Books;
import dev.sluice.stream.Side;
import java.util.List;

/**
 * An hour of a pipeline that is well: a snapshot a minute. At minute 20 policy v2 comes into force, at minute 40 version 2
 * of the model is warm.
 */
final class Scene {

    private static final int MINUTES = 60;
    private static final long[][] JOINT = {{900, 60, 15}, {40, 880, 30}, {10, 25, 700}};

    private Scene() {}

    static Stage play() {
        Stage stage = new Stage();
        for (int minute = 1; minute <= MINUTES; minute++) {
            stage.history.take(snapshot(minute), Readings.NOW - 60_000L * (MINUTES - minute));
        }
        stage.reading = reading().build();
        return stage;
    }

    static Readings reading() {
        Books here = books().leftovers(Side.LOGITS, LeftoverReason.EXPIRED, 31)
                .letters(Side.SAMPLES, LetterCause.LABEL_RANGE, 4)
                .pending(Side.SAMPLES, 12)
                .clock(Readings.NOW - 2_000)
                .arrived(1_400);
        return Readings.reading()
                .books(0, here)
                .books(1, books().arrived(1_380).clock(Readings.NOW))
                .lag(0, 17)
                .waitingSince(0, Readings.NOW - 8_000)
                .policy(Policies.policy().version(2).build())
                .snapshot(snapshot(MINUTES));
    }

    private static Books books() {
        Books books = Books.books();
        for (int row = 0; row < 1_300; row++) {
            int given = row % 3;
            if (row % 11 == 0) {
                books.decided(given, Route.QUARANTINE, 0, Reason.POSTERIOR);
            } else if (row % 37 == 0) {
                books.decided(given, Route.CLEAN, 1, Reason.RARE_CLASS);
            } else {
                books.decided(given, Route.CLEAN, .4 + (row % 13) * .1);
            }
        }
        return books;
    }

    private static Snapshot snapshot(int minute) {
        long[] counts = {1_000, 950, 735};
        double grown = 1 - Math.exp(-minute / 12.0);
        double[] thresholds = {.62 + .2 * grown, .55 + .25 * grown, .5 + .18 * grown};
        SparseCounts joint = SparseCounts.of(JOINT);
        ModelStatistics model = new ModelStatistics(
                new ModelKey("main", minute < 40 ? "1" : "2"),
                counts[0] + counts[1] + counts[2],
                counts,
                thresholds,
                joint,
                NoiseModel.of(joint, counts));
        boolean second = minute >= 20;
        long wave = Math.round(15 * Math.sin(minute / 4.0));
        RecentRates rates = new RecentRates(
                second ? 2 : 1,
                1_000,
                (second ? 90 : 140) + wave,
                new int[] {0, 1, 2},
                new long[] {200, 200, 200},
                new long[] {(second ? 12 : 20) + wave / 5, (second ? 22 : 34) - wave / 4, (second ? 17 : 26) + wave / 3
                });
        return Snapshot.of(
                        new SnapshotVersion(1, minute),
                        3,
                        "classes",
                        List.of(new Coverage(0, 1_390, 1_380), new Coverage(1, 1_380, 1_380)),
                        List.of(model))
                .withRates(rates);
    }
}
