package dev.sluice.spec;

import dev.sluice.judge.ClassPolicy;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * What a person chose for one class in place of the general rule.
 *
 * @param threshold replaces the learnt threshold
 * @param thresholdOffset is added to the learnt threshold
 * @param quarantineAbove replaces the policy's cut-off
 */
public record ClassPolicySpec(
        @Key(meaning = "Fixed threshold of this class in place of the learnt one.", min = 0, max = 1)
        OptionalDouble threshold,

        @Key(meaning = "Added to the learnt threshold of this class.", min = -1, max = 1)
        OptionalDouble thresholdOffset,

        @Key(meaning = "Cut-off of P(label wrong) for this class.", min = 0, max = 1)
        OptionalDouble quarantineAbove)
        implements Checked {

    ClassPolicy toClassPolicy() {
        return new ClassPolicy(threshold, thresholdOffset, quarantineAbove);
    }

    @Override
    public void check(BiConsumer<String, String> report) {
        if (threshold.isPresent() && thresholdOffset.isPresent()) {
            report.accept("thresholdOffset", "threshold is fixed already, give one of the two");
        }
    }
}
