package dev.sluice.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One line of a file of records.
 *
 * @param file where it stands
 * @param number its line, from 1
 * @param kind what it describes, seen by its content
 * @param fields the JSON object, without {@code event_time}
 * @param eventTime milliseconds since the epoch, empty where the line gives none
 */
public record JsonLine(Path file, long number, Kind kind, ObjectNode fields, OptionalLong eventTime) {

    /** What a line can describe. */
    public enum Kind {
        /** An object with {@code label}. */
        SAMPLE,
        /** An object with {@code logits}. */
        LOGITS
    }

    /** The same line with another value in one field. */
    public JsonLine with(String field, JsonNode value) {
        return new JsonLine(file, number, kind, fields.deepCopy().set(field, value), eventTime);
    }

    /** A fault in this line. */
    public InputFileException fault(String problem) {
        return InputFileException.atLine(file, number, problem);
    }
}
