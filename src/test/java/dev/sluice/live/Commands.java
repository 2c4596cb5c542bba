package dev.sluice.live;

import dev.sluice.cli.SluiceCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands of the command line against a pipeline of a test. */
final class Commands {

    private final Live live;
    private final List<String> place = new ArrayList<>();

    /**
     * @param sets what makes its file of quickstart.yaml, as it was made
     */
    Commands(Live live, Map<String, String> sets) {
        this.live = live;
        String name = live.spec.name();
        place.addAll(List.of("-f", "topologies/quickstart.yaml"));
        place.addAll(List.of("--set", "name=" + name, "--set", "topics.samples=" + name + ".samples"));
        place.addAll(List.of("--set", "topics.logits=" + name + ".logits"));
        sets.forEach((key, value) -> {
            if (!key.startsWith("policy")) {
                place.addAll(List.of("--set", key + "=" + value));
            }
        });
    }

    /** What one run gave. */
    record Ran(int code, String out, String err) {}

    /** Runs one command. */
    Ran run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(place);
        all.addAll(List.of("--bootstrap-server", live.connection.bootstrapServers()));
        all.addAll(List.of("--schema-registry", live.connection.schemaRegistry()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = SluiceCommand.commandLine().setOut(new PrintWriter(out, true));
        int code = line.setErr(new PrintWriter(err, true)).execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }
}
