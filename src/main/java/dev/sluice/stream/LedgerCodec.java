package dev.sluice.stream;

import java.nio.ByteBuffer;

/**
 * The ledger as bytes: a version byte, then groups of longs, each with its length, in a fixed order. Enumerations may grow
 * at their end: a shorter group from an older Sluice leaves the new counters at 0.
 */
public final class LedgerCodec {

    private static final byte VERSION = 1;

    private LedgerCodec() {}

    static byte[] encode(Ledger ledger) {
        long[][] groups = groups(ledger);
        int size = 1;
        for (long[] group : groups) {
            size += 2 + group.length * Long.BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION);
        for (long[] group : groups) {
            out.putShort((short) group.length);
            for (long value : group) {
                out.putLong(value);
            }
        }
        return out.array();
    }

    /** Reads what {@link #encode} wrote. */
    public static Ledger decode(byte[] bytes) {
        Ledger ledger = new Ledger();
        decodeInto(bytes, ledger);
        return ledger;
    }

    static void decodeInto(byte[] bytes, Ledger ledger) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store 'ledger' holds format " + version + ", this Sluice reads " + VERSION
                    + ": run the version that wrote it, or reset the pipeline");
        }
        long[][] groups = groups(ledger);
        for (long[] group : groups) {
            int length = in.getShort();
            for (int i = 0; i < length; i++) {
                long value = in.getLong();
                if (i < group.length) {
                    group[i] = value;
                } else if (value != 0) {
                    throw new IllegalStateException(
                            "store 'ledger' counts kinds that this Sluice does not know: run the newer version");
                }
            }
        }
        long[] last = groups[groups.length - 1];
        ledger.used = last[0];
        ledger.arrived = last[1];
        ledger.judged = last[2];
        ledger.repeated = last[3];
        ledger.generation = Math.toIntExact(last[4]);
        ledger.scored = last[5];
    }

    private static long[][] groups(Ledger ledger) {
        return new long[][] {
            ledger.in,
            ledger.pending,
            ledger.parked,
            ledger.clock,
            ledger.leftovers[0],
            ledger.leftovers[1],
            ledger.letters[0],
            ledger.letters[1],
            ledger.decided,
            {ledger.used, ledger.arrived, ledger.judged, ledger.repeated, ledger.generation, ledger.scored}
        };
    }
}
