package dev.sluice.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** HTTP to {@link RegistryApi} and back: paths, status codes, and the registry's media type. */
final class RegistryHandler implements HttpHandler {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int LARGEST_BODY = 4 << 20;

    private final ObjectMapper json = new ObjectMapper();
    private final RegistryApi api;

    RegistryHandler(RegistryApi api) {
        this.api = api;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            List<String> path = segments(exchange.getRequestURI().getRawPath());
            try {
                send(exchange, 200, api.answer(exchange.getRequestMethod(), path, body));
            } catch (RegistryFault fault) {
                send(
                        exchange,
                        fault.status(),
                        json.createObjectNode().put("error_code", fault.code()).put("message", fault.getMessage()));
            } catch (IOException | RuntimeException broken) {
                send(
                        exchange,
                        500,
                        json.createObjectNode()
                                .put("error_code", 50001)
                                .put("message", "Error in the embedded registry: " + broken.getMessage()));
            }
        }
    }

    private void send(HttpExchange exchange, int status, Object answer) throws IOException {
        byte[] bytes = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static List<String> segments(String rawPath) {
        return Arrays.stream(rawPath.split("/"))
                .filter(segment -> !segment.isEmpty())
                // A plus is a plus in a path.
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }
}
