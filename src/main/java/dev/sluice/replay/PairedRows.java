package dev.sluice.replay;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PairingSpec.OnRepeat;
import dev.sluice.spec.PairingSpec.OnTimeout;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples and logits that come one by one, brought together by id. Index 0 is the unit that was complete first.
 *
 * <p>The rules are those of the live pipeline where nobody waits too long: a unit arrives when the last of its parts
 * comes; of two of the same kind the first stays, before its partners come and afterwards. A record without a time cannot
 * be late, so what is incomplete at the end ({@link #finish}) is judged with what came where {@code onTimeout: judge} says
 * so, and counted as unpaired otherwise.
 *
 * <p>Memory: id, label and logits of each sample, as a recorded order may ask for any of them; payloads are dropped.
 */
public final class PairedRows implements FiledRows {

    private final int classes;
    private final List<String> models;
    private final boolean every;
    private final boolean judgePartial;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final List<Unit> units = new ArrayList<>();
    private long lines;
    private int sampleLines;
    private long duplicates;
    private long superseded;

    private static final class Known {
        private int fileRow = -1;
        private int label;
        private int taken;
        private long came;
        private final TreeMap<Integer, Unit> showings = new TreeMap<>();
    }

    private static final class Unit {
        private final String id;
        private final Known sample;
        private final int presentation;
        private final List<ScoredLogits> logits = new ArrayList<>();
        private boolean taken;
        private long since;

        Unit(String id, Known sample, int presentation) {
            this.id = id;
            this.sample = sample;
            this.presentation = presentation;
        }
    }

    /**
     * @param classes K; labels and logits must fit it
     * @param spec which models are awaited, and what becomes of incomplete and of repeated logits
     */
    public PairedRows(int classes, PipelineSpec spec) {
        this.classes = classes;
        this.models = spec.models().stream().map(ModelSpec::id).toList();
        this.every = spec.pairing().onRepeat() == OnRepeat.EVERY;
        this.judgePartial = spec.pairing().onTimeout() == OnTimeout.JUDGE;
    }

    /** The next record is a sample. */
    public void add(Sample sample) {
        lines++;
        int row = sampleLines++;
        Known id = known.computeIfAbsent(sample.getSampleId(), absent -> new Known());
        if (id.fileRow >= 0) {
            duplicates++;
            return;
        }
        id.fileRow = row;
        id.came = lines;
        id.label = sample.getLabel();
        for (Unit unit : List.copyOf(id.showings.values())) {
            takeIfComplete(unit);
        }
    }

    /** The next record is a row of logits. */
    public void add(Logits record) {
        lines++;
        Known id = known.computeIfAbsent(record.getSampleId(), absent -> new Known());
        // As in the live pipeline: rows that nobody numbered belong to the showing after those that are taken.
        int number = !every ? 0 : record.getPresentation() != 0 ? record.getPresentation() : id.taken;
        Unit unit = id.showings.computeIfAbsent(
                number, none -> new Unit(record.getSampleId(), id, every ? number : record.getPresentation()));
        ModelKey model = new ModelKey(record.getModelId(), record.getModelVersion());
        if (unit.taken || unit.logits.stream().anyMatch(row -> row.model().id().equals(model.id()))) {
            superseded++;
            return;
        }
        unit.since = unit.logits.isEmpty() ? lines : unit.since;
        unit.logits.add(new ScoredLogits(model, floats(record.getLogits()), record.getOutOfSample()));
        takeIfComplete(unit);
    }

    /**
     * No more will come: units that are incomplete are judged with what came, if the pipeline's file says so. As in the live
     * pipeline, what has waited longest comes first: a sample that has no decision since it came, a later presentation since
     * its first logits.
     */
    public void finish() {
        if (judgePartial) {
            List<Overdue> overdue = new ArrayList<>();
            known.values().forEach(id -> overdue(id, overdue));
            overdue.sort(Comparator.comparingLong(Overdue::since));
            overdue.forEach(one -> take(one.unit()));
        }
    }

    private record Overdue(long since, Unit unit) {}

    private static void overdue(Known id, List<Overdue> overdue) {
        if (id.fileRow < 0) {
            return;
        }
        boolean decided = id.showings.values().stream().anyMatch(unit -> unit.taken);
        long from = decided ? 0 : id.came;
        for (Unit unit : id.showings.values()) {
            if (!unit.taken) {
                overdue.add(new Overdue(decided ? Math.max(unit.since, from) : from, unit));
                decided = true;
            }
        }
    }

    private void takeIfComplete(Unit unit) {
        if (unit.sample.fileRow >= 0 && !unit.taken && unit.logits.size() == models.size()) {
            take(unit);
        }
    }

    private void take(Unit unit) {
        unit.taken = true;
        int next = unit.presentation == Integer.MAX_VALUE ? unit.presentation : unit.presentation + 1;
        unit.sample.taken = Math.max(unit.sample.taken, next);
        unit.logits.sort((a, b) -> Integer.compare(order(a), order(b)));
        units.add(unit);
    }

    private int order(ScoredLogits row) {
        return models.indexOf(row.model().id());
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = values.get(k);
        }
        return floats;
    }

    /** What has no decision so far. */
    public Unpaired unpaired() {
        long alone = 0;
        long waiting = 0;
        for (Known id : known.values()) {
            boolean decided = id.showings.values().stream().anyMatch(unit -> unit.taken);
            alone += id.fileRow >= 0 && !decided ? 1 : 0;
            for (Unit unit : id.showings.values()) {
                waiting += unit.taken ? 0 : unit.logits.size();
            }
        }
        return new Unpaired(alone, waiting, duplicates, superseded);
    }

    @Override
    public int size() {
        return units.size();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public String id(int index) {
        return units.get(index).id;
    }

    @Override
    public int label(int index) {
        return units.get(index).sample.label;
    }

    @Override
    public int fileRow(int index) {
        return units.get(index).sample.fileRow;
    }

    @Override
    public int presentation(int index) {
        return units.get(index).presentation;
    }

    @Override
    public boolean repeats() {
        return every;
    }

    @Override
    public List<ScoredLogits> scored(int index) {
        return List.copyOf(units.get(index).logits);
    }

    @Override
    public boolean partial(int index) {
        return units.get(index).logits.size() < models.size();
    }
}
