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
        lines.add("  kcat -b " + kafka + " -L");
        lines.add("  kcat -b " + kafka + " -r " + registry + " -s value=avro -t " + spec.quarantineTopic()
                + " -C -e -c 3");
        lines.add("  kcat -b " + kafka + " -t " + spec.deadLettersTopic() + " -C -e -c 3 -f '%k: %h\\n'");
        lines.add("");
        lines.add("Ctrl-C ends it.");
        return lines;
    }
}
