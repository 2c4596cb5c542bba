package dev.sluice.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/** Reads JSON lines in UTF-8: one sample or one row of logits a line. Blank lines are passed over. */
public final class JsonlReader implements AutoCloseable {

    /** The one field of a line that is not the record's: its time stamp in Kafka. */
    public static final String EVENT_TIME = "event_time";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // NaN is no JSON, but Python writes it: told apart here, it gets a message of its own further on.
            .configure(JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS, true)
            .build();

    private final Path file;
    private final BufferedReader reader;
    private long number;

    public JsonlReader(Path file) throws IOException {
        this.file = file;
        this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /**
     * The next line, or null at the end.
     *
     * @throws InputFileException when it is neither a sample nor logits
     */
    public JsonLine next() throws IOException {
        String text = readLine();
        while (text != null && text.isBlank()) {
            text = readLine();
        }
        return text == null ? null : parse(text);
    }

    private String readLine() throws IOException {
        number++;
        try {
            return reader.readLine();
        } catch (CharacterCodingException notUtf8) {
            throw InputFileException.atLine(file, number, "is not UTF-8 text, or a line soon after it is not");
        }
    }

    private JsonLine parse(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw InputFileException.atLine(file, number, "is not JSON: " + notJson.getOriginalMessage());
        }
        if (!(node instanceof ObjectNode fields)) {
            throw InputFileException.atLine(file, number, "is not a JSON object: write one object a line");
        }
        boolean sample = fields.has("label");
        if (sample == fields.has("logits")) {
            throw InputFileException.atLine(
                    file,
                    number,
                    sample
                            ? "has both 'label' and 'logits': write a sample and its logits as two lines"
                            : "has neither 'label' (a sample) nor 'logits'");
        }
        OptionalLong time = eventTime(fields.remove(EVENT_TIME));
        return new JsonLine(file, number, sample ? JsonLine.Kind.SAMPLE : JsonLine.Kind.LOGITS, fields, time);
    }

    private OptionalLong eventTime(JsonNode node) {
        if (node == null || node.isNull()) {
            return OptionalLong.empty();
        }
        if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0) {
            return OptionalLong.of(node.longValue());
        }
        try {
            long time = OffsetDateTime.parse(node.textValue() == null ? "" : node.textValue())
                    .toInstant()
                    .toEpochMilli();
            if (time >= 0) {
                return OptionalLong.of(time);
            }
        } catch (DateTimeParseException noTime) {
            // told below
        }
        throw InputFileException.atLine(
                file,
                number,
                EVENT_TIME + " is " + node + ": give whole milliseconds since 1970, or a time with its zone such as"
                        + " \"2026-01-31T12:00:00Z\"");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
