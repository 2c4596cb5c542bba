package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.FaultyRegistry;
import dev.sluice.FaultyRegistry.Fault;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a question costs at most, and what is said, for every way in which a registry can go wrong. */
class RegistryFaultsTest {

    private static final long DEADLINE_MILLIS = 300;
    private static final String GOOD =
            FaultyRegistry.schemaAnswer(RegistryConfig.portableText(RecordSchemas.of(Logits.class)));

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldSayWhatIsWrongWithinTheDeadlineAndAskAgainLater(Fault fault) throws Exception {
        try (FaultyRegistry server = FaultyRegistry.holding(path -> GOOD)) {
            Registry registry = connect(server.url());
            server.become(fault);
            long start = System.nanoTime();

            assertThatThrownBy(() -> registry.schema(5))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageStartingWith("schema registry " + server.url() + " gave no answer")
                    .hasMessageNotContaining("\n")
                    .message()
                    .containsPattern(fault.said());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(fault == Fault.DOWN || server.hits(fault) > 0)
                    .as("the fault was met")
                    .isTrue();
            await("the connection is given up").until(() -> server.connections() == 0);
            server.become(Fault.NONE);
            assertThat(registry.schema(5).getName()).isEqualTo("Logits");
        }
    }

    @Test
    void shouldWaitForAnAnswerThatIsOnlySlow() throws Exception {
        try (FaultyRegistry server = FaultyRegistry.holding(path -> GOOD)) {
            server.delay(DEADLINE_MILLIS / 3);

            assertThat(connect(server.url()).schema(5).getName()).isEqualTo("Logits");
        }
    }

    // A question takes as many requests as the schema refers to others: the deadline is for all of them.
    @Test
    void shouldHoldTheDeadlineOverAllRequestsOfAQuestion() throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (FaultyRegistry server =
                FaultyRegistry.holding(path -> "{\"schema\":\"\\\"string\\\"\",\"references\":[{\"name\":\"n"
                        + next.incrementAndGet() + "\",\"subject\":\"s\",\"version\":" + next + "}]}")) {
            server.delay(DEADLINE_MILLIS / 3);
            long start = System.nanoTime();

            assertThatThrownBy(() -> connect(server.url()).schema(5))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("no complete answer within " + DEADLINE_MILLIS + " ms");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(server.hits(Fault.NONE)).as("requests").isBetween(2, 4);
        }
    }

    @Test
    void shouldFailOverWithinTheDeadlineToAnAddressThatAnswers() throws Exception {
        for (Fault fault :
                new Fault[] {Fault.DOWN, Fault.SILENT, Fault.TRICKLING_BODY, Fault.UNAVAILABLE_503, Fault.PAGE}) {
            try (FaultyRegistry ill = FaultyRegistry.holding(path -> GOOD);
                    FaultyRegistry well = FaultyRegistry.holding(path -> GOOD)) {
                ill.become(fault);

                assertThat(connect(ill.url() + "," + well.url()).schema(5).getName())
                        .as("%s", fault)
                        .isEqualTo("Logits");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"nothing\"} | MUST be a primitive type",
                "{\"type\":\"record\",\"name\":\"a-b\",\"fields\":[]} | Illegal character",
                "{\"type\":\"record\",\"name\":\"A\"} | no fields",
                "7 | not yet supported"
            })
    void shouldCallItAFaultOfTheSchemaWhenAHealthyRegistryHoldsWhatAvroRefuses(String text, String why)
            throws Exception {
        try (FaultyRegistry server = FaultyRegistry.holding(path -> FaultyRegistry.schemaAnswer(text))) {
            assertThatThrownBy(() -> connect(server.url()).schema(5))
                    .isInstanceOfSatisfying(
                            UnknownSchemaException.class,
                            denied -> assertThat(denied.letterCause()).isEqualTo(LetterCause.INCOMPATIBLE_SCHEMA))
                    .hasMessageContaining("has a schema id 5 that Avro refuses: ")
                    .hasMessageContaining(why);
        }
    }

    @Test
    void shouldRefuseASchemaThatIsNestedTooDeepToBeRead() throws Exception {
        String deep = "{\"type\":\"array\",\"items\":".repeat(900) + "\"int\"" + "}".repeat(900);
        String monster = "{\"type\":\"array\",\"items\":".repeat(100_000) + "\"int\"" + "}".repeat(100_000);
        try (FaultyRegistry server =
                FaultyRegistry.holding(path -> FaultyRegistry.schemaAnswer(path.contains("/6") ? monster : deep))) {
            Registry registry = Registry.connect(server.url(), Map.of());

            assertThat(registry.schema(5).getType()).isEqualTo(Schema.Type.ARRAY);
            assertThatThrownBy(() -> registry.schema(6)).isInstanceOf(UnknownSchemaException.class);
        }
    }

    @Test
    void shouldLeaveTheRestOfTheProgramItsRedirects() {
        connect("http://127.0.0.1:1");

        assertThat(HttpURLConnection.getFollowRedirects())
                .as("nothing was switched for the whole JVM")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "3001", "60000", "-1", "soon"})
    void shouldRefuseADeadlineThatATransactionWouldNotSurvive(String millis) {
        assertThatThrownBy(() ->
                        Registry.connect("http://127.0.0.1:1", Map.of("schema.registry.http.read.timeout.ms", millis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.http.read.timeout.ms: " + millis + " is outside 1..3000");
    }

    @Test
    void shouldNotPretendToCheckTheHost() {
        assertThatThrownBy(() -> Registry.connect(
                        "https://127.0.0.1:1", Map.of("schema.registry.ssl.endpoint.identification.algorithm", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.ssl.endpoint.identification.algorithm=https");
    }

    private static Registry connect(String url) {
        return Registry.connect(url, Map.of("schema.registry.http.read.timeout.ms", "" + DEADLINE_MILLIS));
    }
}
