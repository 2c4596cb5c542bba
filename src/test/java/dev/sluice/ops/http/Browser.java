package dev.sluice.ops.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One page of a headless Chromium, spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile, String page) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(page), new Listener())
                .join();
    }

    /** Starts one; the calling test is skipped, and says so, where there is none. */
    static Browser start() throws Exception {
        Path program = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> PROGRAMS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "skipped: no Chromium to show the page in (Debian: apt-get install chromium)");
        Path profile = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("DevTools listening on ws://")) {
                Thread rest = new Thread(() -> drain(lines), "browser-output");
                rest.setDaemon(true);
                rest.start();
                URI at = URI.create("http://"
                        + URI.create(line.substring(line.indexOf("ws://"))).getAuthority() + "/json");
                return new Browser(process, profile, page(at));
            }
        }
        throw new AssertionError("the browser ended");
    }

    // What it says is of no interest, but it must be able to say it.
    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {}
        } catch (IOException closed) {
            // The browser has ended.
        }
    }

    private static String page(URI at) throws Exception {
        String all = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode target : JSON.readTree(all)) {
            if (target.get("type").asText().equals("page")) {
                return target.get("webSocketDebuggerUrl").asText();
            }
        }
        throw new AssertionError("the browser has no page: " + all);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                take(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void take(String message) {
        try {
            JsonNode tree = JSON.readTree(message);
            if (tree.has("id")) {
                answers.remove(tree.get("id").asInt()).complete(tree);
            } else if (tree.path("method").asText().equals("Runtime.exceptionThrown")
                    || tree.at("/params/entry/level").asText().equals("error")) {
                complaints.add(tree.get("params").toString());
            }
        } catch (IOException garbled) {
            complaints.add(garbled.toString());
        }
    }

    /** Calls a method of the protocol; parameters as pairs. */
    JsonNode call(String method, Object... parameters) throws Exception {
        int id = calls.incrementAndGet();
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        ObjectNode named = call.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            named.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(call.toString(), true).join();
        JsonNode tree = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (tree.has("error")) {
            throw new AssertionError(method + ": " + tree.get("error"));
        }
        return tree.get("result");
    }

    /** Opens a page in a window of this size. */
    void open(String address, int width, int height) throws Exception {
        call("Runtime.enable");
        call("Log.enable");
        call(
                "Emulation.setDeviceMetricsOverride",
                "width",
                width,
                "height",
                height,
                "deviceScaleFactor",
                1,
                "mobile",
                false);
        call("Page.navigate", "url", address);
    }

    /** Whether the person prefers dark. */
    void prefersDark(boolean dark) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light")));
    }

    /** What an expression of JavaScript comes to, as text. */
    String eval(String expression) throws Exception {
        JsonNode result =
                call("Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise", true);
        return result.has("exceptionDetails")
                ? "threw " + result.get("exceptionDetails")
                : result.at("/result/value").asText();
    }

    /** The text of an element. */
    String text(String id) throws Exception {
        return eval("document.getElementById('" + id + "').innerText");
    }

    /** Presses and releases a key. */
    void press(String key) throws Exception {
        int code = Map.of("Tab", 9, "ArrowLeft", 37, "ArrowRight", 39, "Enter", 13, "Home", 36)
                .get(key);
        String text = key.equals("Enter") ? "\r" : "";
        call("Input.dispatchKeyEvent", "type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text);
        call("Input.dispatchKeyEvent", "type", "keyUp", "key", key, "windowsVirtualKeyCode", code);
    }

    byte[] screenshot() throws Exception {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", "format", "png")
                        .get("data")
                        .asText());
    }

    /** Exceptions and errors of the console so far, those of the content security policy included. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> all = Files.walk(profile)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException stillGoing) {
            // A child of the browser wrote something last: it is in the temporary folder.
        }
    }
}
