/** The only place that knows HTTP: who may ask, how much, and which answer belongs to which path. */
package dev.sluice.ops.http;
