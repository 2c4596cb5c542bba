package dev.sluice.stream;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.TallyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Key of one cell of the tally in its store. A class row is kept as one cell for its sums and one for each class of its
 * confident-joint row, so that a sample rewrites two cells of fixed size, whatever the number of classes.
 *
 * @param generation life of the learnt state
 * @param key pane, model version and given label
 * @param trueClass class of the confident joint, or {@link #SUMS}
 */
record TallyCell(int generation, TallyKey key, int trueClass) {

    /** Marks the cell that holds count, sum and how many agree: 24 bytes; the others hold a count of 8 bytes. */
    static final int SUMS = -1;

    byte[] encode() {
        byte[] id = key.model().id().getBytes(StandardCharsets.UTF_8);
        byte[] version = key.model().version().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 * Integer.BYTES + Long.BYTES + 2 * Integer.BYTES + id.length + version.length)
                .putInt(generation)
                .putLong(key.pane())
                .putInt(key.givenLabel())
                .putInt(trueClass)
                .putInt(id.length)
                .put(id)
                .putInt(version.length)
                .put(version)
                .array();
    }

    static TallyCell decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int generation = in.getInt();
        long pane = in.getLong();
        int given = in.getInt();
        int trueClass = in.getInt();
        ModelKey model = new ModelKey(text(in), text(in));
        return new TallyCell(generation, new TallyKey(pane, model, given), trueClass);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
