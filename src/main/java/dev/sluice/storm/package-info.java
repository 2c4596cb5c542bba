/**
 * STORM: a small network that says how much of a sample's loss should count, learnt from the noisy stream itself (Heck and
 * others, "Learning from Noisy Labels via Self-Taught On-the-Fly Meta Loss Rescaling", AAAI 2025), in a form for streams: from
 * logits alone. It sets weights and never routes.
 */
package dev.sluice.storm;
