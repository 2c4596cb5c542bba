package dev.sluice.files;

import dev.sluice.noise.ModelKey;

/**
 * One model's scores of all rows of a data set.
 *
 * @param rows labels and logits; labels and ids are the same for every model of a data set
 * @param model whose logits
 * @param outOfSample whether that model did not train on these labels; otherwise nothing is learnt from it
 */
public record ModelScores(LabelledRows rows, ModelKey model, boolean outOfSample) {}
