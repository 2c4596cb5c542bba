package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import dev.sluice.avro.PolicyRequest;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PolicyDraft;
import dev.sluice.spec.PolicySpec;
import dev.sluice.spec.Problem;
import dev.sluice.spec.SpecException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies as the learner keeps them; nobody else writes their topic.
 *
 * <p>The pipeline file's policy becomes the first version when the topic is empty, or the next one when the person who
 * started it said so. Otherwise the topic wins. From then on policies come as requests, each of which names the version
 * that it was made from, so that the answer follows from the order of the requests and from nothing else.
 *
 * <p>Invariants: versions go up by one; a request is answered once, in the transaction that reads it, by a new version or
 * by an answer that says why there is none; nothing that is not valid for this pipeline gets a version.
 *
 * <p>Rejected: to write the topic from the command line (two writers, and a typo in force everywhere at once); and a topic
 * for requests alone (one more to create, to secure and to keep, for a record a week).
 */
final class PolicyBook {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyBook.class);
    private static final byte[] KEY = bytes("policy");
    private static final String ANSWERED = "answered/";
    private static final byte[] YES = {};

    private final LearnerPlan plan;
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<byte[], byte[]> store;
    private final ControlCodec<Policy> codec = new ControlCodec<>(Policy.class);
    private final ControlCodec<PolicyAnswer> answers = new ControlCodec<>(PolicyAnswer.class);
    private final ControlReader<PolicyRequest> requests = new ControlReader<>(PolicyRequest.class);
    private boolean seeded;
    private Policy newest;
    private String newestHash;
    private long warmUpSamples;

    PolicyBook(LearnerPlan plan, ProcessorContext<byte[], byte[]> context, KeyValueStore<byte[], byte[]> store) {
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
        if (seeded) {
            return;
        }
        seeded = true;
        PolicySpec file = plan.spec().policy();
        if (newest == null) {
            write(file, 1, plan.who(), "seeded from the pipeline file", null);
        } else if (plan.adoptFile() && asAtTheStart() && !newestHash.equals(file.hash())) {
            write(file, newest.getVersion() + 1, plan.who(), "adopted from the pipeline file", null);
        }
    }

    // This task may come back to an instance after days: what was set meanwhile is newer than the wish of its start.
    private boolean asAtTheStart() {
        Policy published = plan.newestPolicy();
        return published != null && published.getVersion() == newest.getVersion();
    }

    /** Samples that make a model version warm, under the policy in force. */
    long warmUpSamples() {
        return warmUpSamples;
    }

    /**
     * Answers a request, unless it has been.
     *
     * @return whether another number of samples makes a model warm now
     */
    boolean take(byte[] value) {
        long before = warmUpSamples;
        PolicyRequest request = value == null ? null : requests.read(value);
        if (request != null && !answered(request.getId())) {
            answer(request);
        }
        return warmUpSamples != before;
    }

    private void answer(PolicyRequest request) {
        store.put(bytes(ANSWERED + request.getId()), YES);
        PolicyDraft draft = PolicyDraft.whole("the request", request.getYaml(), plan.spec());
        if (draft.good() && draft.policy().hash().equals(newestHash)) {
            answer(request, List.of());
            return;
        }
        List<String> problems = new ArrayList<>();
        if (request.getBasedOn() != newest.getVersion()) {
            problems.add("made from v" + request.getBasedOn() + ", in force is v" + newest.getVersion() + " since ("
                    + newest.getWho() + ": " + newest.getWhy() + "): look at it with `sluice policy diff v"
                    + request.getBasedOn() + " v" + newest.getVersion() + "`, then set again");
        }
        draft.problems().stream().map(Problem::toString).forEach(problems::add);
        if (problems.isEmpty()) {
            write(draft.policy(), newest.getVersion() + 1, request.getWho(), request.getWhy(), request.getId());
        } else {
            answer(request, problems);
        }
    }

    // By the topic too: a learner that lost its store reads every request again.
    private boolean answered(String id) {
        return store.get(bytes(ANSWERED + id)) != null || plan.answered().contains(id);
    }

    private void adopt(Policy policy) {
        newest = policy;
        newestHash = policy.getHash();
        try {
            PolicySpec spec = PipelineLoader.parsePolicy("policy v" + policy.getVersion(), policy.getYaml());
            warmUpSamples = spec.warmUp().samples();
            // Not as it was written: what is new in this version of Sluice has its default in an older text.
            newestHash = spec.hash();
        } catch (SpecException notForUs) {
            // The filter ignores it too, loudly. Stopping here would stop every learner that ever starts.
            LOG.error("policy v{} is not valid here and is ignored: {}", policy.getVersion(), notForUs.getMessage());
        }
    }

    private void write(PolicySpec spec, int version, String who, String why, String request) {
        Policy policy = new Policy();
        policy.setVersion(version);
        policy.setHash(spec.hash());
        policy.setYaml(spec.yaml());
        policy.setWho(who);
        policy.setWhy(why);
        policy.setTime(context.currentSystemTimeMs());
        policy.setRequest(request);
        byte[] bytes = codec.encode(policy);
        store.put(KEY, bytes);
        send(Integer.toString(version), bytes, policy.getTime());
        adopt(policy);
        LOG.info("policy v{} is in force ({}: {})", version, who, why);
    }

    private void answer(PolicyRequest request, List<String> problems) {
        PolicyAnswer answer = new PolicyAnswer();
        answer.setRequest(request.getId());
        answer.setInForce(newest.getVersion());
        answer.setProblems(problems);
        answer.setBasedOn(request.getBasedOn());
        answer.setYaml(request.getYaml());
        answer.setWho(request.getWho());
        answer.setWhy(request.getWhy());
        answer.setTime(context.currentSystemTimeMs());
        send(ControlKeys.answer(request.getId()), answers.encode(answer), answer.getTime());
        if (!problems.isEmpty()) {
            LOG.warn(
                    "a policy was refused ({}: {}): {}",
                    request.getWho(),
                    request.getWhy(),
                    String.join("; ", problems));
        }
    }

    private void send(String key, byte[] value, long time) {
        context.forward(new Record<>(bytes(key), value, time), LearnerProcessor.POLICIES);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
