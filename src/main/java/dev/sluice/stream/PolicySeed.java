package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.Policy;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PolicySpec;
import dev.sluice.spec.SpecException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the pipeline file's policy as the first version when the policies topic is empty, or as the next one when the
 * person who started it said so. Otherwise the topic wins, and nothing is written.
 */
final class PolicySeed {

    private static final Logger LOG = LoggerFactory.getLogger(PolicySeed.class);
    private static final byte[] KEY = "policy".getBytes(StandardCharsets.UTF_8);

    private final LearnerPlan plan;
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<byte[], byte[]> store;
    private final ControlCodec<Policy> codec = new ControlCodec<>(Policy.class);
    private boolean done;
    private Policy newest;
    private long warmUpSamples;

    PolicySeed(LearnerPlan plan, ProcessorContext<byte[], byte[]> context, KeyValueStore<byte[], byte[]> store) {
        this.plan = plan;
        this.context = context;
        this.store = store;
        byte[] kept = store.get(KEY);
        warmUpSamples = plan.spec().policy().warmUp().samples();
        if (kept != null) {
            adopt(new ControlReader<>(Policy.class).kept(kept));
        }
        Policy published = plan.newestPolicy();
        if (published != null && (newest == null || published.getVersion() > newest.getVersion())) {
            adopt(published);
        }
    }

    /** Does its work at the first beat: a processor cannot send anything before. */
    void seedOnce() {
        if (done) {
            return;
        }
        done = true;
        PolicySpec file = plan.spec().policy();
        boolean differs = newest == null || !newest.getHash().equals(file.hash());
        if (newest == null || (plan.adoptFile() && differs)) {
            write(file, newest == null ? 1 : newest.getVersion() + 1);
        }
    }

    /** Samples that make a model version warm, under the policy in force. */
    long warmUpSamples() {
        return warmUpSamples;
    }

    private void adopt(Policy policy) {
        newest = policy;
        try {
            warmUpSamples = PipelineLoader.parsePolicy("policy v" + policy.getVersion(), policy.getYaml())
                    .warmUp()
                    .samples();
        } catch (SpecException notForUs) {
            // The filter ignores it too, loudly. Stopping here would stop every learner that ever starts.
            LOG.error("policy v{} is not valid here and is ignored: {}", policy.getVersion(), notForUs.getMessage());
        }
    }

    private void write(PolicySpec file, int version) {
        Policy policy = new Policy();
        policy.setVersion(version);
        policy.setHash(file.hash());
        policy.setYaml(file.yaml());
        policy.setWho(plan.who());
        policy.setWhy(version == 1 ? "seeded from the pipeline file" : "adopted from the pipeline file");
        policy.setTime(context.currentSystemTimeMs());
        byte[] bytes = codec.encode(policy);
        store.put(KEY, bytes);
        byte[] key = Integer.toString(version).getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, bytes, policy.getTime()), LearnerProcessor.POLICIES);
        adopt(policy);
    }
}
