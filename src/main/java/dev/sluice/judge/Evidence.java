package dev.sluice.judge;

import java.util.List;
import java.util.Set;

/**
 * Everything that the judge sees of one presentation beside the given label: what the models said, and the gates that
 * were decided outside because they depend on the clock.
 *
 * @param presentation which showing of the sample
 * @param models one entry for each model that answered, at least one, in the order of the pipeline's models
 * @param gates gates in force, recorded in the decision
 */
public record Evidence(int presentation, List<ModelEvidence> models, Set<Gate> gates) {

    public Evidence {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("evidence needs the logits of at least one model");
        }
        models = List.copyOf(models);
        gates = Set.copyOf(gates);
    }

    /** Evidence of one model's first presentation with no gate in force. */
    public static Evidence of(ModelEvidence model) {
        return new Evidence(0, List.of(model), Set.of());
    }

    /** Whether this evidence may feed statistics: every model in it is out of sample. */
    public boolean outOfSample() {
        for (ModelEvidence model : models) {
            if (!model.outOfSample()) {
                return false;
            }
        }
        return true;
    }
}
