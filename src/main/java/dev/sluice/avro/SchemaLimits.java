package dev.sluice.avro;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What a writer's schema may be. It is somebody else's text, and Avro prepares the reading of it by unfolding it: every use of
 * a record by its name becomes a copy of its fields. A short text can thus stand for more steps than fit any memory, nest
 * deeper than any stack, or describe elements of no bytes, of which a few bytes can claim billions.
 *
 * <ol>
 *   <li>Unfolded it has at most {@value #MOST_STEPS} steps; a use of a record within itself is one step.
 *   <li>Unfolded it is at most {@value #DEEPEST} levels deep.
 *   <li>Elements of an array take at least one byte, so a false count soon comes to the end of the bytes.
 *   <li>No record contains itself but by way of a union, an array or a map: nothing could be such a record.
 * </ol>
 *
 * <p>Both numbers are far above what data has: our largest schema unfolds to fewer than 200 steps on 8 levels. The check
 * unfolds as Avro would, and stops where it is too much. Rejected: measuring each record once, which is quicker for what is
 * refused anyway and wrong for records that contain each other.
 */
final class SchemaLimits {

    /** Most steps. */
    static final int MOST_STEPS = 10_000;

    /** Most levels. */
    static final int DEEPEST = 100;

    private final Deque<Schema> open = new ArrayDeque<>();
    // How many of the open records lie in each other directly, seen from the innermost.
    private int direct;
    private int depth;
    private int steps;

    private SchemaLimits() {}

    /** Why a schema is refused, for a person, or nothing. */
    static Optional<String> breach(Schema schema) {
        try {
            new SchemaLimits().walk(schema);
            return Optional.empty();
        } catch (Breach found) {
            return Optional.of(found.getMessage());
        }
    }

    private static final class Breach extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Breach(String what) {
            super(what, null, false, false);
        }
    }

    /** Answers whether values of this schema can be without bytes. */
    private boolean walk(Schema schema) {
        if (++steps > MOST_STEPS) {
            throw new Breach(String.format(Locale.ROOT, "it unfolds to more than %,d fields", MOST_STEPS));
        }
        if (++depth > DEEPEST) {
            throw new Breach("it is nested deeper than " + DEEPEST + " levels");
        }
        boolean empty = switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> record(schema);
            case ARRAY -> array(schema);
            case MAP -> map(schema);
            case UNION -> union(schema);
            default -> false;
        };
        depth--;
        return empty;
    }

    private boolean record(Schema schema) {
        if (open.stream().anyMatch(record -> record == schema)) {
            return again(schema);
        }
        open.push(schema);
        direct++;
        boolean empty = true;
        for (Schema.Field field : schema.getFields()) {
            empty &= walk(field.schema());
        }
        direct--;
        open.pop();
        return empty;
    }

    private boolean again(Schema schema) {
        if (open.stream().limit(direct).anyMatch(record -> record == schema)) {
            throw new Breach("record " + schema.getFullName() + " contains itself without end");
        }
        return false;
    }

    private boolean array(Schema schema) {
        if (apart(schema.getElementType())) {
            throw new Breach("an array has elements of no bytes");
        }
        return false;
    }

    private boolean map(Schema schema) {
        apart(schema.getValueType());
        return false;
    }

    private boolean union(Schema schema) {
        for (Schema branch : schema.getTypes()) {
            apart(branch);
        }
        return false;
    }

    /** What lies behind at least one byte of its own. */
    private boolean apart(Schema schema) {
        int outside = direct;
        direct = 0;
        boolean empty = walk(schema);
        direct = outside;
        return empty;
    }
}
