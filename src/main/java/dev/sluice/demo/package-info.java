/** The built-in stream with known truth, its writer, and the summary that a newcomer reads after {@code demo}. */
package dev.sluice.demo;
