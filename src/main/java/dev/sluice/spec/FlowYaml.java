package dev.sluice.spec;

import java.util.stream.Collectors;

/** Writes a tree as YAML in one line, as it is, whether it makes sense or not. Reads back as an equal tree. */
final class FlowYaml {

    private FlowYaml() {}

    static String write(Tree tree) {
        if (tree instanceof Tree.Section section) {
            return section.entries().entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + write(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (tree instanceof Tree.Items list) {
            return list.items().stream().map(FlowYaml::write).collect(Collectors.joining(", ", "[", "]"));
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        return scalar.absent() ? "null" : quoted(scalar.text());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
