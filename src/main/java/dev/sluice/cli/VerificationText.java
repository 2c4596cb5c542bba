package dev.sluice.cli;

import dev.sluice.replay.Balance;
import dev.sluice.replay.LedgerCheck;
import dev.sluice.replay.SideCount;
import dev.sluice.replay.VerificationReport;
import dev.sluice.replay.VerificationReport.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A recount as a person and as a machine read it. */
final class VerificationText {

    private VerificationText() {}

    static List<String> lines(VerificationReport report) {
        List<String> lines = new ArrayList<>(table(report.balance()));
        if (report.balance() instanceof Balance.Broken broken) {
            lines.add("OUT OF BALANCE");
            name(lines, "lost (no fate at all)", broken.lost(), report.lost());
            name(lines, "doubled (more than one outcome)", broken.doubled(), report.doubled());
            name(lines, "unfounded (an outcome of what is no input)", broken.unfounded(), report.unfounded());
        } else {
            lines.add("balanced: every input has exactly one fate");
        }
        if (report.released() > 0) {
            lines.add("released from quarantine: " + number(report.released()) + ", in clean beside these");
        }
        if (report.ledger() instanceof LedgerCheck.Differs differs) {
            lines.add("THE LEDGER DISAGREES");
            differs.differences().forEach(line -> lines.add("  " + line));
        } else if (report.ledger() instanceof LedgerCheck.NotCompared not) {
            lines.add("ledger: not compared, " + not.why());
        } else {
            lines.add("ledger: agrees");
        }
        return lines;
    }

    /** Where the inputs went. */
    static List<String> table(Balance balance) {
        SideCount samples = balance.samples();
        SideCount logits = balance.logits();
        return new TextTable("", "samples", "logits")
                .row("taken in", number(samples.in()), number(logits.in()))
                .row("= clean", number(samples.clean()), number(logits.clean()))
                .row("+ quarantine", number(samples.quarantine()), number(logits.quarantine()))
                .row("+ leftovers", number(samples.leftovers()), number(logits.leftovers()))
                .row("+ dead letters", number(samples.deadLetters()), number(logits.deadLetters()))
                .row("+ pending", number(samples.pending()), number(logits.pending()))
                .row("+ parked", number(samples.parked()), number(logits.parked()))
                .row("not read yet", number(samples.unread()), number(logits.unread()))
                .lines();
    }

    private static void name(List<String> lines, String what, Balance.Faults faults, List<Named> named) {
        if (faults.count() == 0) {
            return;
        }
        lines.add(number(faults.count()) + " " + what + (faults.count() > named.size() ? ", the first of them:" : ":"));
        for (Named fault : named) {
            lines.add("  " + (fault.id() == null ? "(no key)" : "'" + fault.id() + "'") + " at " + fault.topic()
                    + " partition " + fault.partition() + " offset " + fault.offset());
        }
    }

    static Map<String, Object> json(VerificationReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("balanced", report.holds());
        json.put("released", report.released());
        json.put("samples", json(report.balance().samples()));
        json.put("logits", json(report.balance().logits()));
        if (report.balance() instanceof Balance.Broken broken) {
            json.put("lost", json(broken.lost(), report.lost()));
            json.put("doubled", json(broken.doubled(), report.doubled()));
            json.put("unfounded", json(broken.unfounded(), report.unfounded()));
        } else {
            Map<String, Object> none = json(new Balance.Faults(0, List.of()), List.of());
            json.put("lost", none);
            json.put("doubled", none);
            json.put("unfounded", none);
        }
        json.put("ledger", json(report.ledger()));
        return json;
    }

    private static Map<String, Object> json(LedgerCheck ledger) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (ledger instanceof LedgerCheck.Differs differs) {
            json.put("agrees", false);
            json.put("differences", differs.differences());
        } else if (ledger instanceof LedgerCheck.NotCompared not) {
            json.put("agrees", null);
            json.put("notCompared", not.why());
        } else {
            json.put("agrees", true);
        }
        return json;
    }

    static Map<String, Object> json(SideCount count) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("in", count.in());
        json.put("clean", count.clean());
        json.put("quarantine", count.quarantine());
        json.put("leftovers", count.leftovers());
        json.put("deadLetters", count.deadLetters());
        json.put("pending", count.pending());
        json.put("parked", count.parked());
        json.put("unread", count.unread());
        return json;
    }

    private static Map<String, Object> json(Balance.Faults faults, List<Named> named) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", faults.count());
        json.put("first", named);
        return json;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
