package dev.sluice.stream;

import dev.sluice.judge.Decision;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import java.nio.ByteBuffer;

/**
 * Decisions on the samples of one given class, counted since the pipeline's first: by route, and by route and reason. Part
 * of the ledger, so they only grow, whatever restarts. A decision with two reasons counts under both. Mutable.
 */
public final class DecisionCounts {

    private static final byte VERSION = 1;
    private static final int ROUTES = Route.values().length;

    private final long[] routes = new long[ROUTES];
    private final long[][] reasons = new long[ROUTES][Reason.values().length];

    void count(Decision decision) {
        int route = decision.route().ordinal();
        routes[route]++;
        decision.reasons().forEach(reason -> reasons[route][reason.ordinal()]++);
    }

    /** Adds others to these. */
    public void add(DecisionCounts other) {
        for (int route = 0; route < ROUTES; route++) {
            routes[route] += other.routes[route];
            for (int reason = 0; reason < reasons[route].length; reason++) {
                reasons[route][reason] += other.reasons[route][reason];
            }
        }
    }

    /** Decisions that went there. */
    public long decided(Route route) {
        return routes[route.ordinal()];
    }

    /** Decisions that went there and named the reason. */
    public long decided(Route route, Reason reason) {
        return reasons[route.ordinal()][reason.ordinal()];
    }

    byte[] encode() {
        int each = reasons[0].length;
        ByteBuffer out = ByteBuffer.allocate(2 + ROUTES * (1 + each) * Long.BYTES);
        out.put(VERSION).put((byte) each);
        for (int route = 0; route < ROUTES; route++) {
            out.putLong(routes[route]);
            for (long count : reasons[route]) {
                out.putLong(count);
            }
        }
        return out.array();
    }

    /** Reads what {@link #encode} wrote. Reasons may be added at the end of their list: older counts lack them. */
    static DecisionCounts decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        int each = in.get();
        DecisionCounts counts = new DecisionCounts();
        if (version != VERSION || each > counts.reasons[0].length) {
            throw new IllegalStateException("store 'ledger' holds counts of decisions in format " + version + " with "
                    + each + " reasons: run the version that wrote it, or reset the pipeline");
        }
        for (int route = 0; route < ROUTES; route++) {
            counts.routes[route] = in.getLong();
            for (int reason = 0; reason < each; reason++) {
                counts.reasons[route][reason] = in.getLong();
            }
        }
        return counts;
    }
}
