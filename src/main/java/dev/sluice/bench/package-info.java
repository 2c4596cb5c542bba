/** Proofs by measurement that a user can repeat: does training get better? Knows DJL, for PyTorch. */
package dev.sluice.bench;
