package dev.sluice.ops.http;

import dev.sluice.noise.Snapshot;
import dev.sluice.ops.Archive;
import dev.sluice.ops.Health;
import dev.sluice.ops.History;
import dev.sluice.ops.Observed;
import dev.sluice.ops.Reading;
import dev.sluice.ops.Verdict;
import dev.sluice.ops.Views;
import dev.sluice.replay.Range;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * The read-only API. What was learnt, what was chosen and what was counted come from topics that every instance reads, so it
 * does not matter which one is asked; only {@code instance} speaks of the one that answers. What must be looked up in Kafka
 * is looked up for one who asks at a time.
 */
final class Api {

    private static final int MOST_ROWS = 500;

    private final Observed watch;
    private final ClassList classes;
    private final Archive archive;
    private final Semaphore lookingUp = new Semaphore(1);

    Api(Observed watch, Archive archive) {
        this.watch = watch;
        this.classes = watch.classes();
        this.archive = archive;
    }

    /** The answer to a path below {@code /api/}. */
    Answer answer(String path, Map<String, String> query) throws Exception {
        return switch (path) {
            case "state" -> Answer.json(200, state());
            case "thresholds" -> thresholds(query.get("at"));
            case "joint" -> learnt() == null ? nothing() : Answer.json(200, Views.joint(learnt(), classes));
            case "quarantine" ->
                Answer.json(200, Views.quarantine(watch.reading().all(), classes));
            case "latest" -> latest(query.getOrDefault("limit", "50"));
            case "policies" -> lookUp(() -> Answer.json(200, archive.policies()));
            case "history" ->
                Answer.json(
                        200,
                        Map.of(
                                "classes",
                                classes.names().subList(0, Math.min(History.CLASSES, classes.size())),
                                "leftOut",
                                Math.max(0, classes.size() - History.CLASSES),
                                "baselines",
                                watch.history().baselines(),
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
        state.put("pipeline", watch.pipeline());
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
                                        ? classes.name(open.givenClass().getAsInt())
                                        : "all",
                        "suspected", open.suspected(),
                        "judged", open.judged(),
                        "limit", open.limit())));
        state.put("breakers", breakers);
        state.put("account", Views.account(reading.all()));
        Map<String, Object> instance = new LinkedHashMap<>();
        instance.put("ready", ready.ok());
        instance.put("parts", ready.parts());
        Map<String, Object> partitions = new TreeMap<>();
        reading.books().forEach((partition, books) -> {
            Long oldest = reading.oldest().get(partition);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("lagRecords", reading.lag().getOrDefault(partition, 0L));
            one.put("lagSeconds", reading.lagMillis(partition) / 1e3);
            one.put("oldestSeconds", oldest == null ? null : Math.max(0, reading.time() - oldest) / 1e3);
            one.put("ahead", reading.ahead(partition, books.ledger()));
            partitions.put("" + partition, one);
        });
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
                                    learnt(), watch.history().newestTime().orElse(0), classes));
        }
        long moment = Range.time(at).toEpochMilli();
        return lookUp(() -> {
            Optional<Archive.Past> then = archive.snapshotAt(moment);
            return then.isEmpty()
                    ? Answer.text(404, "there was no snapshot of this class list at " + Range.time(at) + "\n")
                    : Answer.json(
                            200,
                            Views.thresholds(then.get().snapshot(), then.get().time(), classes));
        });
    }

    private Answer latest(String limit) throws Exception {
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MOST_ROWS) {
            return Answer.text(400, "limit must be 1.." + MOST_ROWS + "\n");
        }
        return lookUp(() -> Answer.json(200, archive.latest(Integer.parseInt(limit))));
    }

    private Answer lookUp(Callable<Answer> work) throws Exception {
        if (!lookingUp.tryAcquire()) {
            return Answer.text(503, "somebody else is looking something up: ask again in a moment\n");
        }
        try {
            return work.call();
        } finally {
            lookingUp.release();
        }
    }
}
