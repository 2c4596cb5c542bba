"""Reads clean rows as a trainer in Python would: nothing in here is ours.

Usage: read_clean.py BOOTSTRAP REGISTRY_URL TOPIC COUNT
Prints one JSON object a row. Needs confluent_kafka and avro (Debian: python3-confluent-kafka, python3-avro).
"""
import json
import sys
import time

from confluent_kafka import Consumer
from confluent_kafka.avro import CachedSchemaRegistryClient, MessageSerializer


def main(bootstrap, registry, topic, count):
    decoder = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "foreign-reader",
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([topic])
    seen, deadline = 0, time.monotonic() + 40
    while seen < count and time.monotonic() < deadline:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            sys.exit("kafka: %s" % message.error())
        row = decoder.decode_message(message.value(), is_key=False)
        row["key"] = message.key().decode("utf-8")
        print(json.dumps(row, default=list, sort_keys=True))
        seen += 1
    consumer.close()
    if seen < count:
        sys.exit("only %d of %d rows came" % (seen, count))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
