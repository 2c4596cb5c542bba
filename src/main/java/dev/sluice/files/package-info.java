/**
 * Files that people bring: labels, logits and probabilities as {@code .npy}, ids as text, records as JSON lines, and the
 * CSV that Sluice writes. Everything is checked before the first row is handed on, so that a bad file changes nothing.
 */
package dev.sluice.files;
