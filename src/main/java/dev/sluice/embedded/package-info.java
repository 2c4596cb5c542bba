/**
 * A Kafka broker and a schema registry inside this process, for the demo, for trying things on, and for tests. Loopback
 * only, no security, one node: not for production.
 */
package dev.sluice.embedded;
