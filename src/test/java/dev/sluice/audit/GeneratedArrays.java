package dev.sluice.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A data set of any size from a seed, written as {@code .npy} files: a fifth of the labels wrong, always for one of the three
 * next classes; a model that is right most of the time.
 *
 * @param labels int32, shape (n)
 * @param probabilities float32, shape (n, K)
 */
public record GeneratedArrays(Path labels, Path probabilities) {

    /** Writes {@code labels.npy} and {@code probs.npy} into a folder. */
    public static GeneratedArrays write(Path folder, int rows, int classes, long seed) throws IOException {
        GeneratedArrays files = new GeneratedArrays(folder.resolve("labels.npy"), folder.resolve("probs.npy"));
        SplittableRandom random = new SplittableRandom(seed);
        try (FileChannel labels = create(files.labels, "<i4", rows + ",");
                FileChannel probabilities = create(files.probabilities, "<f4", rows + ", " + classes)) {
            ByteBuffer label = buffer(Integer.BYTES);
            ByteBuffer row = buffer(classes * Float.BYTES);
            double[] raised = new double[classes];
            for (int i = 0; i < rows; i++) {
                int truth = random.nextInt(classes);
                int given = random.nextInt(5) == 0 ? (truth + 1 + random.nextInt(3)) % classes : truth;
                write(labels, label.clear().putInt(given));
                double sum = 0;
                for (int k = 0; k < classes; k++) {
                    raised[k] = Math.exp(3 * random.nextDouble() + 3 * random.nextDouble() + (k == truth ? 4 : 0));
                    sum += raised[k];
                }
                row.clear();
                for (double one : raised) {
                    row.putFloat((float) (one / sum));
                }
                write(probabilities, row);
            }
        }
        return files;
    }

    private static FileChannel create(Path file, String type, String shape) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        String header = dictionary + " ".repeat((64 - (11 + dictionary.length()) % 64) % 64) + "\n";
        write(
                channel,
                buffer(10)
                        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                        .putShort((short) header.length()));
        write(channel, buffer(header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1)));
        return channel;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
