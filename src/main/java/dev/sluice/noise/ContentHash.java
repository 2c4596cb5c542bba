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
    private final ByteBuffer eight = ByteBuffer.allocate(Long.BYTES);

    ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    ContentHash add(long value) {
        digest.update(eight.clear().putLong(value).array());
        return this;
    }

    ContentHash add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
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

    /** The first 16 hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
