package dev.sluice.cli;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.FilterTopology;
import dev.sluice.stream.LearnerTopology;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice topology describe}: the two Streams applications, their topics and stores. Needs no Kafka. */
@Command(
        name = "describe",
        sortOptions = false,
        description = {
            "Show what runs: the two Kafka Streams applications of a pipeline with their topics and stores.",
            "The mermaid format is a chart that Markdown viewers draw. Nothing is asked of Kafka."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice topology describe -f topologies/quickstart.yaml",
            "  sluice topology describe -f topologies/quickstart.yaml --format mermaid > topology.mmd"
        })
final class TopologyDescribeCommand implements Callable<Integer> {

    /** How it is shown. */
    enum Format {
        text,
        mermaid
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        Map<String, TopologyDescription> applications = new LinkedHashMap<>();
        applications.put(
                pipelineSpec.filterId(), FilterTopology.describe(pipelineSpec).describe());
        applications.put(
                pipelineSpec.learnerId(), LearnerTopology.describe(pipelineSpec).describe());
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.mermaid) {
            out.print(new MermaidChart(applications).text());
        } else {
            applications.forEach((id, description) -> {
                out.println("Application " + id);
                out.println(description.toString().stripTrailing());
                out.println();
            });
        }
        out.flush();
        return ExitCode.DONE;
    }
}
