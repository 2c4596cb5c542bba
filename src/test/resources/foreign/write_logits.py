"""Writes logits as a model in Python would, with the schema file that we publish: nothing in here is ours.

Usage: write_logits.py BOOTSTRAP REGISTRY_URL TOPIC SCHEMA_FILE COUNT
"""
import sys

from confluent_kafka import Producer
from confluent_kafka.avro import CachedSchemaRegistryClient, MessageSerializer, load


def main(bootstrap, registry, topic, schema_file, count):
    encoder = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))
    schema = load(schema_file)
    # librdkafka places keys otherwise than Java unless told.
    producer = Producer({"bootstrap.servers": bootstrap, "partitioner": "murmur2_random"})
    for i in range(count):
        row = {
            "sample_id": "s-%d" % i,
            "model_id": "main",
            "model_version": "1",
            "logits": [0.5 * i, -1.25, 3.0],
            "out_of_sample": True,
            "presentation": 0,
        }
        value = encoder.encode_record_with_schema(topic, schema, row)
        producer.produce(topic, key=row["sample_id"].encode("utf-8"), value=value)
    if producer.flush(30) > 0:
        sys.exit("not all rows were taken")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
