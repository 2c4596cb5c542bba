package dev.sluice.replay;

import dev.sluice.noise.ModelKey;

/**
 * One model's logits of a filed row.
 *
 * @param model whose
 * @param logits K scores
 * @param outOfSample whether that model did not train on the row's label; others are judged by but not learnt from
 */
public record ScoredLogits(ModelKey model, float[] logits, boolean outOfSample) {}
