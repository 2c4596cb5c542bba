package dev.sluice.stream;

import dev.sluice.GeneratedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Samples and the logits of two models over two epochs as a file of JSON lines may hold them: in any order, every third sample
 * without numbers for its epochs, some logits in sample, some lines doubled, some missing.
 */
final class EpochLines {

    private static final int APART = 90;

    private record Line(int place, Given.SampleBuilder sample, Given.LogitsBuilder logits) {}

    private final List<Line> lines = new ArrayList<>();
    private final Random random;

    EpochLines(GeneratedRows rows, long seed) {
        random = new Random(seed);
        for (int row = 0; row < rows.size(); row++) {
            if (random.nextInt(20) > 0) {
                sample(rows, row);
            }
            if (random.nextInt(20) == 0) {
                sample(rows, row);
            }
            for (int epoch = 1; epoch <= 2; epoch++) {
                logits("large", epoch, rows, row);
                logits("small", epoch, rows, row);
            }
        }
        lines.sort(Comparator.comparingInt(Line::place));
    }

    private void sample(GeneratedRows rows, int row) {
        Given.SampleBuilder sample = Given.sample(rows.id(row)).label(rows.label(row));
        lines.add(new Line(row + random.nextInt(APART), sample, null));
    }

    private void logits(String model, int epoch, GeneratedRows rows, int row) {
        float[] scores = rows.logits(row).clone();
        scores[random.nextInt(scores.length)] += random.nextFloat();
        Given.LogitsBuilder logits =
                Given.logits(rows.id(row)).model(model, "1").values(scores).showing(row % 3 == 0 ? 0 : epoch);
        if (random.nextInt(9) == 0) {
            logits.inSample();
        }
        for (int copies = random.nextInt(10); copies > 0; copies -= 8) {
            lines.add(new Line(row + epoch * APART / 2 + random.nextInt(APART), null, logits));
        }
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
}
