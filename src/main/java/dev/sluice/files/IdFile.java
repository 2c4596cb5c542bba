package dev.sluice.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sample ids as UTF-8 text, one a line, in the order of the rows. */
public final class IdFile {

    private IdFile() {}

    /**
     * Reads all ids.
     *
     * @throws InputFileException at an empty id, or at the second of two equal ones, naming both lines
     */
    public static List<String> read(Path path) throws IOException {
        List<String> ids = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String id = reader.readLine(); id != null; id = reader.readLine()) {
                int line = ids.size() + 1;
                if (id.isBlank()) {
                    throw InputFileException.atLine(path, line, "is empty: every line is one sample id");
                }
                Integer first = lines.putIfAbsent(id, line);
                if (first != null) {
                    throw InputFileException.atLine(
                            path, line, "id '" + id + "' stands on line " + first + " already: ids must differ");
                }
                ids.add(id);
            }
        } catch (CharacterCodingException notUtf8) {
            throw InputFileException.in(path, "is not UTF-8 text near line " + (ids.size() + 1));
        }
        return ids;
    }
}
