package dev.sluice.stream;

import dev.sluice.avro.DecisionRecords;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.judge.AheadGate;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Judge;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Sample;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;

/**
 * Learns from evidence when it arrives, and judges it as soon as it may.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>Evidence is judged in the order in which it arrived, so two counters ({@code arrived}, {@code judged}) say exactly
 *       what a published tally holds.
 *   <li>Sums are added on arrival, the cell of the confident joint on judging, with the thresholds of the snapshot that
 *       judged. So rows held in the warm-up are counted too, once.
 *   <li>A row is judged with the newest snapshot of that moment, which its decision names; replay uses the named one.
 * </ol>
 *
 * <p>Evidence that must wait goes to the entries store and counts as pending; what needs no wait never touches it.
 */
final class Judging {

    private final FilterPlan plan;
    private final int partition;
    private final Entries entries;
    private final EventClock clock;
    private final Ledger ledger;
    private final TallyBook tally;
    private final TallyPublisher publisher;
    private final DecisionWriter writer;
    private final ArrayDeque<Entries.Waiting> waiting = new ArrayDeque<>();

    private Judge judge;
    private Snapshot snapshot;
    private Policy policy;

    Judging(
            FilterPlan plan,
            int partition,
            Entries entries,
            EventClock clock,
            Ledger ledger,
            TallyBook tally,
            TallyPublisher publisher,
            DecisionWriter writer) {
        this.plan = plan;
        this.partition = partition;
        this.entries = entries;
        this.clock = clock;
        this.ledger = ledger;
        this.tally = tally;
        this.publisher = publisher;
        this.writer = writer;
    }

    /** Takes up what was waiting when the task stopped, in the order of its sequence. */
    void restore(List<Entries.Waiting> ready) {
        waiting.addAll(ready);
    }

    /** Complete evidence has arrived. */
    void accept(String id, PendingSample sample, PendingLogits logits) {
        ledger.arrived++;
        Entry.Ready pair = new Entry.Ready(ledger.arrived, sample, logits);
        ModelEvidence evidence = evidence(logits);
        if (evidence.outOfSample()) {
            long pane = tally.pane(pair.time(), pair.sequence());
            tally.sum(evidence.model(), sample.label(), evidence.probabilities()[sample.label()], pane);
        }
        adoptNewest();
        if (waiting.isEmpty() && mayJudge(pair)) {
            decide(id, pair, evidence);
        } else {
            entries.put(id, pair);
            waiting.add(new Entries.Waiting(id, pair));
            ledger.pending(Side.SAMPLES, 1);
            ledger.pending(Side.LOGITS, 1);
        }
        publisher.publishWhenDue();
    }

    /** Judges what was waiting, as far as the newest snapshot, the policy and the clock let. */
    void drain() {
        adoptNewest();
        while (!waiting.isEmpty() && mayJudge(waiting.peek().pair())) {
            Entries.Waiting next = waiting.poll();
            ledger.pending(Side.SAMPLES, -1);
            ledger.pending(Side.LOGITS, -1);
            decide(next.id(), next.pair(), evidence(next.pair().logits()));
        }
    }

    /** How many pieces of evidence wait to be judged. */
    int waiting() {
        return waiting.size();
    }

    private void adoptNewest() {
        Snapshot newest = plan.snapshots().newest();
        Policy inForce = plan.policies().newest();
        if (inForce != null && (newest != snapshot || inForce != policy)) {
            snapshot = newest;
            policy = inForce;
            judge = new Judge(newest, inForce);
        }
    }

    private boolean mayJudge(Entry.Ready pair) {
        return judge != null
                && AheadGate.open(
                        partition,
                        pair.sequence(),
                        snapshot,
                        policy,
                        plan.spec().learning().maxAhead(),
                        holdExpired(pair));
    }

    // Waiting for the end of the warm-up is over when event time says so, and learning has seen the row and is still
    // cold.
    private boolean holdExpired(Entry.Ready pair) {
        return snapshot != null
                && clock.past(pair.time(), plan.waitMillis())
                && snapshot.coverage(partition).arrived() >= pair.sequence();
    }

    private void decide(String id, Entry.Ready pair, ModelEvidence evidence) {
        Set<Gate> gates = !judge.warm() && holdExpired(pair) ? Set.of(Gate.HOLD_EXPIRED) : Set.of();
        PendingLogits logits = pair.logits();
        PendingSample sample = pair.sample();
        Decision decision = judge.judge(
                new Sample(id, sample.label()), new Evidence(logits.presentation(), List.of(evidence), gates));
        countJoint(sample, evidence, tally.pane(pair.time(), pair.sequence()));
        DecisionRecords.Place place =
                new DecisionRecords.Place(partition, pair.sequence(), sample.offset(), sample.time());
        EvidenceRef seen = new EvidenceRef(
                logits.model().id(), logits.model().version(), logits.offset(), logits.time(), logits.outOfSample());
        writer.write(id, pair, decision, new DecisionWriter.Versions(snapshot, policy), place, List.of(seen));
        entries.put(id, new Entry.Decided(pair.time()));
        ledger.judged++;
        ledger.decided(decision.route());
    }

    private void countJoint(PendingSample sample, ModelEvidence evidence, long pane) {
        if (snapshot == null || !evidence.outOfSample()) {
            return;
        }
        ModelStatistics statistics = snapshot.statistics(evidence.model().id()).orElse(null);
        int confident = statistics == null ? -1 : statistics.confidentClass(evidence.probabilities());
        if (confident >= 0) {
            tally.joint(evidence.model(), sample.label(), confident, pane);
        }
    }

    private static ModelEvidence evidence(PendingLogits logits) {
        return ModelEvidence.of(logits.model(), logits.logits(), logits.outOfSample());
    }
}
