package dev.sluice.noise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Which version of each model a snapshot speaks of. Statistics belong to a version, and a new version starts from
 * nothing: the old statistics serve until the new ones have enough samples.
 */
public final class VersionsInForce {

    private VersionsInForce() {}

    /**
     * For each model: the version first seen last that has {@code enough} samples; when none has, the one in force
     * before; when there was none, the version first seen last.
     *
     * @param seen every version seen so far, in the order of first sight
     * @param samples live samples of a version
     * @param enough how many samples make a version warm
     * @param before what was in force until now, at most one version of each model; may be empty
     * @return one version of each model, in the order in which the models were first seen
     */
    public static List<ModelKey> choose(
            List<ModelKey> seen, ToLongFunction<ModelKey> samples, long enough, List<ModelKey> before) {
        Map<String, ModelKey> newest = new LinkedHashMap<>();
        Map<String, ModelKey> warm = new LinkedHashMap<>();
        Map<String, ModelKey> previous = new LinkedHashMap<>();
        for (ModelKey version : seen) {
            newest.put(version.id(), version);
            if (samples.applyAsLong(version) >= enough) {
                warm.put(version.id(), version);
            }
        }
        for (ModelKey version : before) {
            previous.put(version.id(), version);
        }
        return newest.keySet().stream()
                .map(id -> warm.getOrDefault(id, previous.getOrDefault(id, newest.get(id))))
                .toList();
    }
}
