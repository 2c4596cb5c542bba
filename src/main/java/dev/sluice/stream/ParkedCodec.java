package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A parked record as bytes: a version byte, then the raw record with its place, all arrays with their length (-1: null). */
final class ParkedCodec {

    private static final byte VERSION = 1;
    private static final int NULL = -1;

    private ParkedCodec() {}

    /** Orders parked records by side, then offset; offsets of several input partitions may be alike. */
    static byte[] key(Origin origin) {
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
                .put((byte) origin.side().ordinal())
                .putLong(origin.offset())
                .putInt(origin.partition())
                .array();
    }

    static byte[] encode(RawInput raw) {
        byte[] topic = raw.origin().topic().getBytes(StandardCharsets.UTF_8);
        int size = 2 + array(topic) + Integer.BYTES + 2 * Long.BYTES + array(raw.key()) + array(raw.value());
        size += Integer.BYTES;
        for (Header header : raw.headers()) {
            size += array(header.key().getBytes(StandardCharsets.UTF_8)) + array(header.value());
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(VERSION).put((byte) raw.origin().side().ordinal());
        put(out, topic);
        out.putInt(raw.origin().partition())
                .putLong(raw.origin().offset())
                .putLong(raw.origin().time());
        put(out, raw.key());
        put(out, raw.value());
        Header[] headers = raw.headers().toArray();
        out.putInt(headers.length);
        for (Header header : headers) {
            put(out, header.key().getBytes(StandardCharsets.UTF_8));
            put(out, header.value());
        }
        return out.array();
    }

    static RawInput decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store 'parked' holds format " + version + ", this Sluice reads " + VERSION
                    + ": run the version that wrote it");
        }
        Side side = Side.values()[in.get()];
        String topic = new String(array(in), StandardCharsets.UTF_8);
        Origin origin = new Origin(side, topic, in.getInt(), in.getLong(), in.getLong());
        byte[] key = array(in);
        byte[] value = array(in);
        Headers headers = new RecordHeaders();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            headers.add(new String(array(in), StandardCharsets.UTF_8), array(in));
        }
        return new RawInput(origin, key, value, headers);
    }

    private static int array(byte[] bytes) {
        return Integer.BYTES + (bytes == null ? 0 : bytes.length);
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        if (bytes == null) {
            out.putInt(NULL);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    private static byte[] array(ByteBuffer in) {
        int length = in.getInt();
        if (length == NULL) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
