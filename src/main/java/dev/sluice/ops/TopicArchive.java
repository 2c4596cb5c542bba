package dev.sluice.ops;

import dev.sluice.avro.Policy;
import dev.sluice.noise.Snapshot;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.SnapshotHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topics of a pipeline. Reading leaves no trace in them. */
public final class TopicArchive implements Archive {

    private final PipelineSpec spec;
    private final Connection connection;
    private final LatestQuarantine latest;

    /** @param payloads whether samples themselves may be shown */
    public TopicArchive(PipelineSpec spec, Connection connection, boolean payloads) {
        this.spec = spec;
        this.connection = connection;
        this.latest = new LatestQuarantine(connection, spec, payloads);
    }

    @Override
    public Optional<Past> snapshotAt(long moment) {
        SnapshotHistory.Kept[] found = {null};
        try (SnapshotHistory history = new SnapshotHistory(connection, spec)) {
            history.forEach(kept -> found[0] = kept.time() <= moment ? kept : found[0]);
            Snapshot then = found[0] == null ? null : found[0].snapshot().orElse(null);
            return then == null || !then.classListHash().equals(spec.classes().hash())
                    ? Optional.empty()
                    : Optional.of(new Past(then, found[0].time()));
        }
    }

    @Override
    public List<Map<String, Object>> latest(int limit) throws Exception {
        return latest.rows(limit);
    }

    @Override
    public List<Map<String, Object>> policies() {
        List<Map<String, Object>> all = new ArrayList<>();
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
}
