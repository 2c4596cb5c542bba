package dev.sluice.replay;

import dev.sluice.judge.Decision;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.Snapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a rehearsal came to. Filled while it runs. */
public final class RehearsalSummary {

    private final Map<Route, Long> routes = new EnumMap<>(Route.class);
    private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
    private long snapshots;
    private Snapshot last;

    void count(Decision decision) {
        routes.merge(decision.route(), 1L, Long::sum);
        decision.reasons().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    }

    void learnt(Snapshot snapshot) {
        snapshots++;
        last = snapshot;
    }

    /** Rows decided. */
    public long samples() {
        return routed(Route.CLEAN) + routed(Route.QUARANTINE);
    }

    /** Rows that went one way. */
    public long routed(Route route) {
        return routes.getOrDefault(route, 0L);
    }

    /** Rows whose decision names a reason. */
    public long reasoned(Reason reason) {
        return reasons.getOrDefault(reason, 0L);
    }

    /** Snapshots frozen. */
    public long snapshots() {
        return snapshots;
    }

    /** The last snapshot, empty when nothing was learnt. */
    public Optional<Snapshot> lastSnapshot() {
        return Optional.ofNullable(last);
    }
}
