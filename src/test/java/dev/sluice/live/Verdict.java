package dev.sluice.live;

import dev.sluice.avro.Decision;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import java.util.Collection;
import java.util.List;

/** What a decision says; doubles by their bits. */
record Verdict(
        String route,
        long weight,
        long pWrong,
        int given,
        int suggested,
        List<String> reasons,
        List<String> gates,
        String snapshot,
        int policy) {

    static Verdict of(Decision live) {
        return new Verdict(
                live.getRoute().name(),
                Double.doubleToRawLongBits(live.getWeight()),
                Double.doubleToRawLongBits(live.getPWrong()),
                live.getGivenLabel(),
                live.getSuggestedLabel(),
                live.getReasons(),
                live.getGates(),
                live.getSnapshotVersion(),
                live.getPolicyVersion());
    }

    static Verdict of(dev.sluice.judge.Decision again) {
        return new Verdict(
                again.route().name(),
                Double.doubleToRawLongBits(again.weight()),
                Double.doubleToRawLongBits(again.pWrong()),
                again.givenLabel(),
                again.suggestedLabel(),
                again.reasons().stream().map(Reason::name).toList(),
                names(again.gates()),
                again.snapshot() == null ? null : again.snapshot().toString(),
                again.policy());
    }

    private static List<String> names(Collection<Gate> gates) {
        return gates.stream().map(Gate::name).sorted().toList();
    }
}
