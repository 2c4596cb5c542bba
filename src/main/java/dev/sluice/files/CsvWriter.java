package dev.sluice.files;

import java.io.IOException;
import java.io.Writer;

/** Writes CSV as in RFC 4180, with lines ended by a line feed. A field is quoted only where it must be. */
public final class CsvWriter implements AutoCloseable {

    private final Writer out;

    public CsvWriter(Writer out) {
        this.out = out;
    }

    /** Writes one line; fields are turned to text, null to an empty field. */
    public void row(Object... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            field(fields[i] == null ? "" : fields[i].toString());
        }
        out.write('\n');
    }

    private void field(String text) throws IOException {
        if (!needsQuotes(text)) {
            out.write(text);
            return;
        }
        out.write('"');
        out.write(text.replace("\"", "\"\""));
        out.write('"');
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        // A reader that trims would change an id.
        return !text.isEmpty() && (text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
