package dev.sluice.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.sluice.files.JsonLine;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.Nearest;
import java.util.List;
import java.util.Optional;

/**
 * Labels that are written by name. A number is always an index and a text always a name, so that with classes called
 * {@code "3"} and {@code "5"} nothing has to be guessed. Classes without names are called by their index.
 */
final class LabelNames {

    private static final int LISTED = 10;

    private final Optional<ClassList> classes;

    /** @param classes the pipeline's; empty when only the data says how many there are, then a label is an index */
    LabelNames(Optional<ClassList> classes) {
        this.classes = classes;
    }

    /**
     * The line with its label as an index; the same line when it is none yet to be turned.
     *
     * @throws dev.sluice.files.InputFileException when no class has this name
     */
    JsonLine indexed(JsonLine line) {
        JsonNode label = line.fields().get("label");
        if (label == null || !label.isTextual()) {
            return line;
        }
        return line.with("label", IntNode.valueOf(index(line, label.textValue())));
    }

    private int index(JsonLine line, String name) {
        ClassList known = classes.orElseThrow(() -> line.fault("label '" + shown(name)
                + "' is a name, and no pipeline says the names: list them as classes: [...] or write an index"));
        int index = known.indexOfName(name);
        if (index >= 0) {
            return index;
        }
        if (known.counted()) {
            throw line.fault("label '" + shown(name) + "' is a name, and the pipeline has classes: " + known.size()
                    + " without names: list them as classes: [...] or write an index");
        }
        throw line.fault("label '" + shown(name) + "' is not a class, "
                + Nearest.to(name, known.names())
                        .map(near -> "did you mean " + near + "?")
                        .orElseGet(() -> "the classes are " + listed(known.names())));
    }

    /** What to add to the complaint about an index out of range. */
    String hint(int index) {
        return classes.filter(known -> known.indexOfName(Integer.toString(index)) >= 0)
                .map(known -> "; the class named " + index + " is written as a text: \"" + index + "\"")
                .orElse("");
    }

    private static String listed(List<String> names) {
        return names.size() <= LISTED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, LISTED)) + " and " + (names.size() - LISTED) + " more";
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
