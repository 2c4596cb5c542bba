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

/** Reads JSON lines in UTF-8: one sample or one row of logits a line. Blank lines are passed over. */
public final class JsonlReader implements AutoCloseable {

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
        return new JsonLine(file, number, sample ? JsonLine.Kind.SAMPLE : JsonLine.Kind.LOGITS, fields);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
