package dev.sluice.replay;

import dev.sluice.files.CsvWriter;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Reason;
import java.io.IOException;
import java.io.Writer;
import java.util.stream.Collectors;

/** The {@code decisions.csv} of a rehearsal: one line a sample, in the order of arrival. Numbers round-trip. */
public final class DecisionsCsv implements DecisionSink, AutoCloseable {

    private final CsvWriter csv;

    /** Writes the header line. */
    public DecisionsCsv(Writer out) throws IOException {
        csv = new CsvWriter(out);
        csv.row("row", "sample_id", "given", "route", "p_wrong", "weight", "suggested", "reasons", "snapshot_version");
    }

    @Override
    public void decided(int row, String sampleId, Decision decision) throws IOException {
        csv.row(
                row,
                sampleId,
                decision.givenLabel(),
                decision.route(),
                decision.pWrong(),
                decision.weight(),
                decision.suggestedLabel(),
                decision.reasons().stream().map(Reason::name).collect(Collectors.joining(";")),
                decision.snapshot());
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
