package dev.sluice.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every version in which a record was released, from {@code schemas/history/v<n>/}, and the one in the code. While the
 * code's schema is that of the newest release it has that version; once it has been changed it is the next one.
 */
final class SchemaHistory {

    /** Newest directory under {@code schemas/history}: a release is frozen by adding one, and nothing else. */
    static final int RELEASED = newest();

    private static final String PRESENT_IN_ALL = "Sample";

    private final TreeMap<Integer, Schema> versions = new TreeMap<>();
    private final int current;

    private SchemaHistory(Schema schema) {
        for (int version = 1; version <= RELEASED; version++) {
            Schema released = load(version, schema.getName());
            if (released != null) {
                versions.put(version, released);
            }
        }
        Schema newest = versions.get(RELEASED);
        this.current = newest != null && sameBytes(newest, schema) ? RELEASED : RELEASED + 1;
        versions.put(current, schema);
    }

    static SchemaHistory of(Schema schema) {
        return new SchemaHistory(schema);
    }

    /** Version of the schema in the code. */
    int currentVersion() {
        return current;
    }

    /** The schema of a version, null when the record did not exist then. */
    Schema schema(int version) {
        return versions.get(version);
    }

    /** All of them, oldest first. */
    Collection<Schema> schemas() {
        return versions.values();
    }

    /** By version. */
    Map<Integer, Schema> byVersion() {
        return versions;
    }

    private static boolean sameBytes(Schema one, Schema other) {
        return SchemaNormalization.toParsingForm(one).equals(SchemaNormalization.toParsingForm(other));
    }

    private static int newest() {
        int version = 0;
        while (SchemaHistory.class.getResource(path(version + 1, PRESENT_IN_ALL)) != null) {
            version++;
        }
        return version;
    }

    private static String path(int version, String name) {
        return "/schemas/history/v" + version + "/" + name + ".avsc";
    }

    private static Schema load(int version, String name) {
        String path = path(version, name);
        try (InputStream text = SchemaHistory.class.getResourceAsStream(path)) {
            return text == null ? null : new Schema.Parser().parse(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path + " from the program's own files", unreadable);
        }
    }
}
