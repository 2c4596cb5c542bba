package dev.sluice.cli;

import dev.sluice.replay.DecidedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of a range should know of the rows that it does not hold. */
final class RangeNotes {

    private RangeNotes() {}

    static List<String> lines(DecidedRows rows) {
        List<String> notes = new ArrayList<>();
        if (rows.deleted() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "note: up to %,d older rows were deleted by the topics' retention and are not in the range",
                    rows.deleted()));
        }
        if (rows.released() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "note: %,d rows are releases from quarantine and are not counted again",
                    rows.released()));
        }
        return notes;
    }
}
