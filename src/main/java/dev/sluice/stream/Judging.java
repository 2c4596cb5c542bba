package dev.sluice.stream;

import dev.sluice.judge.AheadGate;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Judge;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Sample;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
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
    private final SampleBook samples;
    private final SuspicionBook suspicions;
    private final TallyPublisher publisher;
    private final DecisionWriter writer;
    private final DecisionBook book;
    private final Showings showings;
    private final LearningPulse pulse;
    private final ArrayDeque<Entries.Waiting> waiting = new ArrayDeque<>();

    private long sharedUpTo;
    private Judge judge;
    private Snapshot snapshot;
    private Policy policy;
    private Look look;
    private boolean standsStill;

    /** Evidence at the head of the queue, and whether the judge holds it: asked often, found out once. */
    private record Look(Entries.Waiting head, Judge judge, List<ModelEvidence> evidence, boolean held) {}

    Judging(
            FilterPlan plan,
            int partition,
            Entries entries,
            EventClock clock,
            Ledger ledger,
            TallyBook tally,
            SampleBook samples,
            SuspicionBook suspicions,
            TallyPublisher publisher,
            Showings showings,
            DecisionWriter writer,
            DecisionBook book) {
        this.plan = plan;
        this.partition = partition;
        this.entries = entries;
        this.clock = clock;
        this.ledger = ledger;
        this.tally = tally;
        this.samples = samples;
        this.suspicions = suspicions;
        this.publisher = publisher;
        this.showings = showings;
        this.writer = writer;
        this.book = book;
        this.pulse = new LearningPulse(plan.spec().learning().snapshotEvery().time(), plan.wallClock());
    }

    /** Takes up what was waiting when the task stopped, in the order of its sequence. */
    void restore(List<Entries.Waiting> ready) {
        waiting.addAll(ready);
        // They may be of a time when repeats were wanted, and several of one sample.
        sharedUpTo = ready.isEmpty() ? 0 : ready.get(ready.size() - 1).unit().sequence();
    }

    /** A new generation: what still waits arrives again, in its order, and is learnt from anew. */
    void startOver() {
        snapshot = null;
        judge = null;
        List<Entries.Waiting> before = List.copyOf(waiting);
        waiting.clear();
        for (Entries.Waiting old : before) {
            Entry entry = entries.get(old.id());
            // New numbers are never above the old ones, so a unit is not mistaken for another of the same id.
            if (entry.ready().stream()
                    .anyMatch(unit -> unit.sequence() == old.unit().sequence())) {
                ledger.arrived++;
                Entry.Ready unit = new Entry.Ready(
                        ledger.arrived, old.unit().repeat(), old.unit().logits());
                Entries.Waiting again = new Entries.Waiting(old.id(), old.sample(), unit);
                learn(again, evidence(unit.logits()));
                entries.put(old.id(), entry.without(old.unit()).with(unit));
                waiting.add(again);
            }
        }
    }

    /**
     * A unit's evidence is here: all of it, or all that will come.
     *
     * @param entry what is known of the id, its sample and these rows included
     * @param rows the logits, in the order of the pipeline's models
     * @return what is known of the id now, for the caller to keep
     */
    Entry accept(String id, Entry entry, List<PendingLogits> rows) {
        ledger.arrived++;
        boolean repeat = !entry.sampleWaits();
        Entry.Ready unit = new Entry.Ready(ledger.arrived, repeat, rows);
        Entries.Waiting arrived = new Entries.Waiting(id, entry.sample(), unit);
        long time = unit.time(entry.sample());
        List<ModelEvidence> evidence = evidence(rows);
        learn(arrived, evidence);
        adoptNewest();
        Entry rest = entry.without(rows);
        if (waiting.isEmpty() && mayJudge(arrived, evidence)) {
            decide();
            rest = decided(rest, unit, time);
        } else {
            waiting.add(arrived);
            if (!rest.ready().isEmpty() || !rest.waiting().isEmpty()) {
                sharedUpTo = unit.sequence();
            }
            rest = rest.with(unit);
        }
        publisher.publishWhenDue();
        return rest;
    }

    private void learn(Entries.Waiting arrived, List<ModelEvidence> evidence) {
        int label = arrived.sample().label();
        long pane =
                tally.pane(arrived.unit().time(arrived.sample()), arrived.unit().sequence());
        for (ModelEvidence model : evidence) {
            if (model.outOfSample()) {
                boolean agrees = SampleRow.agrees(model.logits(), label);
                tally.sum(model.model(), label, model.probabilities()[label], agrees, pane);
                samples.add(model.model(), arrived.id(), label, agrees, model.logits(), pane);
            }
        }
    }

    /** Judges what was waiting, as far as the newest snapshot, the policy and the clock let. */
    void drain() {
        adoptNewest();
        if (stale() != standsStill) {
            standsStill = !standsStill;
            plan.guards().standsStill(partition, standsStill);
        }
        while (!waiting.isEmpty() && mayJudge(waiting.peek(), null)) {
            Entries.Waiting next = waiting.poll();
            decide();
            Entry rest = mayShare(next.unit()) ? entries.get(next.id()).without(next.unit()) : Entry.NEW;
            entries.put(next.id(), decided(rest, next.unit(), next.unit().time(next.sample())));
        }
    }

    // One sample, one unit: then there is nothing else in the store that a decision could overwrite.
    private boolean mayShare(Entry.Ready unit) {
        return showings.every() || unit.sequence() <= sharedUpTo;
    }

    /** How many pieces of evidence wait to be judged. */
    int waiting() {
        return waiting.size();
    }

    private Entry decided(Entry rest, Entry.Ready unit, long time) {
        // The sample is needed no more, unless later presentations are wanted, or wait already.
        boolean needed = showings.every() || !rest.ready().isEmpty();
        Entry kept = needed ? rest : new Entry(null, rest.waiting(), List.of(), rest.decided());
        return kept.deciding(time, unit.presentation());
    }

    private void adoptNewest() {
        Snapshot newest = plan.snapshots().newest();
        Policy inForce = plan.policies().newest();
        if (newest != null && newest.version().generation() != ledger.generation) {
            // Of a generation that this partition has not gone over to yet, or heard of only here.
            return;
        }
        if (inForce != null && (newest != snapshot || inForce != policy)) {
            snapshot = newest;
            policy = inForce;
            judge = new Judge(newest, inForce);
            plan.guards().saw(newest, inForce, judge.breakers());
        }
    }

    private boolean mayJudge(Entries.Waiting next, List<ModelEvidence> known) {
        if (judge == null) {
            return false;
        }
        if (look == null || look.head() != next || look.judge() != judge) {
            List<ModelEvidence> evidence = known == null ? evidence(next.unit().logits()) : known;
            boolean held = judge.holds(
                    new Sample(next.id(), next.sample().label()),
                    new Evidence(next.unit().presentation(), evidence, Set.of()));
            look = new Look(next, judge, evidence, held);
        }
        return AheadGate.open(
                partition,
                next.unit().sequence(),
                snapshot,
                policy,
                plan.spec().learning().maxAhead(),
                look.held(),
                holdExpired(next));
    }

    private boolean stale() {
        return pulse.stale(
                ledger.arrived,
                snapshot == null ? 0 : snapshot.coverage(partition).arrived());
    }

    // Waiting is over when event time says so, and learning has seen the row and still says wait.
    private boolean holdExpired(Entries.Waiting next) {
        return snapshot != null
                && clock.past(next.unit().time(next.sample()), plan.waitMillis())
                && snapshot.coverage(partition).arrived() >= next.unit().sequence();
    }

    /** Judges what {@link #mayJudge} looked at. */
    private void decide() {
        Entries.Waiting next = look.head();
        List<ModelEvidence> evidence = look.evidence();
        Entry.Ready unit = next.unit();
        List<String> missing = showings.missing(unit.logits());
        Decision decision = judge.judge(
                new Sample(next.id(), next.sample().label()),
                new Evidence(unit.presentation(), evidence, gates(look.held(), missing)));
        long pane = tally.pane(unit.time(next.sample()), unit.sequence());
        for (ModelEvidence model : evidence) {
            countJoint(next.sample(), model, pane);
        }
        suspicions.count(decision);
        book.count(decision);
        plan.guards().decided(decision);
        plan.guards()
                .latencies()
                .took(plan.wallClock().getAsLong() - next.unit().time(next.sample()));
        writer.write(next, decision, new DecisionWriter.Versions(snapshot, policy), missing);
        ledger.pending(Side.SAMPLES, unit.repeat() ? 0 : -1);
        ledger.pending(Side.LOGITS, -unit.logits().size());
        ledger.judged++;
        ledger.decided(decision.route(), unit);
    }

    private Set<Gate> gates(boolean held, List<String> missing) {
        boolean stale = stale();
        if (!held && !stale && missing.isEmpty()) {
            return Set.of();
        }
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        if (held) {
            gates.add(Gate.HOLD_EXPIRED);
        }
        if (!missing.isEmpty()) {
            gates.add(Gate.PARTIAL_EVIDENCE);
        }
        if (stale) {
            gates.add(Gate.STALE_SNAPSHOT);
        }
        return gates;
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

    private static List<ModelEvidence> evidence(List<PendingLogits> rows) {
        if (rows.size() == 1) {
            return List.of(evidence(rows.get(0)));
        }
        List<ModelEvidence> evidence = new ArrayList<>(rows.size());
        rows.forEach(row -> evidence.add(evidence(row)));
        return evidence;
    }

    private static ModelEvidence evidence(PendingLogits row) {
        return ModelEvidence.of(row.model(), row.logits(), row.outOfSample());
    }
}
