package dev.sluice.cli;

import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which pipeline: {@code -f FILE} with {@code --set key.path=value} on top. Use as a mixin. */
final class PipelineOptions {

    @Option(
            names = {"-f", "--file"},
            order = 1,
            paramLabel = "FILE",
            description = "The pipeline, such as topologies/quickstart.yaml.")
    private Path file;

    @Option(
            names = "--set",
            order = 2,
            paramLabel = "KEY=VALUE",
            description = "A value in place of the file's, such as policy.mode=shadow. Repeatable; the value is YAML.")
    private Map<String, String> sets = new LinkedHashMap<>();

    /** Whether a file or a value was given; without either the defaults need not be asked for. */
    boolean given() {
        return file != null || !sets.isEmpty();
    }

    /** The pipeline of the file, which must say its classes. */
    PipelineSpec load() {
        if (file == null) {
            throw new Misuse("-f FILE is missing: name the pipeline, for example -f topologies/quickstart.yaml");
        }
        return PipelineLoader.load(file, sets);
    }

    /** The pipeline of the file, or of all defaults without one; its classes may come from the data. */
    PipelineSpec loadForData() {
        return file == null ? PipelineLoader.defaultsForData(sets) : PipelineLoader.loadForData(file, sets);
    }
}
