package dev.sluice.noise;

import java.util.Objects;

/**
 * One version of one model. Statistics belong to a version: probabilities of different versions are not comparable.
 *
 * @param id which model
 * @param version version of its parameters
 */
public record ModelKey(String id, String version) implements Comparable<ModelKey> {

    public ModelKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }

    @Override
    public int compareTo(ModelKey other) {
        int byId = id.compareTo(other.id);
        return byId != 0 ? byId : version.compareTo(other.version);
    }

    @Override
    public String toString() {
        return id + "@" + version;
    }
}
