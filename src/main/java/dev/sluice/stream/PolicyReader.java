package dev.sluice.stream;

import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.SpecException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the policies topic into the feed, on every instance. Only the learner writes that topic, after validation. */
final class PolicyReader implements Processor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyReader.class);
    private static final byte[] NEWEST = {'n'};

    private final PolicyFeed feed;
    private final ClassList classes;
    private final ControlReader<dev.sluice.avro.Policy> control = new ControlReader<>(dev.sluice.avro.Policy.class);
    private KeyValueStore<byte[], byte[]> store;

    PolicyReader(PolicyFeed feed, ClassList classes) {
        this.feed = feed;
        this.classes = classes;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Stores.POLICIES);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        boolean nothingNew = record.value() == null || ControlKeys.answers(record.key());
        dev.sluice.avro.Policy policy = nothingNew ? null : control.read(record.value());
        if (policy == null) {
            return;
        }
        try {
            feed.offer(PipelineLoader.parsePolicy("policy v" + policy.getVersion(), policy.getYaml())
                    .toPolicy(policy.getVersion(), classes));
            store.put(NEWEST, record.key());
        } catch (SpecException | IllegalArgumentException notForUs) {
            LOG.error("policy v{} is not valid here and is ignored: {}", policy.getVersion(), notForUs.getMessage());
        }
    }
}
