/** The start of Sluice: a streaming, noise-robust training filter on Kafka. */
package dev.sluice;
