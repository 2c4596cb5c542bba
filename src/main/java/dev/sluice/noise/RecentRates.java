package dev.sluice.noise;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which share of the samples was suspected lately, overall and of each given class, as a snapshot carries it. Counts, not
 * quotients, so that whoever reads them knows how much they rest on. The arrays are shared, not copied: nobody may write
 * to them.
 *
 * @param policy version of the policy that suspected, 0 where nothing was judged
 * @param judged samples that were judged lately
 * @param suspected of them, those that were suspected
 * @param classes given classes with judged samples, ascending
 * @param classJudged samples of each that were judged lately; a class looks back on fewer rows than the whole, so these do
 *     not add up to {@code judged}
 * @param classSuspected of them, those that were suspected
 */
public record RecentRates(
        int policy, long judged, long suspected, int[] classes, long[] classJudged, long[] classSuspected) {

    /** Nothing was judged yet. */
    public static final RecentRates NONE = new RecentRates(0, 0, 0, new int[0], new long[0], new long[0]);

    public RecentRates {
        boolean sound = judged == 0 ? policy == 0 && classes.length == 0 : policy > 0;
        sound &= suspected >= 0 && suspected <= judged;
        sound &= classes.length == classJudged.length && classes.length == classSuspected.length;
        for (int i = 0; sound && i < classes.length; i++) {
            sound = classes[i] > (i == 0 ? -1 : classes[i - 1])
                    && classJudged[i] > 0
                    && classSuspected[i] >= 0
                    && classSuspected[i] <= classJudged[i];
        }
        if (!sound) {
            throw new IllegalArgumentException("no recent rates: " + suspected + " of " + judged + " under policy v"
                    + policy + ", classes " + Arrays.toString(classes) + " with " + Arrays.toString(classSuspected)
                    + " of " + Arrays.toString(classJudged));
        }
    }

    /** Whether nothing was judged. */
    public boolean none() {
        return judged == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentRates that
                && policy == that.policy
                && judged == that.judged
                && suspected == that.suspected
                && Arrays.equals(classes, that.classes)
                && Arrays.equals(classJudged, that.classJudged)
                && Arrays.equals(classSuspected, that.classSuspected);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                policy,
                judged,
                suspected,
                Arrays.hashCode(classes),
                Arrays.hashCode(classJudged),
                Arrays.hashCode(classSuspected));
    }
}
