package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP contract, as a client sees it. */
class EmbeddedRegistryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String A =
            "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}";
    private static final String B = "{\"type\":\"record\",\"name\":\"B\",\"fields\":[]}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private EmbeddedRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = EmbeddedRegistry.start(0, directory);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldGiveOneSchemaOneIdInWhateverSubject() throws Exception {
        assertThat(register("one-value", A)).isEqualTo(1);
        assertThat(register("two-value", B)).isEqualTo(2);
        assertThat(register("two-value", A)).isEqualTo(1);
        assertThat(register("one-value", A)).as("again").isEqualTo(1);
        assertThat(get("/subjects/two-value/versions").toString()).isEqualTo("[1,2]");
        assertThat(get("/subjects").toString()).isEqualTo("[\"one-value\",\"two-value\"]");
    }

    @Test
    void shouldAnswerWithTheRegistrysMediaType() throws Exception {
        HttpResponse<String> answer = send("GET", "/subjects", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.schemaregistry.v1+json");
    }

    @Test
    void shouldFindSchemasByIdByVersionAndByText() throws Exception {
        register("a/b c+d-value", A);
        register("a/b c+d-value", B);
        String subject = "/subjects/a%2Fb%20c+d-value";

        assertThat(JSON.readTree(
                        get("/schemas/ids/1?fetchMaxId=false").get("schema").asText()))
                .isEqualTo(JSON.readTree(A));
        assertThat(get(subject + "/versions/1").get("id").asInt()).isEqualTo(1);
        assertThat(get(subject + "/versions/latest").get("id").asInt()).isEqualTo(2);
        assertThat(get(subject + "/versions/latest").get("subject").asText()).isEqualTo("a/b c+d-value");
        JsonNode found = body(send("POST", subject, request(B)));
        assertThat(found.get("id").asInt()).isEqualTo(2);
        assertThat(found.get("version").asInt()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatItDoesNotKnowInTheRegistrysOwnCodes() throws Exception {
        register("a-value", A);

        assertFault(send("GET", "/schemas/ids/99", null), 404, 40403);
        assertFault(send("GET", "/subjects/none/versions", null), 404, 40401);
        assertFault(send("GET", "/subjects/none/versions/1", null), 404, 40401);
        assertFault(send("GET", "/subjects/a-value/versions/7", null), 404, 40402);
        assertFault(send("GET", "/subjects/a-value/versions/newest", null), 422, 42202);
        assertFault(send("POST", "/subjects/none", request(A)), 404, 40401);
        assertFault(send("POST", "/subjects/a-value", request(B)), 404, 40403);
        assertFault(send("POST", "/subjects/a-value/versions", request("{\"type\":\"nonsense\"}")), 422, 42201);
        assertFault(send("POST", "/subjects/a-value/versions", "not json"), 400, 400);
        assertFault(send("GET", "/no/such/path", null), 404, 404);
        assertFault(send("PUT", "/config", "{\"compatibility\":\"BACKWARD\"}"), 422, 42203);
    }

    @Test
    void shouldSayThatItChecksNoCompatibility() throws Exception {
        assertThat(get("/config").get("compatibilityLevel").asText()).isEqualTo("NONE");
        assertThat(send("PUT", "/config", "{\"compatibility\":\"NONE\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldKeepIdsWhenRestarted() throws Exception {
        register("one-value", A);
        register("two-value", B);
        register("two-value", A);

        registry.close();
        registry = EmbeddedRegistry.start(0, directory);

        assertThat(register("one-value", A)).isEqualTo(1);
        assertThat(register("three-value", B)).isEqualTo(2);
        assertThat(register("three-value", "\"string\"")).as("ids go on").isEqualTo(3);
        assertThat(get("/subjects/two-value/versions/2").get("id").asInt()).isEqualTo(1);
    }

    @Test
    void shouldDropALastLineThatACrashCutOff() throws Exception {
        register("one-value", A);
        registry.close();
        Path journal = directory.resolve("registrations.jsonl");
        Files.writeString(journal, "{\"subject\":\"two-val", StandardOpenOption.APPEND);

        registry = EmbeddedRegistry.start(0, directory);
        register("two-value", B);
        registry.close();
        registry = EmbeddedRegistry.start(0, directory);

        assertThat(get("/subjects").toString()).isEqualTo("[\"one-value\",\"two-value\"]");
    }

    @Test
    void shouldNameTheLineWhenTheJournalIsDamaged() throws Exception {
        registry.close();
        Files.writeString(directory.resolve("registrations.jsonl"), "{}\n");

        assertThatThrownBy(() -> EmbeddedRegistry.start(0, directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("registrations.jsonl line 1: not a registration");
    }

    @Test
    void shouldSayWhichOptionToUseWhenAPortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int taken = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedRegistry.start(taken, null))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessage("port " + taken + " is in use: choose another with --registry-port");
            assertThatThrownBy(() -> EmbeddedKafka.start(taken, null))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessage("port " + taken + " is in use: choose another with --kafka-port");
        }
    }

    private int register(String subject, String schema) throws Exception {
        String path = "/subjects/" + subject.replace("/", "%2F").replace(" ", "%20") + "/versions";
        return body(send("POST", path, request(schema))).get("id").asInt();
    }

    private static String request(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    private JsonNode get(String path) throws Exception {
        return body(send("GET", path, null));
    }

    private static JsonNode body(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void assertFault(HttpResponse<String> answer, int status, int code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("error_code").asInt()).isEqualTo(code);
        assertThat(JSON.readTree(answer.body()).get("message").asText()).isNotBlank();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, publisher)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
