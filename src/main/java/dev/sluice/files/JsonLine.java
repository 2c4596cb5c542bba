package dev.sluice.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * One line of a file of records.
 *
 * @param file where it stands
 * @param number its line, from 1
 * @param kind what it describes, seen by its content
 * @param fields the JSON object
 */
public record JsonLine(Path file, long number, Kind kind, ObjectNode fields) {

    /** What a line can describe. */
    public enum Kind {
        /** An object with {@code label}. */
        SAMPLE,
        /** An object with {@code logits}. */
        LOGITS
    }

    /** A fault in this line. */
    public InputFileException fault(String problem) {
        return InputFileException.atLine(file, number, problem);
    }
}
