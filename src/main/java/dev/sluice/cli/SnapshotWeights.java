package dev.sluice.cli;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.ReferenceRows;
import dev.sluice.storm.Rescaler;
import dev.sluice.weight.Scheme;
import dev.sluice.weight.Weighing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What each scheme would make of a snapshot's clean rows: effective sample size, and how many rows have which weight. */
final class SnapshotWeights {

    /** Of a policy with defaults: a snapshot does not know which policy will judge by it. */
    private static final double CUT = .5;

    private static final double FLOOR = .05;
    private static final double CAP = 4;

    private SnapshotWeights() {}

    private static Map<Scheme, Weighing> fitted(ModelStatistics model, Optional<Rescaler> rescaler) {
        Map<Scheme, Weighing> fitted = new LinkedHashMap<>();
        ReferenceRows reference =
                model.posterior().map(PosteriorModel::reference).orElse(ReferenceRows.NONE);
        for (Scheme scheme : Scheme.values()) {
            if (scheme != Scheme.NONE && reference.size() > 0 && (scheme != Scheme.STORM || rescaler.isPresent())) {
                fitted.put(scheme, Weighing.fit(scheme, model, rescaler, (given, pWrong) -> pWrong <= CUT, FLOOR, CAP));
            }
        }
        return fitted;
    }

    static List<String> lines(ModelStatistics model, Optional<Rescaler> rescaler) {
        Map<Scheme, Weighing> fitted = fitted(model, rescaler);
        if (fitted.isEmpty()) {
            return List.of();
        }
        List<Object> head = new ArrayList<>(List.of("weights", "effective size"));
        for (double edge : Weighing.EDGES) {
            head.add(String.format(Locale.ROOT, "%.2f-", edge));
        }
        TextTable table = new TextTable(head.stream().map(Object::toString).toArray(String[]::new));
        fitted.forEach((scheme, weighing) -> {
            List<Object> row = new ArrayList<>(List.of(word(scheme), percent(weighing.effective())));
            for (double share : weighing.histogram()) {
                row.add(percent(share));
            }
            table.row(row.toArray());
        });
        return table.lines();
    }

    static Map<String, Object> json(ModelStatistics model, Optional<Rescaler> rescaler) {
        Map<String, Object> json = new LinkedHashMap<>();
        fitted(model, rescaler).forEach((scheme, weighing) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("effectiveShare", weighing.effective());
            one.put("from", Weighing.EDGES);
            one.put("shares", weighing.histogram());
            json.put(word(scheme), one);
        });
        return json;
    }

    private static String word(Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
