/** Writes data sets into the input topics: the work behind {@code load}, and the way in for the demo's stream. */
package dev.sluice.load;
