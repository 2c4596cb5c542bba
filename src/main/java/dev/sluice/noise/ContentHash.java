package dev.sluice.noise;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over values written one after the other. Every text and array is preceded by its length, so that two different
 * sequences never give the same bytes.
 */
final class ContentHash {

    private static final int DIGITS = 16;

    private final MessageDigest digest;
    /** Collects numbers: a snapshot of many classes has millions, and the digest's price is by the call. */
    private final ByteBuffer collected = ByteBuffer.allocate(1024 * Long.BYTES);

    ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    ContentHash add(long value) {
        if (!collected.hasRemaining()) {
            flush();
        }
        collected.putLong(value);
        return this;
    }

    ContentHash add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        flush();
        digest.update(bytes);
        return this;
    }

    ContentHash add(int[] values) {
        add(values.length);
        for (int value : values) {
            add(value);
        }
        return this;
    }

    ContentHash add(long[] values) {
        add(values.length);
        for (long value : values) {
            add(value);
        }
        return this;
    }

    ContentHash add(double[] values) {
        add(values.length);
        for (double value : values) {
            add(Double.doubleToLongBits(value));
        }
        return this;
    }

    ContentHash add(float value) {
        return add(Float.floatToIntBits(value));
    }

    ContentHash add(float[] values) {
        add(values.length);
        for (float value : values) {
            add(value);
        }
        return this;
    }

    /** The first 16 hexadecimal digits. */
    String hex() {
        flush();
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private void flush() {
        digest.update(collected.flip());
        collected.clear();
    }
}
