package dev.sluice.spec;

/**
 * One model whose logits a sample waits for.
 *
 * @param id its name, as in the logits records
 * @param trainedOn the labels it was trained on
 */
public record ModelSpec(
        @Key(
                meaning = "Name of the model, as the logits records give it.",
                byDefault = "main",
                pattern = ModelSpec.ID,
                patternInWords = ModelSpec.ID_IN_WORDS)
        String id,

        @Key(
                meaning = "The labels that this model was trained on: the noisy ones it judges, or clean ones.",
                byDefault = "noisy")
        TrainedOn trainedOn) {

    static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    static final String ID_IN_WORDS = "letters, digits, '.', '_' and '-', at most 100";

    /** Where a model's knowledge comes from. */
    public enum TrainedOn {
        NOISY,
        CLEAN
    }
}
