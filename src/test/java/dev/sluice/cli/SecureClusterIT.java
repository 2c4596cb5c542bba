package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.embedded.SecureStack;
import dev.sluice.embedded.TestKeys;
import dev.sluice.spec.Connection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that wants TLS, credentials and rights, and a registry behind HTTPS with basic auth: all commands through a file of
 * client properties, every refusal in one line, and no secret in anything that anybody can read afterwards.
 */
@Timeout(240)
class SecureClusterIT {

    private static final String SASL = "planted-sasl-password-1";
    private static final String TRUST = "planted-trust-password-2";
    private static final String STORE = "planted-store-password-3";
    private static final String KEY = "planted-key-password-4";
    private static final String BASIC = "planted-basic-password-5";
    private static final String URL = "planted-url-password-6";
    private static final List<String> SECRETS = List.of(SASL, TRUST, STORE, KEY, BASIC, URL, "planted-");

    private static final AclOperation[] TOPIC_RIGHTS = {
        AclOperation.READ,
        AclOperation.WRITE,
        AclOperation.CREATE,
        AclOperation.DESCRIBE,
        AclOperation.DESCRIBE_CONFIGS,
        AclOperation.ALTER_CONFIGS
    };

    @TempDir
    static Path folder;

    private static TestKeys keys;
    private static SecureStack stack;

