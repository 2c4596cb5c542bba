package dev.sluice.spec;

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

    private static final String REGISTRY_PREFIX = "schema.registry.";
    // Named one by one: what is unknown may be a mistyped secret.
    private static final Pattern HARMLESS = Pattern.compile(
            "(schema\\.registry\\.)?(security\\.protocol|sasl\\.mechanism|client\\.(id|rack)|auto\\.register|url"
                    + "|basic\\.auth\\.credentials\\.source|ssl\\.(protocol|enabled\\.protocols|endpoint\\.identification"
                    + "\\.algorithm|(key|trust)store\\.(location|type))|[a-z.]+\\.(ms|bytes|records))");

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
        config.forEach(
                (key, value) -> shown.put(key, HARMLESS.matcher(key).matches() ? redact(value) : Redaction.HIDDEN));
        return "kafka " + redact(bootstrapServers) + ", registry " + redact(schemaRegistry)
                + (shown.isEmpty() ? "" : " " + shown);
    }

    /** A URL without the user and password in it. */
    public static String redact(String url) {
        return Redaction.address(url);
    }
}
