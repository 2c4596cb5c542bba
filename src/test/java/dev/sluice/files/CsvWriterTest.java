package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CsvWriterTest {

    @Test
    void shouldQuoteOnlyWhatWouldBeReadDifferently() throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            csv.row("row", "sample_id", 0.5);
            csv.row(17, "a,b", null);
            csv.row("say \"no\"", "two\nlines", " padded ");
        }

        assertThat(text)
                .hasToString(
                        "row,sample_id,0.5\n" + "17,\"a,b\",\n" + "\"say \"\"no\"\"\",\"two\nlines\",\" padded \"\n");
    }
}
