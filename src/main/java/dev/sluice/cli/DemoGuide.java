package dev.sluice.cli;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;

/** The topics of the demo and how to look at them. */
final class DemoGuide {

    private DemoGuide() {}

    static List<String> lines(PipelineSpec spec, Connection connection, boolean serving) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("TOPICS");
        new TextTable("topic", "what is in it")
                .row(spec.topics().samples() + ", " + spec.topics().logits(), "what came in")
                .row(spec.cleanTopic(), "samples to train on, with weight and decision")
                .row(spec.quarantineTopic(), "suspect samples, with reasons and a suggestion")
                .row(spec.leftoversTopic(), "one row for each input that ended without a decision")
                .row(spec.deadLettersTopic(), "bad records as they came, cause and detail in headers")
                .row(spec.snapshotsTopic(), "what was learnt, every version")
                .lines()
                .forEach(line -> lines.add("  " + line));
        lines.add("");
        if (!serving) {
            lines.add("All of it is gone now. `sluice demo --serve` keeps it up and says how to look at it.");
            return lines;
        }
        String kafka = connection.bootstrapServers();
        String registry = connection.schemaRegistry();
        lines.add("LOOK AT IT, from another terminal");
        lines.add("  ./sluice verify -f topologies/demo.yaml --bootstrap-server " + kafka + " --schema-registry "
                + registry);
        String peek = "  java -cp target/sluice.jar docs/examples/Peek.java " + kafka + " " + registry + " ";
        lines.add(peek + spec.quarantineTopic() + " 3");
        lines.add(peek + spec.deadLettersTopic() + " 3");
        lines.add("  kcat -b " + kafka + " -L        (or any other Kafka client)");
        lines.add("");
        lines.add("Ctrl-C ends it.");
        return lines;
    }
}
