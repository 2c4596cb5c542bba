package dev.sluice.cli;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.demo.DemoResult;
import dev.sluice.demo.DemoScore;
import dev.sluice.demo.Detection;
import dev.sluice.replay.SideCount;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The demo's result as a newcomer and as a machine read it. */
final class DemoText {

    private static final String INDENT = "  ";

    private DemoText() {}

    static List<String> lines(DemoResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("WHERE EVERYTHING WENT (recounted by id from the topics)");
        VerificationText.lines(result.verification()).forEach(line -> lines.add(INDENT + line));
        lines.add("");
        leftovers(lines, result.score());
        letters(lines, result.score());
        lines.add("HOW GOOD IT IS (the demo knows the truth, the pipeline does not)");
        quality(result.score()).forEach(line -> lines.add(INDENT + line));
        lines.add("");
        examples(lines, result);
        thresholds(lines, result);
        lines.add(String.format(
                Locale.ROOT,
                "SPEED: %,d records in %.1f s, %,.0f a second, with broker, registry and pipeline in one process",
                result.records(),
                result.seconds(),
                result.recordsPerSecond()));
        return lines;
    }

    private static void leftovers(List<String> lines, DemoScore score) {
        lines.add("LEFTOVERS: inputs that ended without a decision");
        TextTable table = new TextTable("rows", "reason", "what happened");
        score.leftovers().forEach((reason, count) -> table.row(number(count), reason, meaning(reason)));
        table.lines().forEach(line -> lines.add(INDENT + line));
        lines.add("");
    }

    private static String meaning(LeftoverReason reason) {
        return switch (reason) {
            case EXPIRED -> "its other half never came";
            case LATE -> "it came after its time";
            case DUPLICATE -> "the sample was known already";
            case SUPERSEDED -> "the sample had its logits already";
            case OUTDATED -> "it waited when the class list changed";
        };
    }

    private static void letters(List<String> lines, DemoScore score) {
        lines.add("DEAD LETTERS: records that could not be used, kept as they came, with the cause in a header");
        TextTable table = new TextTable("rows", "cause");
        score.letters().forEach((cause, count) -> table.row(number(count), cause));
        table.lines().forEach(line -> lines.add(INDENT + line));
        lines.add("");
    }

    private static List<String> quality(DemoScore score) {
        List<String> lines = new ArrayList<>();
        lines.add("labels that are wrong              " + percent(score.noiseRate()));
        lines.add("samples that the model gets right  " + percent(score.modelAccuracy()));
        lines.addAll(new TextTable("finding the wrong labels", "precision", "recall", "F1")
                .row(row("quarantine", score.quarantine()))
                .row(row("plain 'prediction differs from label'", score.predictedOther()))
                .lines());
        return lines;
    }

    private static Object[] row(String what, Detection detection) {
        return new Object[] {
            what, fraction(detection.precision()), fraction(detection.recall()), fraction(detection.f1())
        };
    }

    private static void examples(List<String> lines, DemoResult result) {
        if (result.score().examples().isEmpty()) {
            return;
        }
        ClassList classes = result.spec().classes();
        lines.add("IN QUARANTINE, for example");
        TextTable table = new TextTable("sample", "labelled", "looks like", "P(label wrong)", "in truth");
        for (DemoScore.Example example : result.score().examples()) {
            table.row(
                    example.id(),
                    classes.name(example.given()),
                    classes.name(example.suggested()),
                    fraction(example.pWrong()),
                    classes.name(example.truth()));
        }
        table.lines().forEach(line -> lines.add(INDENT + line));
        lines.add("");
    }

    private static void thresholds(List<String> lines, DemoResult result) {
        if (result.snapshot() == null) {
            return;
        }
        lines.add("THRESHOLDS LEARNT (snapshot " + result.snapshot() + "): how sure the model must be of a class");
        ClassList classes = result.spec().classes();
        TextTable table = new TextTable("class", "threshold");
        for (int k = 0; k < result.thresholds().length; k++) {
            table.row(classes.name(k), fraction(result.thresholds()[k]));
        }
        table.lines().forEach(line -> lines.add(INDENT + line));
        lines.add("");
    }

    static Map<String, Object> json(DemoResult result) {
        VerificationReport verification = result.verification();
        SideCount samples = verification.balance().samples();
        DemoScore score = result.score();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("samples", samples.in());
        json.put("clean", samples.clean());
        json.put("quarantine", samples.quarantine());
        json.put("leftovers", samples.leftovers());
        json.put("deadLetters", samples.deadLetters());
        json.put("pending", samples.pending());
        json.put("parked", samples.parked());
        json.put("balanced", verification.holds());
        json.put("noiseRate", score.noiseRate());
        json.put("modelAccuracy", score.modelAccuracy());
        json.put("precision", score.quarantine().precision());
        json.put("recall", score.quarantine().recall());
        json.put("f1", score.quarantine().f1());
        json.put("f1PredictedNeqGiven", score.predictedOther().f1());
        json.put("recordsPerSecond", result.recordsPerSecond());
        json.put("seconds", result.seconds());
        json.put("logits", VerificationText.json(verification.balance().logits()));
        json.put("leftoversByReason", score.leftovers());
        json.put("deadLettersByCause", score.letters());
        json.put("thresholds", thresholds(result));
        return json;
    }

    private static Map<String, Double> thresholds(DemoResult result) {
        Map<String, Double> thresholds = new LinkedHashMap<>();
        for (int k = 0; k < result.thresholds().length; k++) {
            thresholds.put(result.spec().classes().name(k), result.thresholds()[k]);
        }
        return thresholds;
    }

    private static String fraction(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%5.1f %%", 100 * share);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
