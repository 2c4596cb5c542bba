package dev.sluice.avro;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** What the registry client is told: keys as it wants them, short time-outs, and schemas without our private marks. */
final class RegistryConfig {

    private static final String NAMESPACE = "schema.registry.";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    private static final String CONNECT_MS = "http.connect.timeout.ms";
    private static final String ANSWER_MS = "http.read.timeout.ms";
    private static final String TIME_OUT_MS = "2000";

    /** A stream thread waits that long for an answer, and its transaction (10 s) must outlive that several times. */
    private static final int LONGEST_MS = 3000;

    private RegistryConfig() {}

    /** The addresses in a list with commas. */
    static List<String> addresses(String urls) {
        return Arrays.stream(urls.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** Whether schemas may be registered. */
    static boolean autoRegister(Map<String, String> config) {
        String value = config.getOrDefault(Registry.AUTO_REGISTER, "true").strip();
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(Registry.AUTO_REGISTER + ": '" + value + "' is neither true nor false");
        }
        return Boolean.parseBoolean(value);
    }

    /**
     * Keys without their {@code schema.registry.}, which go before the brokers' {@code ssl.*}. The client reads basic auth
     * only with its source named, and waits a minute for an answer: both are put right here. What was configured stays.
     */
    static Map<String, String> forClient(Map<String, String> config) {
        Map<String, String> settings = new HashMap<>(config);
        config.forEach((key, value) -> {
            if (key.startsWith(NAMESPACE)) {
                settings.put(key.substring(NAMESPACE.length()), value);
            }
        });
        settings.remove(Registry.AUTO_REGISTER);
        settings.remove(Registry.AUTO_REGISTER.substring(NAMESPACE.length()));
        if (settings.containsKey(USER_INFO)) {
            settings.putIfAbsent(CREDENTIALS_SOURCE, "USER_INFO");
        }
        settings.putIfAbsent(CONNECT_MS, TIME_OUT_MS);
        settings.putIfAbsent(ANSWER_MS, TIME_OUT_MS);
        return settings;
    }

    /** How long a question may take in all, from the connection to the last byte of the answer. */
    static Duration deadline(Map<String, String> settings) {
        return millis(settings, ANSWER_MS);
    }

    /** How long a connection to one address may take. */
    static Duration connectTimeout(Map<String, String> settings) {
        return millis(settings, CONNECT_MS);
    }

    private static Duration millis(Map<String, String> settings, String key) {
        String value = settings.get(key).strip();
        if (!value.matches("[0-9]{1,4}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > LONGEST_MS) {
            throw new IllegalArgumentException(
                    NAMESPACE + key + ": " + value + " is outside 1.." + LONGEST_MS + " (milliseconds)");
        }
        return Duration.ofMillis(Integer.parseInt(value));
    }

    /** A URL for messages: without {@code user:password@}. */
    static String withoutCredentials(String urls) {
        return urls.replaceAll("//(?:(?!://)[^\\s\"'<>])*@", "//");
    }

    /**
     * A schema as everybody should see it: our generated classes carry a mark for Java strings, which is nobody else's
     * business, and would make the same schema from {@code schemas/} another one to the registry.
     */
    static String portableText(Schema schema) {
        String marked = schema.toString();
        return new Schema.Parser()
                .parse(marked.replace(",\"avro.java.string\":\"String\"", ""))
                .toString();
    }

    /** What went wrong, and where that came from, in one line. */
    static String oneLine(Throwable fault) {
        String line = describe(fault);
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String origin = describe(root);
        if (!line.contains(origin)) {
            line += ": " + origin;
        }
        return line.length() <= 300 ? line : line.substring(0, 297) + "...";
    }

    private static String describe(Throwable fault) {
        String text = fault.getMessage() == null ? "" : fault.getMessage();
        text = withoutCredentials(text.replaceAll("\\s+", " ").strip());
        return text.isEmpty() ? fault.getClass().getSimpleName() : text;
    }
}
