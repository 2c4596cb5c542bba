package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;

/** Whether a policy goes with a pipeline: what no look at the policy alone can tell. */
final class PolicyFit {

    private PolicyFit() {}

    /** Everything about a policy that the pipeline's other keys do not allow; nothing where they are unknown. */
    static List<Problem> problems(PolicySpec policy, PipelineSpec pipeline) {
        List<Problem> unfit = new ArrayList<>();
        if (pipeline.knowsClasses()) {
            policy.unfitFor(pipeline.classes())
                    .forEach((key, wrong) -> unfit.add(new Problem("policy.classes." + key, wrong)));
        }
        policy.unfitScheme().ifPresent(wrong -> unfit.add(new Problem("policy.weights.scheme", wrong)));
        long fewest = WindowSpec.fewestFor(policy.warmUp().samples());
        if (pipeline.learning().window().samples().orElse(fewest) < fewest) {
            unfit.add(new Problem(
                    "policy.warmUp.samples",
                    policy.warmUp().samples() + " needs a learning.window of at least " + fewest + " samples, it has "
                            + pipeline.learning().window().samples().getAsLong()));
        }
        return unfit;
    }
}
