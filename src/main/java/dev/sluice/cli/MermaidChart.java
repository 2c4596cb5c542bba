package dev.sluice.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.GlobalStore;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;

/**
 * Draws Streams applications as a Mermaid flowchart: topics as rounded boxes, processors as boxes in the frame of their
 * application, stores as drums. Sources and sinks are left out, the arrows go straight to the topics. The same
 * topologies always give the same text.
 */
final class MermaidChart {

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final List<String> frames = new ArrayList<>();
    private final Set<String> arrows = new LinkedHashSet<>();

    /**
     * @param applications what to draw, by application id
     */
    MermaidChart(Map<String, TopologyDescription> applications) {
        applications.forEach(this::draw);
    }

    String text() {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        topics.forEach(topic -> text.append("  ").append(topic).append('\n'));
        frames.forEach(line -> text.append("  ").append(line).append('\n'));
        arrows.forEach(arrow -> text.append("  ").append(arrow).append('\n'));
        return text.toString();
    }

    private void draw(String application, TopologyDescription description) {
        frames.add("subgraph " + id("application", application) + "[\"" + application + "\"]");
        description.subtopologies().stream()
                .sorted(Comparator.comparingInt(Subtopology::id))
                .flatMap(part -> part.nodes().stream().sorted(Comparator.comparing(Node::name)))
                .forEach(node -> draw(application, node));
        description.globalStores().stream()
                .sorted(Comparator.comparingInt(GlobalStore::id))
                .forEach(store -> draw(application, store));
        frames.add("end");
    }

    private void draw(String application, Node node) {
        if (!(node instanceof Processor processor)) {
            return;
        }
        String id = box(application, processor);
        for (Node before : sorted(processor.predecessors())) {
            if (before instanceof Source source) {
                topicsOf(source).forEach(topic -> arrows.add(topic(topic) + " --> " + id));
            }
        }
        for (Node after : sorted(processor.successors())) {
            if (after instanceof Sink sink) {
                arrows.add(id + " --> " + topic(sink.topic() == null ? "chosen by the record" : sink.topic()));
            } else {
                arrows.add(id + " --> " + id(application, after.name()));
            }
        }
    }

    private void draw(String application, GlobalStore store) {
        String id = box(application, store.processor());
        topicsOf(store.source()).forEach(topic -> arrows.add(topic(topic) + " -. everywhere .-> " + id));
    }

    private String box(String application, Processor processor) {
        String id = id(application, processor.name());
        frames.add("  " + id + "[\"" + processor.name() + "\"]");
        for (String store : new TreeSet<>(processor.stores())) {
            String drum = id(application + "/store", store);
            String line = "  " + drum + "[(\"" + store + "\")]";
            if (!frames.contains(line)) {
                frames.add(line);
            }
            arrows.add(id + " --- " + drum);
        }
        return id;
    }

    private String topic(String name) {
        String id = id("topic", name);
        topics.add(id + "([\"" + name + "\"])");
        return id;
    }

    private static Set<String> topicsOf(Source source) {
        return source.topicSet() == null
                ? Set.of(String.valueOf(source.topicPattern()))
                : new TreeSet<>(source.topicSet());
    }

    private static List<Node> sorted(Set<Node> nodes) {
        return nodes.stream().sorted(Comparator.comparing(Node::name)).toList();
    }

    private String id(String kind, String name) {
        return ids.computeIfAbsent(kind + "/" + name, unseen -> "n" + ids.size());
    }
}
