package dev.sluice.stream;

import java.nio.ByteBuffer;

/**
 * What one partition counted of one given class, in the store of the tally: key 0 (no generation has that number, so no
 * {@link TallyCell} begins with it), generation, class; value policy, judged, suspected.
 *
 * @param policy version of the policy that suspected
 * @param judged samples
 * @param suspected of them
 */
record SuspicionCell(int policy, long judged, long suspected) {

    private static final int MARK = 0;
    private static final int GENERATION = Integer.BYTES;
    private static final int GIVEN = 2 * Integer.BYTES;

    static byte[] key(int generation, int given) {
        return ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(MARK)
                .putInt(generation)
                .putInt(given)
                .array();
    }

    /** Prefix of all keys of this kind. */
    static byte[] prefix() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(MARK).array();
    }

    static boolean is(byte[] key) {
        return ByteBuffer.wrap(key).getInt() == MARK;
    }

    static int generation(byte[] key) {
        return ByteBuffer.wrap(key).getInt(GENERATION);
    }

    static int given(byte[] key) {
        return ByteBuffer.wrap(key).getInt(GIVEN);
    }

    byte[] encode() {
        return ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(policy)
                .putLong(judged)
                .putLong(suspected)
                .array();
    }

    static SuspicionCell decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new SuspicionCell(in.getInt(), in.getLong(), in.getLong());
    }
}
