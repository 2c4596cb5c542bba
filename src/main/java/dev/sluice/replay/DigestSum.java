package dev.sluice.replay;

import java.util.Locale;

/** A sum of 256-bit hashes, modulo 2^256, and how many they are. */
public final class DigestSum {

    private static final int BYTES = 32;
    private static final int INTS = 8;
    private static final long LOW = 0xffffffffL;

    /** Eight digits of 32 bits, the largest first. */
    private final long[] digits = new long[INTS];

    private long rows;

    /** Adds one hash of 32 bytes, big end first. */
    void add(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a hash of " + hash.length + " bytes");
        }
        long carry = 0;
        for (int i = INTS - 1; i >= 0; i--) {
            int at = i * Integer.BYTES;
            long digit = (hash[at] & 0xffL) << 24
                    | (hash[at + 1] & 0xffL) << 16
                    | (hash[at + 2] & 0xffL) << 8
                    | hash[at + 3] & 0xffL;
            long sum = digits[i] + digit + carry;
            digits[i] = sum & LOW;
            carry = sum >>> Integer.SIZE;
        }
        rows++;
    }

    /** Adds all that another sum holds. */
    void add(DigestSum other) {
        long carry = 0;
        for (int i = INTS - 1; i >= 0; i--) {
            long sum = digits[i] + other.digits[i] + carry;
            digits[i] = sum & LOW;
            carry = sum >>> Integer.SIZE;
        }
        rows += other.rows;
    }

    /** How many rows are in it. */
    public long rows() {
        return rows;
    }

    /** 64 hexadecimal digits. */
    public String hex() {
        StringBuilder hex = new StringBuilder();
        for (long digit : digits) {
            hex.append(String.format(Locale.ROOT, "%08x", digit));
        }
        return hex.toString();
    }

    @Override
    public String toString() {
        return rows + " rows " + hex();
    }
}
