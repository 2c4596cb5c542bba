package dev.sluice.stream;

import dev.sluice.GeneratedRows;
import dev.sluice.replay.Unpaired;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Samples and logits as a file of JSON lines may hold them: halves apart and in either order, three versions of a model
 * (two of them new at once), every seventh row in sample, some lines doubled and some alone.
 */
final class MixedLines {

    private static final int APART = 60;

    private record Line(int place, Given.SampleBuilder sample, Given.LogitsBuilder logits) {}

    private final List<Line> lines = new ArrayList<>();
    private int samplesAlone;
    private int logitsAlone;
    private int duplicates;
    private int superseded;

    MixedLines(GeneratedRows rows) {
        Random random = new Random(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            // The first pair of the new versions is of "9", which by name comes after "10".
            int apart = row == rows.size() / 2 ? 1 : APART;
            int place = row + random.nextInt(apart);
            if (row % 40 != 1) {
                sample(row + random.nextInt(apart), rows, row, 0);
            }
            if (row % 45 != 2) {
                logits(place, rows, row, version(rows.size(), row));
            }
            if (row % 50 == 3) {
                sample(row + APART + random.nextInt(APART), rows, row, 1);
            }
            if (row % 55 == 4) {
                logits(place + random.nextInt(2 * APART), rows, row, "late");
            }
            count(row);
        }
        // Lines of one place keep their order, so the first of two stays the first.
        lines.sort((one, other) -> Integer.compare(one.place(), other.place()));
    }

    private void count(int row) {
        boolean sample = row % 40 != 1;
        boolean logits = row % 45 != 2;
        samplesAlone += sample && !logits ? 1 : 0;
        logitsAlone += logits && !sample ? 1 : 0;
        duplicates += row % 50 == 3 ? 1 : 0;
        superseded += row % 55 == 4 ? 1 : 0;
    }

    private static String version(int rows, int row) {
        if (row < rows / 2) {
            return "1";
        }
        return row % 2 == rows / 2 % 2 ? "9" : "10";
    }

    private void sample(int place, GeneratedRows rows, int row, int shift) {
        int label = (rows.label(row) + shift) % rows.classes();
        lines.add(new Line(place, Given.sample(rows.id(row)).label(label), null));
    }

    private void logits(int place, GeneratedRows rows, int row, String version) {
        Given.LogitsBuilder logits =
                Given.logits(rows.id(row)).model("main", version).values(rows.logits(row));
        lines.add(new Line(place, null, row % 7 == 0 ? logits.inSample() : logits));
    }

    /** Hands every line on in its order, a millisecond of event time after the one before. */
    void forEach(Consumer<Given.SampleBuilder> onSample, Consumer<Given.LogitsBuilder> onLogits) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.sample() != null) {
                onSample.accept(line.sample().at(i));
            } else {
                onLogits.accept(line.logits().at(i));
            }
        }
    }

    int size() {
        return lines.size();
    }

    Unpaired unpaired() {
        return new Unpaired(samplesAlone, logitsAlone, duplicates, superseded);
    }
}
