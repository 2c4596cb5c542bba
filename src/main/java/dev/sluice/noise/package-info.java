/** What is learnt from the stream: probabilities, partial sums, confident joint, noise matrix, snapshots. JDK only. */
package dev.sluice.noise;
