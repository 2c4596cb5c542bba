package dev.sluice.ops.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/** The files of the ops page: ours, and the charting library from its own jar. A fixed list: no path leads elsewhere. */
final class Page {

    private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/dist/";

    private record File(String resource, String type) {}

    private static final Map<String, File> FILES = Map.of(
            "/", new File("/dev/sluice/ops/page/index.html", "text/html; charset=utf-8"),
            "/icon.svg", new File("/dev/sluice/ops/page/icon.svg", "image/svg+xml"),
            "/page.js", new File("/dev/sluice/ops/page/page.js", "text/javascript; charset=utf-8"),
            "/charts.js", new File("/dev/sluice/ops/page/charts.js", "text/javascript; charset=utf-8"),
            "/page.css", new File("/dev/sluice/ops/page/page.css", "text/css; charset=utf-8"),
            "/uplot.js", new File(UPLOT + "uPlot.iife.min.js", "text/javascript; charset=utf-8"),
            "/uplot.css", new File(UPLOT + "uPlot.min.css", "text/css; charset=utf-8"));

    private Page() {}

    static boolean has(String path) {
        return FILES.containsKey(path);
    }

    static Answer of(String path) throws IOException {
        File file = FILES.get(path);
        String resource = file.resource().startsWith(UPLOT) ? file.resource().formatted(version()) : file.resource();
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the distribution lacks " + resource);
            }
            return new Answer(200, file.type(), in.readAllBytes());
        }
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Page.class.getResourceAsStream(WEBJAR)) {
            if (in == null) {
                throw new IOException("the distribution lacks the charting library");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
