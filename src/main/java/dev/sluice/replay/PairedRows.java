package dev.sluice.replay;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.noise.ModelKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples and logits that come one by one, brought together by id. Index 0 is the pair that was complete first.
 *
 * <p>The rules are those of the live pipeline where nobody waits too long: a pair arrives when its second half comes; of
 * two of the same kind the first stays, before its partner comes and afterwards. A record without a time cannot be late,
 * so what is alone at the end is counted as unpaired.
 *
 * <p>Memory: id, label and logits of each sample, as a recorded order may ask for any of them; payloads are dropped.
 */
public final class PairedRows implements FiledRows {

    private record Labelled(int fileRow, int label) {}

    private record Scored(ModelKey model, float[] logits, boolean outOfSample, int presentation) {}

    private record Pair(String id, Labelled sample, Scored logits) {}

    private final int classes;
    private final Map<String, Labelled> samples = new HashMap<>();
    private final Map<String, Scored> logits = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private int sampleLines;
    private long logitsLines;

    /** @param classes K; labels and logits must fit it */
    public PairedRows(int classes) {
        this.classes = classes;
    }

    /** The next record is a sample. */
    public void add(Sample sample) {
        String id = sample.getSampleId();
        Labelled labelled = new Labelled(sampleLines++, sample.getLabel());
        if (samples.putIfAbsent(id, labelled) == null && logits.containsKey(id)) {
            pairs.add(new Pair(id, labelled, logits.get(id)));
        }
    }

    /** The next record is a row of logits. */
    public void add(Logits record) {
        String id = record.getSampleId();
        logitsLines++;
        if (logits.containsKey(id)) {
            return;
        }
        Scored scored = new Scored(
                new ModelKey(record.getModelId(), record.getModelVersion()),
                floats(record.getLogits()),
                record.getOutOfSample(),
                record.getPresentation());
        logits.put(id, scored);
        if (samples.containsKey(id)) {
            pairs.add(new Pair(id, samples.get(id), scored));
        }
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = values.get(k);
        }
        return floats;
    }

    /** What has no partner so far. */
    public Unpaired unpaired() {
        return new Unpaired(
                samples.size() - pairs.size(),
                logits.size() - pairs.size(),
                sampleLines - samples.size(),
                logitsLines - logits.size());
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public String id(int index) {
        return pairs.get(index).id();
    }

    @Override
    public int label(int index) {
        return pairs.get(index).sample().label();
    }

    @Override
    public float[] logits(int index) {
        return pairs.get(index).logits().logits().clone();
    }

    @Override
    public int fileRow(int index) {
        return pairs.get(index).sample().fileRow();
    }

    @Override
    public ModelKey model(int index) {
        return pairs.get(index).logits().model();
    }

    @Override
    public boolean outOfSample(int index) {
        return pairs.get(index).logits().outOfSample();
    }

    @Override
    public int presentation(int index) {
        return pairs.get(index).logits().presentation();
    }
}
