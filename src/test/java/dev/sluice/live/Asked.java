package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GeneratedRows;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.files.ArrivalOrder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What a command printed that was asked about a pipeline of named classes. */
record Asked(int code, String out, String err) {

    static final int CLASSES = 4;
    static final int ROWS = 3_000;
    private static final String NAMES = "[cat, dog, newt, owl]";

    /** A pipeline that runs and has decided {@link #ROWS} rows. */
    static Live decided(LiveStack stack, String name, String... sets) {
        Map<String, String> all = new HashMap<>(Map.of("classes", NAMES, "policy.warmUp.samples", "500"));
        for (int i = 0; i < sets.length; i += 2) {
            all.put(sets[i], sets[i + 1]);
        }
        Live live = stack.pipeline(name, all);
        live.start(2);
        return live.running()
                .load(new GeneratedRows(ROWS, CLASSES, 3), ArrivalOrder.ofFile(ROWS))
                .atRest(2L * ROWS, ROWS);
    }

    /** Runs a command, with where the pipeline is added to its words. */
    static Asked run(Live live, String... words) throws Exception {
        Path file = Files.createTempFile("pipeline", ".yaml");
        Files.writeString(
                file,
                "name: %s%nclasses: %s%ntopics: {samples: %s, logits: %s}%n"
                        .formatted(
                                live.spec.name(),
                                NAMES,
                                live.spec.topics().samples(),
                                live.spec.topics().logits()));
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-f", file.toString()));
        all.addAll(List.of("--bootstrap-server", live.connection.bootstrapServers()));
        all.addAll(List.of("--schema-registry", live.connection.schemaRegistry()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = SluiceCommand.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(all.toArray(new String[0]));
        Files.delete(file);
        return new Asked(code, out.toString(), err.toString());
    }

    /** What a command reports with {@code --json} that is done. */
    static JsonNode json(Live live, String... words) throws Exception {
        Asked asked = run(live, words);
        assertThat(asked.code()).as(asked.err()).isZero();
        return new ObjectMapper().readTree(asked.out());
    }
}
