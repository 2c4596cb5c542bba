/** Looking at a running pipeline: metrics, health, and what the page shows. Read-only; HTTP has a package of its own below. */
package dev.sluice.ops;
