package dev.sluice.spec;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a YAML text into a {@link Tree}: keys given twice are problems, a syntax error names its line and column. */
final class YamlText {

    private static final int LARGEST = 16 * 1024 * 1024;

    private YamlText() {}

    /**
     * Reads one document.
     *
     * @param source name of the file for messages
     * @param line the line that every node gets, or 0 to keep the line in the text
     * @return the tree, a scalar without text for an empty document
     * @throws SpecException for a syntax error
     */
    static Tree read(String source, String text, int line, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        Node node;
        try {
            node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException bad) {
            throw new SpecException(source, "not valid YAML: " + where(bad) + bad.getProblem());
        } catch (YAMLException bad) {
            throw new SpecException(source, "not valid YAML: " + oneLine(bad.getMessage()));
        }
        return node == null ? new Tree.Scalar(Math.max(line, 1), null) : tree(node, "", line, problems, 0);
    }

    private static Tree tree(Node node, String path, int fixed, Problems problems, int depth) {
        int line = fixed > 0 ? fixed : node.getStartMark().getLine() + 1;
        if (depth > 50) {
            throw new SpecException(path, "nested too deeply");
        }
        if (node instanceof ScalarNode scalar) {
            return new Tree.Scalar(line, scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue());
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, path + "[" + items.size() + "]", fixed, problems, depth + 1));
            }
            return new Tree.Items(line, items);
        }
        LinkedHashMap<String, Tree> entries = new LinkedHashMap<>();
        for (NodeTuple entry : ((MappingNode) node).getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String place = Paths.child(path, key);
            Tree value = tree(entry.getValueNode(), place, fixed, problems, depth + 1);
            Tree first = entries.putIfAbsent(key, value);
            if (first != null) {
                problems.add(value, place, "given twice, in lines " + first.line() + " and " + value.line());
            }
        }
        return new Tree.Section(line, entries);
    }

    private static String where(MarkedYAMLException bad) {
        return bad.getProblemMark() == null
                ? ""
                : "line " + (bad.getProblemMark().getLine() + 1) + ", column "
                        + (bad.getProblemMark().getColumn() + 1) + ": ";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").trim();
    }
}
