package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the registry says, and what that means: an answer, "unknown", "refused", or an outage. */
class ConfluentRegistryTest {

    private static final Schema LOGITS = RecordSchemas.of(Logits.class);
    private static final String SUBJECT = "q.logits-value";

    @Test
    void shouldFindByIdWhatItRegistered() throws Exception {
        try (EmbeddedRegistry server = EmbeddedRegistry.start(0, null)) {
            int id = connect(server.url()).register(SUBJECT, LOGITS);

            Registry other = connect(server.url());
            assertThat(other.schema(id).toString())
                    .as("others see plain Avro, without our marks for Java")
                    .isEqualTo(RegistryConfig.portableText(LOGITS))
                    .doesNotContain("avro.java.string");
            assertThat(other.id(SUBJECT, LOGITS)).isEqualTo(id);
            assertThat(other.register(SUBJECT, LOGITS)).isEqualTo(id);
        }
    }

    @Test
    void shouldSayUnknownWhenAHealthyRegistryDoesNotKnow() throws Exception {
        try (EmbeddedRegistry server = EmbeddedRegistry.start(0, null)) {
            Registry registry = connect(server.url());

            assertThatThrownBy(() -> registry.schema(77))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessage("schema registry " + server.url() + " does not know schema id 77");
            assertThatThrownBy(() -> registry.id(SUBJECT, LOGITS))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining("dev.sluice.avro.Logits")
                    .hasMessageContaining(SUBJECT);
        }
    }

