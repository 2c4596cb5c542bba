package dev.sluice.ops.http;

import dev.sluice.avro.Policy;
import dev.sluice.noise.Snapshot;
import dev.sluice.ops.Health;
import dev.sluice.ops.LatestQuarantine;
import dev.sluice.ops.Ledgers;
import dev.sluice.ops.Reading;
import dev.sluice.ops.Verdict;
import dev.sluice.ops.Views;
import dev.sluice.ops.Watch;
import dev.sluice.replay.Range;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.SnapshotHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The read-only API. What was learnt, what was chosen and what was counted come from topics that every instance reads, so it
 * does not matter which one is asked; only {@code instance} speaks of the one that answers.
 */
final class Api implements AutoCloseable {

    private static final int MOST_ROWS = 500;

    private final Watch watch;
    private final PipelineSpec spec;
    private final Connection connection;
    private final Ledgers ledgers;
    private final LatestQuarantine latest;

    Api(Watch watch, PipelineSpec spec, Connection connection, boolean payloads) {
        this.watch = watch;
        this.spec = spec;
        this.connection = connection;
        this.ledgers = new Ledgers(connection, spec, watch::brokerAnswers);
        this.latest = new LatestQuarantine(connection, spec, payloads);
    }

    /** The answer to a path below {@code /api/}. */
    Answer answer(String path, Map<String, String> query) throws Exception {
        return switch (path) {
            case "state" -> Answer.json(200, state());
            case "thresholds" -> thresholds(query.get("at"));
            case "joint" -> learnt() == null ? nothing() : Answer.json(200, Views.joint(learnt(), spec.classes()));
            case "quarantine" -> Answer.json(200, Views.quarantine(ledgers.read(), spec.classes()));
            case "latest" -> latest(query.getOrDefault("limit", "50"));
            case "policies" -> Answer.json(200, policies());
            case "history" ->
                Answer.json(
                        200,
                        Map.of(
                                "classes",
                                spec.classes().names(),
                                "points",
                                watch.history().points()));
            default ->
                Answer.text(
                        404,
                        "no such answer; there are state, thresholds, joint, quarantine, latest, policies,"
                                + " history and events below /api/\n");
        };
    }

    /** All that changes from second to second. */
    Map<String, Object> state() {
        Reading reading = watch.reading();
        Verdict verdict = watch.verdict();
        Health ready = watch.ready();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("pipeline", spec.name());
        state.put("time", reading.time());
        state.put("verdict", Map.of("kind", verdict.kind().shown(), "cause", verdict.cause()));
        state.put(
                "snapshot",
                reading.snapshot() == null ? null : reading.snapshot().version().toString());
        state.put("policy", reading.policy() == null ? null : reading.policy().version());
        state.put(
                "models",
                reading.snapshot() == null
                        ? List.of()
                        : reading.snapshot().models().stream()
                                .map(model -> model.model().toString())
                                .toList());
        List<Object> breakers = new ArrayList<>();
        reading.breakers()
                .forEach(open -> breakers.add(Map.of(
                        "class",
                                open.givenClass().isPresent()
                                        ? spec.classes().name(open.givenClass().getAsInt())
                                        : "all",
                        "suspected", open.suspected(),
                        "judged", open.judged(),
                        "limit", open.limit())));
        state.put("breakers", breakers);
        state.put("account", Views.account(ledgers.read()));
        Map<String, Object> instance = new LinkedHashMap<>();
        instance.put("ready", ready.ok());
        instance.put("parts", ready.parts());
        Map<String, Object> partitions = new TreeMap<>();
        reading.books()
                .forEach((partition, books) -> partitions.put(
                        "" + partition,
                        Map.of(
                                "lagRecords", reading.lag().getOrDefault(partition, 0L),
                                "lagSeconds", reading.lagMillis(partition) / 1e3,
                                "ahead", reading.ahead(partition, books.ledger()))));
        instance.put("partitions", partitions);
        state.put("instance", instance);
        return state;
    }

    private Snapshot learnt() {
        return watch.reading().snapshot();
    }

    private static Answer nothing() {
        return Answer.text(404, "nothing is learnt yet\n");
    }

    private Answer thresholds(String at) throws Exception {
        if (at == null) {
            return learnt() == null
                    ? nothing()
                    : Answer.json(
                            200,
                            Views.thresholds(
                                    learnt(), watch.history().newestTime().orElse(0), spec.classes()));
        }
        long moment = Range.time(at).toEpochMilli();
        SnapshotHistory.Kept[] found = {null};
        try (SnapshotHistory history = new SnapshotHistory(connection, spec)) {
            history.forEach(kept -> found[0] = kept.time() <= moment ? kept : found[0]);
        }
        Snapshot then = found[0] == null ? null : found[0].snapshot().orElse(null);
        return then == null || then.classes() != spec.classes().size()
                ? Answer.text(404, "there was no snapshot of this class list at " + Range.time(at) + "\n")
                : Answer.json(200, Views.thresholds(then, found[0].time(), spec.classes()));
    }

    private Answer latest(String limit) throws Exception {
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MOST_ROWS) {
            return Answer.text(400, "limit must be 1.." + MOST_ROWS + "\n");
        }
        return Answer.json(200, latest.rows(Integer.parseInt(limit)));
    }

    private List<Object> policies() {
        List<Object> all = new ArrayList<>();
        for (Policy policy : new ControlTopics(connection, spec).policies().values()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("version", policy.getVersion());
            one.put("hash", policy.getHash());
            one.put("who", policy.getWho());
            one.put("when", policy.getTime());
            one.put("why", policy.getWhy());
            one.put("yaml", policy.getYaml());
            all.add(one);
        }
        return all;
    }

    @Override
    public void close() {
        ledgers.close();
    }
}
