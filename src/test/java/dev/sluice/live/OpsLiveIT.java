package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GeneratedRows;
import dev.sluice.ops.TopicArchive;
import dev.sluice.ops.Watch;
import dev.sluice.ops.http.OpsServer;
import dev.sluice.stream.Pipeline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Metrics, health and API of two instances")
class OpsLiveIT {

    private static final int ROWS = 3_000;
    private static final Map<String, String> SETS = Map.of(
            "classes", "[cat, dog, <b>owl</b>, fox]",
            "learning.snapshotEvery", "{records: 150, time: 200ms}",
            "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldShowTheWholePipelineOnEveryInstanceAndGoOnAfterARestart() throws Exception {
        Live live = STACK.pipeline("ops", SETS);
        Pipeline one = live.start(1);
        Pipeline other = live.start(1);
        live.running();
        GeneratedRows rows = new GeneratedRows(ROWS, 4, 17);
        try (Watch watch = new Watch(one, live.spec, live.connection, 2);
                OpsServer server = serve(watch, live)) {
            live.load(rows, IntStream.range(0, ROWS).toArray()).atRest(2L * ROWS, ROWS);

            try (Watch second = new Watch(other, live.spec, live.connection, 2);
                    OpsServer secondServer = serve(second, live)) {
                for (OpsServer each : new OpsServer[] {server, secondServer}) {
                    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                        JsonNode state = get(each, "/api/state");
                        assertThat(state.at("/account/samples").asLong()).isEqualTo(ROWS);
                        assertThat(state.at("/account/clean").asLong()
                                        + state.at("/account/quarantine").asLong())
                                .isEqualTo(ROWS);
                        assertThat(state.at("/account/outOfBalance").asLong()).isZero();
                        assertThat(state.at("/verdict/kind").asText())
                                .as("%s", state.at("/verdict"))
                                .isEqualTo("healthy");
                        assertThat(state.at("/instance/ready").asBoolean())
                                .as("%s", state.at("/instance/parts"))
                                .isTrue();
                    });
                }
                long here = total(metrics(server), "sluice_decided_total");
                long there = total(metrics(secondServer), "sluice_decided_total");
                assertThat(here).as("each shows its own partitions").isBetween(1L, ROWS - 1L);
                assertThat(here + there).isEqualTo(ROWS);
            }
            JsonNode byClass = get(server, "/api/quarantine");
            assertThat(byClass).hasSize(4);
            assertThat(byClass.findValuesAsText("class")).contains("<b>owl</b>");
            long quarantined = 0;
            for (JsonNode row : byClass) {
                quarantined += row.get("quarantine").asLong();
            }
            assertThat(quarantined).isPositive().isEqualTo(live.account().quarantine());
            assertThat(get(server, "/api/thresholds").at("/models/0/thresholds"))
                    .hasSize(4);
            assertThat(get(server, "/api/thresholds?at=2100-01-01")
                            .at("/models/0/samples")
                            .asLong())
                    .isEqualTo(ROWS);
            assertThat(send(server, "/api/thresholds?at=2001-01-01").statusCode())
                    .isEqualTo(404);
            assertThat(send(server, "/api/thresholds?at=yesterday").statusCode())
                    .isEqualTo(400);
            assertThat(get(server, "/api/joint").at("/models/0/rows")).hasSize(4);
            assertThat(get(server, "/api/policies")).hasSize(1);
            assertThat(get(server, "/api/history").get("points").size()).isPositive();
            JsonNode latest = get(server, "/api/latest?limit=5");
            assertThat(latest).hasSize(5).allSatisfy(row -> {
                assertThat(row.get("sampleId").asText()).startsWith("row-");
                assertThat(row.has("payloadBase64")).isFalse();
            });
            assertThat(send(server, "/api/latest?limit=0").statusCode()).isEqualTo(400);
            assertThat(metrics(server))
                    .contains("kafka_stream", "class=\"other\"", "class=\"cat\"", "sluice_threshold{class=\"dog\"")
                    .doesNotContain("class=\"fox\"");

            live.stop(other);
            await("all partitions come here, where they stood")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        assertThat(total(metrics(server), "sluice_decided_total"))
                                .isEqualTo(ROWS);
                        assertThat(total(metrics(server), "sluice_out_of_balance"))
                                .isZero();
                    });
        }
        live.stop(one);
        Pipeline again = live.start(1);
        live.running();
        try (Watch watch = new Watch(again, live.spec, live.connection, 20);
                OpsServer server = serve(watch, live)) {
            await("a restart forgets nothing")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(total(metrics(server), "sluice_decisions_total"))
                            .isEqualTo(ROWS));
        }
    }

    private static OpsServer serve(Watch watch, Live live) throws IOException {
        return new OpsServer(
                watch,
                new TopicArchive(live.spec, live.connection, false),
                new OpsServer.Settings(new InetSocketAddress("127.0.0.1", 0), null));
    }

    private static long total(String metrics, String name) {
        return (long) metrics.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String metrics(OpsServer server) throws Exception {
        return send(server, "/metrics").body();
    }

    private JsonNode get(OpsServer server, String path) throws Exception {
        HttpResponse<String> answer = send(server, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private HttpResponse<String> send(OpsServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
