package dev.sluice.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps registrations over restarts, so that records on disk stay readable: one JSON object a line, in the order in which
 * they came, forced to disk before the registration is answered. A last line that was cut off by a crash was never
 * answered, and is dropped.
 */
final class RegistryJournal implements AutoCloseable {

    private static final String NAME = "registrations.jsonl";

    private final ObjectMapper json = new ObjectMapper();
    private final FileChannel file;

    private RegistryJournal(FileChannel file) {
        this.file = file;
    }

    /** Opens the journal of a directory, and puts what it says into the contents. */
    static RegistryJournal open(Path directory, RegistryContents contents) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve(NAME);
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        RegistryJournal journal = new RegistryJournal(file);
        try {
            journal.replay(path, contents);
            return journal;
        } catch (IOException damaged) {
            file.close();
            throw damaged;
        }
    }

    private void replay(Path path, RegistryContents contents) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int start = 0;
        int line = 1;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                String text = new String(bytes, start, at - start, StandardCharsets.UTF_8);
                restore(path + " line " + line++, text, contents);
                start = at + 1;
            }
        }
        file.truncate(start);
        file.position(start);
    }

    private void restore(String place, String text, RegistryContents contents) throws IOException {
        try {
            JsonNode entry = json.readTree(text);
            contents.restore(
                    entry.required("subject").asText(),
                    entry.required("id").asInt(),
                    entry.required("schema").asText());
        } catch (JsonProcessingException | IllegalArgumentException | RegistryFault damaged) {
            throw new IOException(place + ": not a registration: " + damaged.getMessage(), damaged);
        }
    }

    /** Writes a registration down; on disk when this returns. */
    synchronized void add(RegistryContents.Version added) throws IOException {
        String entry = json.createObjectNode()
                .put("subject", added.subject())
                .put("version", added.version())
                .put("id", added.id())
                .put("schema", added.schema())
                .toString();
        ByteBuffer bytes = ByteBuffer.wrap((entry + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
