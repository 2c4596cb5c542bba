/** Models that score samples which come without logits. Knows DJL, for ONNX Runtime. */
package dev.sluice.score;
