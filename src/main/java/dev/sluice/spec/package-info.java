/**
 * What a person writes down about a pipeline: {@code topologies/*.yaml} as validating records.
 *
 * <p>The records are the catalogue of keys. Each component carries a {@link dev.sluice.spec.Key} with its default, its
 * range and its meaning; the binder, the JSON Schema and the page {@code docs/configuration.md} all read these, so they
 * cannot drift apart. Values keep the text of the file until the type of their key is known: a class called {@code no}
 * stays {@code no}.
 */
package dev.sluice.spec;
