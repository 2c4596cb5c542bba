package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --json [FILE]}: the report for machines, on standard output without FILE. Use as a mixin. */
final class JsonOption {

    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            order = 20,
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description = "Report as JSON, into FILE or to standard output.")
    private String target;

    /** Whether a report was asked for. */
    boolean asked() {
        return target != null;
    }

    /** Whether the report goes to standard output, so that nothing else may. */
    boolean ownsStandardOutput() {
        return STANDARD_OUTPUT.equals(target);
    }

    /**
     * Writes the report where it was asked for; does nothing where it was not.
     *
     * @param out standard output
     * @param report a map, a record or a tree
     */
    void write(PrintWriter out, Object report) {
        if (!asked()) {
            return;
        }
        try {
            ObjectWriter json = mapper().writerWithDefaultPrettyPrinter();
            if (ownsStandardOutput()) {
                json.writeValue(out, report);
                out.println();
                out.flush();
            } else {
                try (Writer file = Files.newBufferedWriter(Path.of(target))) {
                    json.writeValue(file, report);
                    file.write(System.lineSeparator());
                }
            }
        } catch (IOException failed) {
            throw new CommandFailure(target + ": the report cannot be written: " + failed.getMessage(), failed);
        }
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .build();
    }
}
