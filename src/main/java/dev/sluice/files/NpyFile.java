package dev.sluice.files;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A {@code .npy} array of one or two dimensions, mapped into memory and read where it lies: opening is cheap, rows are
 * reached in any order, and the heap stays free however large the file is. Mappings are cut between rows, so that a row
 * lies in one of them.
 */
public final class NpyFile {

    private static final long SEGMENT_BYTES = 1L << 30;

    private final Path path;
    private final NpyHeader header;
    private final int rows;
    private final int columns;
    private final int rowsPerSegment;
    private final MappedByteBuffer[] segments;

    private NpyFile(Path path, NpyHeader header, int rows, int columns) throws IOException {
        this.path = path;
        this.header = header;
        this.rows = rows;
        this.columns = columns;
        long rowBytes = Math.max(1, (long) columns * header.type().bytes());
        this.rowsPerSegment = (int) Math.max(1, Math.min(Math.max(1, rows), SEGMENT_BYTES / rowBytes));
        this.segments = new MappedByteBuffer[(int) (((long) rows + rowsPerSegment - 1) / rowsPerSegment)];
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (int s = 0; s < segments.length; s++) {
                long firstRow = (long) s * rowsPerSegment;
                long length = Math.min(rowsPerSegment, rows - firstRow) * rowBytes;
                segments[s] =
                        channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + firstRow * rowBytes, length);
                segments[s].order(ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    /**
     * Opens an array.
     *
     * @throws InputFileException when the file is no such array, or holds more or less data than its shape says
     */
    public static NpyFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        NpyHeader header = NpyHeader.read(path);
        long[] shape = header.shape();
        if (shape.length < 1 || shape.length > 2) {
            throw InputFileException.in(path, "shape " + header.shapeText() + " is not of one or two dimensions");
        }
        long columns = shape.length == 1 ? 1 : shape[1];
        if (shape[0] > Integer.MAX_VALUE - 8
                || columns > SEGMENT_BYTES / header.type().bytes()) {
            throw InputFileException.in(path, "shape " + header.shapeText() + " is too large");
        }
        long needed = shape[0] * columns * header.type().bytes();
        long there = Files.size(path) - header.dataOffset();
        if (there != needed) {
            throw InputFileException.in(
                    path,
                    "shape " + header.shapeText() + " needs " + needed + " bytes of data, the file has " + there
                            + (there < needed ? ": it is truncated" : ": it is damaged"));
        }
        return new NpyFile(path, header, (int) shape[0], (int) columns);
    }

    public Path path() {
        return path;
    }

    public int rows() {
        return rows;
    }

    /** Length of the second dimension; 1 for an array of one dimension. */
    public int columns() {
        return columns;
    }

    public int dimensions() {
        return header.shape().length;
    }

    /** The shape as NumPy prints it. */
    public String shapeText() {
        return header.shapeText();
    }

    /** Whether the elements are int32 or int64. */
    public boolean integers() {
        return header.type().integer();
    }

    /** An element of an integer array. */
    public long integer(int row, int column) {
        MappedByteBuffer segment = segments[row / rowsPerSegment];
        int at = index(row, column);
        return switch (header.type()) {
            case INT32 -> segment.getInt(at);
            case INT64 -> segment.getLong(at);
            case FLOAT32, FLOAT64 -> throw new IllegalStateException(path + " holds no integers");
        };
    }

    /** An element of a floating-point array, widened to double. */
    public double real(int row, int column) {
        MappedByteBuffer segment = segments[row / rowsPerSegment];
        int at = index(row, column);
        return switch (header.type()) {
            case FLOAT32 -> segment.getFloat(at);
            case FLOAT64 -> segment.getDouble(at);
            case INT32, INT64 -> throw new IllegalStateException(path + " holds no floating-point numbers");
        };
    }

    /** Rows of a floating-point array, widened to double, in one go. */
    void reals(int firstRow, int count, ProbabilityBlock block) {
        double[] to = block.probabilities();
        for (int done = 0; done < count; ) {
            int row = firstRow + done;
            int here = Math.min(count - done, rowsPerSegment - row % rowsPerSegment);
            int from = row % rowsPerSegment * columns;
            MappedByteBuffer segment = segments[row / rowsPerSegment];
            switch (header.type()) {
                case FLOAT32 -> {
                    float[] floats = block.floats();
                    segment.asFloatBuffer().get(from, floats, 0, here * columns);
                    for (int i = 0, at = done * columns; i < here * columns; i++, at++) {
                        to[at] = floats[i];
                    }
                }
                case FLOAT64 -> segment.asDoubleBuffer().get(from, to, done * columns, here * columns);
                case INT32, INT64 -> throw new IllegalStateException(path + " holds no floating-point numbers");
            }
            done += here;
        }
    }

    private int index(int row, int column) {
        return (row % rowsPerSegment * columns + column) * header.type().bytes();
    }
}
