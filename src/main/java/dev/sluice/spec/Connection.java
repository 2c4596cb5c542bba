package dev.sluice.spec;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How to reach Kafka and the schema registry.
 *
 * <p>Prints itself without secrets, so that it may be logged.
 *
 * @param bootstrapServers {@code host:port}, several by comma
 * @param schemaRegistry URL of the registry, several by comma
 * @param config everything else as in a client properties file: {@code ssl.*}, {@code sasl.*} and so on for Kafka,
 *     {@code schema.registry.*} for the registry
 */
public record Connection(String bootstrapServers, String schemaRegistry, Map<String, String> config) {

    /** Where {@code sluice stack} listens. */
    public static final String DEFAULT_BOOTSTRAP = "127.0.0.1:9092";

    /** Where the registry of {@code sluice stack} listens. */
    public static final String DEFAULT_REGISTRY = "http://127.0.0.1:8081";

    private static final String HIDDEN = "[hidden]";
    private static final String REGISTRY_PREFIX = "schema.registry.";
    private static final Pattern SECRET =
            Pattern.compile("password|secret|jaas|token|credential|user\\.info|private|keystore\\.key|api\\.key");
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");

    public Connection {
        config = Map.copyOf(config);
    }

    /** The parts that {@code sluice stack} starts. */
    public static Connection local() {
        return new Connection(DEFAULT_BOOTSTRAP, DEFAULT_REGISTRY, Map.of());
    }

    /** Properties for a Kafka client of any kind: bootstrap servers, and all that is not the registry's. */
    public Properties kafka() {
        Properties properties = new Properties();
        config.forEach((key, value) -> {
            if (!key.startsWith(REGISTRY_PREFIX)) {
                properties.setProperty(key, value);
            }
        });
        properties.setProperty("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** Settings of the registry client: the keys {@code schema.registry.*}, without {@code url}. */
    public Map<String, String> registry() {
        Map<String, String> settings = new TreeMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(REGISTRY_PREFIX)) {
                settings.put(key, value);
            }
        });
        return settings;
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        config.forEach((key, value) -> shown.put(key, secret(key) ? HIDDEN : redact(value)));
        return "kafka " + redact(bootstrapServers) + ", registry " + redact(schemaRegistry)
                + (shown.isEmpty() ? "" : " " + shown);
    }

    private static boolean secret(String key) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    /** A URL without the user and password in it. */
    public static String redact(String url) {
        return USER_INFO.matcher(url).replaceAll("//" + HIDDEN + "@");
    }
}