    /** Everything that the commands of all tests let anybody read. */
    private static final Map<String, String> SAID = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        keys = new TestKeys(folder, TRUST, STORE, KEY);
        stack = SecureStack.start(keys, Map.of("reader", BASIC, "url", URL));
        stack.user("sluice", SASL);
        stack.user("half", SASL);
        stack.user("guest", SASL);
        for (String principal : List.of("User:sluice", "User:CN=client")) {
            stack.grant(principal, "vault", ResourceType.TOPIC, TOPIC_RIGHTS);
            stack.grant(principal, "vault", ResourceType.GROUP, AclOperation.READ);
            stack.grant(principal, "vault", ResourceType.TRANSACTIONAL_ID, AclOperation.WRITE);
        }
        stack.grant("User:half", "vault", ResourceType.TOPIC, TOPIC_RIGHTS);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldDoEverythingOverTlsWithRightsToItsOwnNamesOnly() throws Exception {
        String pipeline = pipeline("vault");
        Path config = saslConfig("sluice", SASL);
        assertThat(sluice("topics create", pipeline, config).code()).isZero();
        Process run = process("run", "run", pipeline, config, "--state-dir", folder.resolve("state") + "", "--debug");
        try {
            Ran load = sluice("load", pipeline, config, "--jsonl", rows(40));
            assertThat(load.code()).as(load.err()).isZero();
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                assertThat(run.isAlive()).as(SAID.get("run")).isTrue();
                Ran verify = sluice("verify", pipeline, config, "--json");
                assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
                JsonNode samples = new ObjectMapper().readTree(verify.out()).get("samples");
                assertThat(samples.get("clean").asInt()
                                + samples.get("quarantine").asInt())
                        .isEqualTo(40);
            });
        } finally {
            run.destroy();
            assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(sluice("verify", pipeline, config).out()).contains("balanced", "ledger: agrees");
        assertThat(run.exitValue()).as("stopped when asked to").isZero();

        // Mutual TLS instead of a password, and the registry's credentials in its address.
        Path mutual = config("mutual", Map.of("security.protocol", "SSL"), keys.trust(), keys.identity());
        Ran byCertificate = at(
                stack.mutualBootstrapServers(),
                "https://url:" + URL + "@" + stack.registryAddress(),
                "verify",
                pipeline,
                mutual,
                "--debug");
        assertThat(byCertificate.code()).as(byCertificate.err()).isZero();
        PlantedSecrets.noneInTopics(stack.administrator(), "vault");
        noSecret();
    }

    @Test
    void shouldSayInOneLineWhoRefusedUsAndWhatToDo() throws Exception {
        String pipeline = pipeline("vaulted");
        Path good = saslConfig("sluice", SASL);
        assertThat(sluice("topics create", pipeline, good).code()).isZero();
        String registry = "https://" + stack.registryAddress();
        String kafka = stack.bootstrapServers();

        Path wrong = saslConfig("sluice", "planted-wrong");
        for (String command : List.of("topics create", "run", "verify", "load")) {
            refused(
                    at(kafka, registry, command, pipeline, wrong, input(command)),
                    "the broker refuses the credentials (Authentication failed during authentication due to invalid"
                            + " credentials with SASL mechanism SCRAM-SHA-512): check security.protocol, sasl.mechanism and"
                            + " sasl.jaas.config in --config");
        }
        Path stranger = config("stranger", sasl("sluice", SASL), keys.wrongTrust());
        for (String command : List.of("topics create", "run", "verify", "load")) {
            refused(
                    at(kafka, registry, command, pipeline, stranger, input(command)),
                    "the broker's certificate is not trusted: name its authority with ssl.truststore.location");
        }
        Path guest = saslConfig("guest", SASL);
        for (String command : List.of("topics create", "run", "verify", "load")) {
            refused(at(kafka, registry, command, pipeline, guest, input(command)), "the user has no right to");
        }
        refused(
                at(kafka, registry, "topics create", pipeline, config("plain", Map.of("client.id", "x"))),
                "does it want TLS? then say security.protocol in --config");
        refused(
                at(
                        stack.mutualBootstrapServers(),
                        registry,
                        "topics create",
                        pipeline,
                        config("nobody", Map.of("security.protocol", "SSL"), keys.trust())),
                "the broker does not take our certificate");
        Map<String, String> mistaken = new HashMap<>(keys.trust());
        mistaken.put("ssl.truststore.password", "planted-mistake");
        refused(
                at(kafka, registry, "topics create", pipeline, config("mistaken", sasl("sluice", SASL), mistaken)),
                "Failed to load SSL keystore " + mistaken.get("ssl.truststore.location") + " of type PKCS12");
        refused(
                at(kafka, registry, "topics create", pipeline, config("typo", Map.of("security.protocol", "SASL-SSL"))),
                "check the file of --config");
        noSecret();
    }

    @Test
    void shouldSayInOneLineWhatTheRegistryRefuses() throws Exception {
        String pipeline = pipeline("vault.registry");
        Path good = saslConfig("sluice", SASL);
        assertThat(sluice("topics create", pipeline, good).code()).isZero();
        String rows = rows(2);
        refused(
                at(
                        stack.bootstrapServers(),
                        "https://" + stack.registryAddress(),
                        "load",
                        pipeline,
                        config(
                                "basic",
                                sasl("sluice", SASL),
                                keys.trust(),
                                Map.of("schema.registry.basic.auth.user.info", "reader:planted-wrong")),
                        "--jsonl",
                        rows),
                "check schema.registry.basic.auth.user.info");
        refused(
                at(
                        stack.bootstrapServers(),
                        "https://url:planted-wrong@" + stack.registryAddress(),
                        "load",
                        pipeline,
                        config(
                                "url",
                                sasl("sluice", SASL),
                                keys.trust(),
                                Map.of("schema.registry.basic.auth.credentials.source", "URL")),
                        "--jsonl",
                        rows,
                        "--debug"),
                "HTTP 401");
        refused(
                at(
                        stack.bootstrapServers(),
                        "https://" + stack.registryAddress(),
                        "load",
                        pipeline,
                        config(
                                "untrusted",
                                sasl("sluice", SASL),
                                keys.trust(),
                                Map.of(
                                        "schema.registry.basic.auth.user.info",
                                        "reader:" + BASIC,
                                        "schema.registry.ssl.truststore.location",
                                        keys.wrongTrust().get("ssl.truststore.location"))),
                        "--jsonl",
                        rows),
                "certification path");
        noSecret();
    }

    @Test
    void shouldStopWithTheReasonWhenRightsAreMissingHalfWay() throws Exception {
        String pipeline = pipeline("vault.half");
        assertThat(sluice("topics create", pipeline, saslConfig("sluice", SASL)).code())
                .isZero();

        Process run = process(
                "half",
                "run",
                pipeline,
                saslConfig("half", SASL),
                "--state-dir",
                folder.resolve("half-state") + "",
                "--debug");

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(1);
        String said = Files.readString(folder.resolve("half.log"));
        assertThat(said)
                .containsPattern("the pipeline stopped: the user has no right to (consumer group vault|transact)");
        noSecret();
    }

    @Test
    void shouldFindASecretThatGotOut() throws Exception {
        Path config = saslConfig("sluice", SASL);
        Ran leak = Ran.of(new PlantedSecrets.Leak(), "--config", config.toString());

        assertThat(leak.out()).isNotBlank();
        assertThat(SECRETS).anyMatch(leak.out()::contains);
        assertThat(new Connection("a", "b", Map.of("sasl.jaas.config", SecureStack.jaas("u", SASL))).toString())
                .doesNotContain("planted-");
    }

    private static void refused(Ran ran, String line) {
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.err().lines().findFirst().orElse("")).contains(line);
        if (!ran.err().contains("\tat ")) {
            assertThat(ran.err().strip().lines().filter(text -> !text.startsWith("load ")))
                    .as(ran.err())
                    .hasSize(1);
        }
    }

    private static void noSecret() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                SAID.put(log.toString(), Files.readString(log));
            }
        }
        assertThat(SAID).hasSizeGreaterThan(2);
        SAID.forEach((what, text) ->
                SECRETS.forEach(secret -> assertThat(text).as(what).doesNotContain(secret)));
    }

    private static String pipeline(String name) throws IOException {
        String yaml = "name: " + name + "\nclasses: [cat, dog]\ntopics: {partitions: 2}\n"
                + "policy: {warmUp: {samples: 10, perClass: 1}}\n";
        return Files.writeString(folder.resolve(name + ".yaml"), yaml).toString();
    }

    private static String rows(int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"sample_id\":\"s%d\",\"label\":\"%s\"}\n".formatted(i, i % 2 == 0 ? "cat" : "dog"))
                    .append("{\"sample_id\":\"s%d\",\"model_id\":\"main\",\"logits\":[%d,1],\"out_of_sample\":true}\n"
                            .formatted(i, i % 2 == 0 ? 3 : -1));
        }
        return Files.writeString(folder.resolve("rows-" + count + ".jsonl"), lines)
                .toString();
    }

    private static String[] input(String command) throws IOException {
        return command.equals("load") ? new String[] {"--jsonl", rows(2)} : new String[0];
    }

    private static Map<String, String> sasl(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                SecureStack.jaas(user, password));
    }

    private static Path saslConfig(String user, String password) throws IOException {
        return config(
                user + password.length(),
                sasl(user, password),
                keys.trust(),
                Map.of("schema.registry.basic.auth.user.info", "reader:" + BASIC));
    }

    @SafeVarargs
    private static Path config(String name, Map<String, String>... parts) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map<String, String> part : parts) {
            part.forEach((key, value) -> lines.add(key + "=" + value));
        }
        return Files.write(folder.resolve(name + ".properties"), lines);
    }

    private static Ran sluice(String command, String pipeline, Path config, String... more) {
        return at(stack.bootstrapServers(), "https://" + stack.registryAddress(), command, pipeline, config, more);
    }

    private static Ran at(String kafka, String registry, String command, String pipeline, Path config, String... more) {
        Ran ran = Ran.with(arguments(kafka, registry, command, pipeline, config, more));
        SAID.put(SAID.size() + " " + command, ran.out() + ran.err());
        return ran;
    }

    private static String[] arguments(
            String kafka, String registry, String command, String pipeline, Path config, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("-f", pipeline, "--config", config.toString()));
        arguments.addAll(List.of("--bootstrap-server", kafka, "--schema-registry", registry));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** A process of its own, with a log that says all it can. */
    private static Process process(String name, String command, String pipeline, Path config, String... more)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.Sluice"));
        line.addAll(List.of(arguments(
                stack.bootstrapServers(), "https://" + stack.registryAddress(), command, pipeline, config, more)));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("SLUICE_LOG", "DEBUG");
        return builder.redirectErrorStream(true)
                .redirectOutput(new File(folder.resolve(name) + ".log"))
                .start();
    }
}
