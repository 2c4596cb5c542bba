package dev.sluice.ops;

import dev.sluice.noise.RecentRates;
import java.util.ArrayList;
import java.util.List;

/**
 * Which share was suspected lately.
 *
 * @param given class, -1 for the whole stream
 * @param judged recent samples
 * @param suspected of them
 */
public record Rate(int given, long judged, long suspected) {

    /** The whole stream, then each class that was judged. */
    public static List<Rate> of(RecentRates rates) {
        List<Rate> all = new ArrayList<>();
        if (!rates.none()) {
            all.add(new Rate(-1, rates.judged(), rates.suspected()));
            for (int i = 0; i < rates.classes().length; i++) {
                all.add(new Rate(rates.classes()[i], rates.classJudged()[i], rates.classSuspected()[i]));
            }
        }
        return all;
    }

    /** 0..1. */
    public double share() {
        return judged == 0 ? 0 : (double) suspected / judged;
    }
}
