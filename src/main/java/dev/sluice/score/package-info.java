/** Models that score samples which come without logits. The only package that knows DJL. */
package dev.sluice.score;