    @Test
    void shouldAskAgainAfterUnknown() throws Exception {
        try (EmbeddedRegistry server = EmbeddedRegistry.start(0, null)) {
            Registry registry = connect(server.url());
            assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(UnknownSchemaException.class);

            connect(server.url()).register(SUBJECT, LOGITS);

            assertThat(registry.schema(1).getName()).isEqualTo("Logits");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"error_code\":50001,\"message\":\"store\"}",
                "503 | gone fishing",
                "401 | {\"error_code\":401,\"message\":\"who are you\"}",
                "403 | {\"error_code\":40301,\"message\":\"no\"}",
                "429 | slow down",
                "404 | <html>nothing here</html>",
                "404 | {\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
                "200 | <html>welcome to the hotel</html>",
                "200 | {}",
                "200 | []",
                "200 | {\"schema\":\"rubbish\"}"
            })
    void shouldCallEverythingThatIsNoAnswerAnOutage(int status, String body) throws Exception {
        try (StubRegistry server = new StubRegistry().answering(status, body)) {
            Registry registry = connect(server.url());

            assertThatThrownBy(() -> registry.schema(5))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageStartingWith("schema registry " + server.url())
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "401", "403", "404"})
    void shouldCallItAnOutageToo_WhenRegisteringGetsNoAnswer(int status) throws Exception {
        try (StubRegistry server = new StubRegistry().answering(status, "<html>no</html>")) {
            Registry registry = connect(server.url());

            assertThatThrownBy(() -> registry.register(SUBJECT, LOGITS))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(() -> registry.id(SUBJECT, LOGITS)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void shouldCallARefusedConnectionAnOutage() throws Exception {
        Registry registry = connect("http://127.0.0.1:" + freePort());

        assertThatThrownBy(() -> registry.schema(5)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldNotWaitLongForASilentRegistry() throws Exception {
        try (StubRegistry server = new StubRegistry().answering(0, "")) {
            Registry registry = Registry.connect(server.url(), Map.of("schema.registry.http.read.timeout.ms", "100"));

            assertThatThrownBy(() -> registry.schema(5)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void shouldTryTheNextAddressWhenOneIsDown() throws Exception {
        try (EmbeddedRegistry server = EmbeddedRegistry.start(0, null)) {
            Registry registry = connect("http://127.0.0.1:" + freePort() + ", " + server.url());

            assertThat(registry.register(SUBJECT, LOGITS)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void shouldNotFollowARedirectWithItsCredentials(int status) throws Exception {
        try (StubRegistry elsewhere = new StubRegistry();
                StubRegistry server = new StubRegistry().redirecting(status, elsewhere.url())) {
            Registry registry =
                    Registry.connect(server.url(), Map.of("schema.registry.basic.auth.user.info", "me:secret"));

            assertThatThrownBy(() -> registry.schema(5))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("redirects elsewhere");
            assertThatThrownBy(() -> registry.register(SUBJECT, LOGITS))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void shouldSendBasicAuthAndKeepItOutOfMessages() throws Exception {
        try (StubRegistry server = new StubRegistry().answering(401, "{\"error_code\":401,\"message\":\"no\"}")) {
            Registry configured =
                    Registry.connect(server.url(), Map.of("schema.registry.basic.auth.user.info", "me:secret"));
            Registry inUrl = connect(server.url().replace("http://", "http://me:secret@"));

            assertThatThrownBy(() -> configured.schema(5))
                    .hasMessageContaining("check schema.registry.basic.auth.user.info")
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> inUrl.schema(5)).hasMessageNotContaining("secret");
            assertThat(server.credentials()).isNotEmpty().containsOnly("Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void shouldLookUpOnlyWhenRegistrationIsOff() throws Exception {
        try (EmbeddedRegistry server = EmbeddedRegistry.start(0, null)) {
            Registry registry = Registry.connect(server.url(), Map.of(Registry.AUTO_REGISTER, "false"));

            assertThatThrownBy(() -> registry.register(SUBJECT, LOGITS))
                    .isInstanceOf(SchemaRefusedException.class)
                    .hasMessageContaining(
                            "register schemas/history/v" + SchemaHistory.RELEASED + "/Logits.avsc under " + SUBJECT)
                    .hasMessageContaining("schema.registry.auto.register=true");
            int id = connect(server.url()).register(SUBJECT, LOGITS);
            assertThat(registry.register(SUBJECT, LOGITS)).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @CsvSource({"409, 409", "422, 42201", "422, 42205"})
    void shouldSayRefusedWhenTheSchemaIsNotTaken(int status, int code) throws Exception {
        String body = "{\"error_code\":" + code + ",\"message\":\"incompatible with an earlier schema\"}";
        try (StubRegistry server = new StubRegistry().answering(status, body)) {
            assertThatThrownBy(() -> connect(server.url()).register(SUBJECT, LOGITS))
                    .isInstanceOf(SchemaRefusedException.class)
                    .hasMessageContaining("incompatible with an earlier schema")
                    .hasMessageContaining(SUBJECT);
        }
    }

    @Test
    void shouldCallASchemaOfAnotherKindAFaultOfTheRecord() throws Exception {
        try (StubRegistry server = new StubRegistry()
                .answering(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}")) {
            assertThatThrownBy(() -> connect(server.url()).schema(5))
                    .isInstanceOfSatisfying(BadRecordException.class, bad -> {
                        assertThat(bad.letterCause()).isEqualTo(LetterCause.INCOMPATIBLE_SCHEMA);
                        assertThat(bad.detail()).isEqualTo("schema id 5 is of type PROTOBUF, AVRO is needed");
                    });
        }
    }

    @Test
    void shouldPutTogetherASchemaThatRefersToAnother() throws Exception {
        String inner = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Inner\\\",\\\"fields\\\":[]}";
        String outer = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Outer\\\",\\\"fields\\\":"
                + "[{\\\"name\\\":\\\"i\\\",\\\"type\\\":\\\"Inner\\\"}]}";
        try (StubRegistry server = new StubRegistry()
                .answering(
                        "/schemas/ids/5",
                        200,
                        "{\"schema\":\"" + outer
                                + "\",\"references\":[{\"name\":\"Inner\",\"subject\":\"inner\",\"version\":1}]}")
                .answering(
                        "/subjects/inner/versions/1",
                        200,
                        "{\"subject\":\"inner\",\"version\":1,\"id\":4,\"schema\":\"" + inner + "\"}")) {
            Schema schema = connect(server.url()).schema(5);

            assertThat(schema.getField("i").schema().getName()).isEqualTo("Inner");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithItsSettings() {
        assertThatThrownBy(() -> connect("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Registry.connect("http://127.0.0.1:1", Map.of(Registry.AUTO_REGISTER, "nein")))
                .hasMessage("schema.registry.auto.register: 'nein' is neither true nor false");
        assertThatThrownBy(() -> Registry.connect(
                        "https://127.0.0.1:1", Map.of("ssl.truststore.location", "/no/such/truststore.jks")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truststore");
    }

    private static Registry connect(String url) {
        return Registry.connect(url, Map.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
