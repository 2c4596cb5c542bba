package dev.sluice.avro;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Why records of one schema cannot be read as another, in words and with the names of the fields. */
final class Incompatibilities {

    private static final Pattern FIELD = Pattern.compile("^/fields/(\\d+)/");

    private Incompatibilities() {}

    /** What stands between the two, all of it in one line; empty when nothing does. */
    static String describe(Schema writer, Schema reader) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(found -> describe(found, reader))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String describe(Incompatibility found, Schema reader) {
        return switch (found.getType()) {
            case READER_FIELD_MISSING_DEFAULT_VALUE -> "field " + found.getMessage() + " is missing";
            case TYPE_MISMATCH ->
                place(found, reader) + "needs " + type(found.getReaderFragment()) + ", found "
                        + type(found.getWriterFragment());
            case MISSING_UNION_BRANCH ->
                place(found, reader) + "may be " + type(found.getWriterFragment()) + ", needs "
                        + type(found.getReaderFragment());
            case NAME_MISMATCH ->
                place(found, reader) + "needs " + found.getReaderFragment().getFullName() + ", found "
                        + found.getWriterFragment().getFullName();
            case MISSING_ENUM_SYMBOLS -> place(found, reader) + "has symbols that are unknown: " + found.getMessage();
            case FIXED_SIZE_MISMATCH -> place(found, reader) + found.getMessage();
        };
    }

    /** The field of the record in which it was found. */
    private static String place(Incompatibility found, Schema reader) {
        Matcher field = FIELD.matcher(found.getLocation() + "/");
        if (reader.getType() != Schema.Type.RECORD || !field.find()) {
            return "";
        }
        return "field "
                + reader.getFields().get(Integer.parseInt(field.group(1))).name() + " ";
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getFullName();
            case ARRAY -> "array of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            case UNION ->
                schema.getTypes().stream().map(Incompatibilities::type).collect(Collectors.joining(" or "));
            default -> schema.getName();
        };
    }
}
