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

    /** The folder of the file, which files that it names are relative to. */
    Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /** The pipeline of the file, which must say its classes. */
    PipelineSpec load() {
        return load(sets);
    }

    private PipelineSpec load(Map<String, String> values) {
        if (file == null) {
            throw new Misuse("-f FILE is missing: name the pipeline, for example -f topologies/quickstart.yaml");
        }
        return PipelineLoader.load(file, values);
    }

    /** The pipeline of the file, for a command that lays the values of {@link #policySets} over another policy. */
    PipelineSpec loadBesidePolicy() {
        Map<String, String> others = new LinkedHashMap<>(sets);
        others.keySet().removeAll(policySets().keySet());
        return load(others);
    }

    /** The values that were given for the policy, by the path of their key. */
    Map<String, String> policySets() {
        Map<String, String> ofPolicy = new LinkedHashMap<>(sets);
        ofPolicy.keySet().removeIf(key -> !key.equals("policy") && !key.startsWith("policy."));
        return ofPolicy;
    }

    /** The pipeline of the file, or of all defaults without one; its classes may come from the data. */
    PipelineSpec loadForData() {
        return file == null ? PipelineLoader.defaultsForData(sets) : PipelineLoader.loadForData(file, sets);
    }
}
