package dev.sluice.architecture.planted.stream;

import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;

/** Knows the relocated client, away from the edge. */
public final class KnowsTheClient {

    public SchemaMetadata metadata;
}
