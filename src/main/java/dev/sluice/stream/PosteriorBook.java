package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.Posterior;
import dev.sluice.avro.PosteriorRecords;
import dev.sluice.avro.RescalerRecords;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Posteriors;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.storm.Rescaler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The posteriors in force, in the learner's store: they are not learnt at every snapshot, so a learner that starts again must
 * go on with those that the one before it had.
 */
final class PosteriorBook {

    private static final String KEPT = "posterior/";
    private static final byte[] RESCALER = "rescaler".getBytes(StandardCharsets.UTF_8);

    private final KeyValueStore<byte[], byte[]> store;
    private final LearnerBook book;
    private final Posteriors posteriors = new Posteriors();
    private final ControlCodec<Posterior> codec = new ControlCodec<>(Posterior.class);
    private final ControlCodec<dev.sluice.avro.Rescaler> rescalerCodec =
            new ControlCodec<>(dev.sluice.avro.Rescaler.class);
    private final Map<ModelKey, PosteriorModel> kept = new TreeMap<>();
    private Rescaler keptRescaler;

    PosteriorBook(KeyValueStore<byte[], byte[]> store, LearnerBook book) {
        this.store = store;
        this.book = book;
    }

    void restore() {
        ControlReader<Posterior> reader = new ControlReader<>(Posterior.class);
        try (KeyValueIterator<byte[], byte[]> all =
                store.prefixScan(KEPT.getBytes(StandardCharsets.UTF_8), new ByteArraySerializer())) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                // What another version kept in another form is learnt anew.
                Posterior record = reader.read(next.value);
                if (record != null) {
                    ModelKey model = model(new String(next.key, StandardCharsets.UTF_8));
                    kept.put(model, PosteriorRecords.fromAvro(record));
                    posteriors.restore(model, kept.get(model));
                }
            }
        }
        byte[] rescaler = store.get(RESCALER);
        dev.sluice.avro.Rescaler record =
                rescaler == null ? null : new ControlReader<>(dev.sluice.avro.Rescaler.class).read(rescaler);
        if (record != null) {
            keptRescaler = RescalerRecords.fromAvro(record);
            posteriors.restore(keptRescaler);
        }
    }

    /** The rescaler of loss weights in force. */
    Optional<Rescaler> rescaler() {
        return posteriors.rescaler();
    }

    /** A new generation: everything is learnt anew. */
    void open() {
        posteriors.clear();
        keep(Map.of());
    }

    /**
     * Learns what is due.
     *
     * @param enough samples that make a model version warm
     */
    Map<ModelKey, PosteriorModel> refresh(Map<TallyKey, TallyRow> sums, List<ModelKey> inForce, long enough) {
        long arrived = book.coverage().stream().mapToLong(Coverage::arrived).sum();
        Map<ModelKey, PosteriorModel> learnt =
                posteriors.refresh(arrived, sums, inForce, enough, () -> book.samples(sums));
        keep(learnt);
        return learnt;
    }

    private void keep(Map<ModelKey, PosteriorModel> learnt) {
        for (ModelKey gone : List.copyOf(kept.keySet())) {
            if (!learnt.containsKey(gone)) {
                store.delete(key(gone));
                kept.remove(gone);
            }
        }
        learnt.forEach((model, posterior) -> {
            if (kept.put(model, posterior) != posterior) {
                store.put(key(model), codec.encode(PosteriorRecords.toAvro(posterior)));
            }
        });
        Rescaler rescaler = posteriors.rescaler().orElse(null);
        if (rescaler != keptRescaler) {
            store.put(RESCALER, rescaler == null ? null : rescalerCodec.encode(RescalerRecords.toAvro(rescaler)));
            keptRescaler = rescaler;
        }
    }

    private static byte[] key(ModelKey model) {
        String id = model.id().replace("%", "%25").replace("@", "%40");
        return (KEPT + id + "@" + model.version()).getBytes(StandardCharsets.UTF_8);
    }

    private static ModelKey model(String key) {
        String[] parts = key.substring(KEPT.length()).split("@", 2);
        return new ModelKey(parts[0].replace("%40", "@").replace("%25", "%"), parts[1]);
    }
}
