package dev.sluice.ops.http;

import static dev.sluice.ops.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person who asks sees, and what one who attacks does not. The pipeline behind it is made up. */
class OpsServerTest {

    private static final String TOKEN = "a-token-of-some-length";

    private final Stage stage = new Stage();
    private final HttpClient http = HttpClient.newHttpClient();
    private OpsServer server;

    private void serve(String token) throws Exception {
        server = stage.serve(token);
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/page.js",
                "/charts.js",
                "/page.css",
                "/uplot.js",
                "/uplot.css",
                "/metrics",
                "/health/live",
                "/api/state",
                "/api/history",
                "/nothing"
            })
    void shouldAllowNothingButItsOwnFiles(String path) throws Exception {
        serve(null);
        HttpResponse<String> answer = send("GET", path);

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(answer.headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cache-control", List.of("no-store"))
                .doesNotContainKey("access-control-allow-origin");
        if (!path.equals("/uplot.js")) { // whose first line names its home
            assertThat(answer.body().contains("https://")).isFalse();
        }
    }

    @Test
    void shouldAnswerEveryQuestion() throws Exception {
        stage.history.take(stage.reading.snapshot(), 5);
        serve(null);

        assertThat(json("/api/state").at("/verdict/kind").asText()).isEqualTo("healthy");
        assertThat(json("/api/state").at("/instance/ready").asBoolean()).isTrue();
        assertThat(json("/api/thresholds").at("/models/0/thresholds/cat").asDouble())
                .isEqualTo(.5);
        assertThat(json("/api/thresholds?at=2026-01-01T00:00:00%2B01:00")
                        .get("snapshot")
                        .asText())
                .isEqualTo("1.7");
        assertThat(json("/api/joint").at("/models/0/rows")).hasSize(3);
        assertThat(json("/api/quarantine")).isEmpty();
        assertThat(json("/api/policies")).hasSize(1);
        assertThat(json("/api/history").get("points")).hasSize(1);
        assertThat(json("/api/latest?limit=5").at("/0/pWrong").asDouble()).isEqualTo(.9);
        assertThat(json("/health/ready").get("ok").asBoolean()).isTrue();
        assertThat(send("GET", "/metrics").body()).isEqualTo("# none\n");
    }

    @Test
    void shouldSayThatItIsNotReadyAndWhy() throws Exception {
        stage.reading = reading().running(false).build();
        serve(null);
        HttpResponse<String> answer = send("GET", "/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"name\":\"running\",\"ok\":false");
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/latest?limit=0,            400",
        "GET,  /api/latest?limit=501,          400",
        "GET,  /api/latest?limit=-1,           400",
        "GET,  /api/thresholds?at=yesterday,   400",
        "GET,  /api/thresholds?at=1999-01-01,  404",
        "GET,  /api/nothing,                   404",
        "GET,  /../../etc/passwd,              404",
        "GET,  /%2e%2e/%2e%2e/etc/passwd,      404",
        "GET,  /page.js/,                      404",
        "POST, /api/state,                     405",
        "PUT,  /,                              405",
        "DELETE, /api/policies,                405",
    })
    void shouldRefuseWhatItDoesNotHave(String method, String path, int status) throws Exception {
        serve(null);
        assertThat(send(method, path).statusCode()).isEqualTo(status);
    }

    @Test
    void shouldRefuseWhatIsTooLong() throws Exception {
        serve(null);
        assertThat(send("GET", "/" + "x".repeat(3_000)).statusCode()).isEqualTo(414);
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 9\r\n\r\n123456789"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void shouldAnswerOnlyToItsOwnNameWithoutAToken() throws Exception {
        serve(null);
        String line = "GET /api/state HTTP/1.1\r\nConnection: close\r\nHost: ";

        assertThat(raw(line + "rebound.example\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw(line + "localhost.rebound.example:80\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw(line + "localhost:80\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void shouldNotListenForOthersWithoutAToken(String address) {
        assertThatThrownBy(() -> new OpsServer.Settings(new InetSocketAddress(address, 0), null))
                .hasMessageContaining("needs --http-token-file");
    }

    @Test
    void shouldWantTheTokenForAllThatSpeaksOfThePipeline() throws Exception {
        serve(TOKEN);
        for (String path : List.of("/api/state", "/api/events", "/api/latest", "/metrics", "/nothing")) {
            assertThat(send("GET", path).statusCode()).as(path).isEqualTo(401);
            assertThat(send("GET", path, "Authorization", "Bearer " + TOKEN + "x")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send("GET", path, "Authorization", TOKEN).statusCode()).isEqualTo(401);
            assertThat(send("GET", path + "?token=" + TOKEN).statusCode()).isEqualTo(401);
        }
        assertThat(send("GET", "/api/state", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/").body()).doesNotContain("pets");
    }

    @Test
    void shouldSayWithoutDetailsThatALookUpFailed() throws Exception {
        stage.fault = new IllegalStateException("secret row\nforged line");
        serve(null);
        HttpResponse<String> answer = send("GET", "/api/latest");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void shouldLookUpForOneAtATime() throws Exception {
        stage.slow = new CountDownLatch(1);
        serve(null);
        List<CompletableFuture<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            asked.add(http.sendAsync(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + server.address().getPort() + "/api/latest"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .thenApply(HttpResponse::statusCode));
        }
        await().until(() -> asked.stream().anyMatch(CompletableFuture::isDone));
        stage.slow.countDown();

        assertThat(asked).extracting(CompletableFuture::join).containsExactlyInAnyOrder(200, 503);
        assertThat(send("GET", "/api/latest").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSendTheStateAsEvents() throws Exception {
        serve(null);
        HttpResponse<InputStream> events = http.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + server.address().getPort() + "/api/events"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = events.body()) {
            String start = new String(in.readNBytes(200), StandardCharsets.UTF_8);
            assertThat(start).startsWith("event: state\ndata: {\"pipeline\":\"pets\"");
        }
        assertThat(send("HEAD", "/api/events").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSeatAFewListenersAndTurnOthersAway() throws Exception {
        serve(null);
        List<HttpResponse<InputStream>> seated = new ArrayList<>();
        for (int i = 0; i <= Events.MOST; i++) {
            seated.add(http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.address().getPort() + "/api/events"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream()));
        }

        assertThat(seated).last().extracting(HttpResponse::statusCode).isEqualTo(503);
        assertThat(seated.get(0).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        for (HttpResponse<InputStream> one : seated) {
            one.body().close();
        }
    }

    @Test
    void shouldSlowDownWhoAsksTooMuch() throws Exception {
        serve(null);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            statuses.add(send("HEAD", "/health/live").statusCode());
        }

        assertThat(statuses.subList(0, 90)).containsOnly(200);
        assertThat(statuses).contains(429);
    }
}
