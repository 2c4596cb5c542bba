package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class TopologyDescribeCommandTest {

    private static final String QUICKSTART = "topologies/quickstart.yaml";

    @Test
    void shouldShowBothApplicationsWithTheirTopicsAndStores() {
        Ran ran = Ran.with("topology", "describe", "-f", QUICKSTART, "--set", "name=birds");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("Application birds\n", "Application birds-learner\n", "birds.clean", "birds.snapshots");
    }

    @Test
    void shouldDrawEveryTopicThatIsReadOrWritten() {
        Ran ran = Ran.with("topology", "describe", "-f", QUICKSTART, "--format", "mermaid");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("flowchart LR\n")
                .contains("([\"quickstart.samples\"])", "([\"quickstart.logits\"])", "([\"quickstart.clean\"])")
                .contains("([\"quickstart.tallies\"])", "([\"quickstart.dead-letters\"])")
                .isEqualTo(Ran.with("topology", "describe", "-f", QUICKSTART, "--format", "mermaid")
                        .out());
    }

    @Test
    void shouldRefuseAnUnknownFormat() {
        assertThat(Ran.with("topology", "describe", "-f", QUICKSTART, "--format", "svg"))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(2))
                .satisfies(ran -> assertThat(ran.err()).contains("expected one of [text, mermaid]"));
    }

    @Test
    void shouldDrawTopicsProcessorsAndStores() {
        Topology topology = new Topology();
        topology.addSource("from", "in");
        topology.addProcessor("work", Nothing::new, "from");
        topology.addProcessor("more", Nothing::new, "work");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("kept"), Serdes.String(), Serdes.String()),
                "work",
                "more");
        topology.addSink("to", "out", "more");

        assertThat(new MermaidChart(Map.of("app", topology.describe())).text()).isEqualTo("""
                        flowchart LR
                          n3(["out"])
                          n5(["in"])
                          subgraph n0["app"]
                            n1["more"]
                            n2[("kept")]
                            n4["work"]
                          end
                          n1 --- n2
                          n1 --> n3
                          n4 --- n2
                          n5 --> n4
                          n4 --> n1
                        """);
    }

    private static final class Nothing extends ContextualProcessor<Object, Object, Object, Object> {

        @Override
        public void process(Record<Object, Object> record) {
            context().forward(record);
        }
    }
}
