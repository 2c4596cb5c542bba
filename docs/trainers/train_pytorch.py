#!/usr/bin/env python3
"""Trains on exactly the rows of a manifest, several epochs, with their weights in the loss.

    python3 train_pytorch.py monday.json --bootstrap-server HOST:PORT --schema-registry URL [--epochs 3]

Needs confluent_kafka and avro; torch only for training: without it the rows are read and counted. Each epoch reads the
slices of the manifest again, read committed, at their offsets and in no consumer group. At its end rows, weights and
digest must be the manifest's, else the program ends with an error: a model is never trained on other rows than it says.
"""
import argparse
import hashlib
import io
import json
import struct
import sys
import time
import urllib.error
import urllib.request

import avro.io
import avro.schema
from confluent_kafka import Consumer, KafkaError, TopicPartition

try:
    import torch
    from torch.utils.data import DataLoader, IterableDataset, get_worker_info
except ImportError:
    torch, IterableDataset, get_worker_info = None, object, lambda: None


class Schemas:
    """Readers by schema id. A registry that is away is waited for: a hiccup there must not skip a row."""

    def __init__(self, url):
        self.url, self.readers = url.rstrip("/"), {}

    def reader(self, schema_id):
        while schema_id not in self.readers:
            try:
                with urllib.request.urlopen("%s/schemas/ids/%d" % (self.url, schema_id), timeout=10) as answer:
                    text = json.load(answer)["schema"]
                self.readers[schema_id] = avro.io.DatumReader(avro.schema.parse(text))
            except urllib.error.HTTPError as fault:
                if fault.code < 500:
                    raise
                time.sleep(1)
            except OSError as away:
                print("the registry does not answer (%s), asking again" % away, file=sys.stderr)
                time.sleep(1)
        return self.readers[schema_id]

    def decode(self, value):
        magic, schema_id = struct.unpack(">bI", value[:5])
        if magic != 0:
            raise ValueError("not the Confluent wire format")
        return self.reader(schema_id).read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


class ManifestRows(IterableDataset):
    """The rows of a manifest: (partition, offset, value, row). Workers of a DataLoader share the slices."""

    def __init__(self, manifest, bootstrap, registry):
        self.manifest, self.bootstrap, self.registry = manifest, bootstrap, registry

    def __iter__(self):
        worker = get_worker_info()
        slices = self.manifest["slices"]
        if worker is not None:
            slices = slices[worker.id :: worker.num_workers]
        schemas = Schemas(self.registry)
        # No group is joined and nothing is committed; a row that retention took is an error, not a gap.
        consumer = Consumer({
            "bootstrap.servers": self.bootstrap, "group.id": "sluice-trainer", "enable.auto.commit": False,
            "isolation.level": "read_committed", "auto.offset.reset": "error"})
        try:
            for part in slices:
                consumer.assign([TopicPartition(self.manifest["topic"], part["partition"], part["from"])])
                rows = 0
                while rows < part["rows"]:
                    message = consumer.poll(30.0)
                    if message is None:
                        raise RuntimeError("nothing came for 30 s: is the broker up?")
                    if message.error():
                        if message.error().code() == KafkaError._PARTITION_EOF or message.error().retriable():
                            continue
                        raise RuntimeError("kafka: %s" % message.error())
                    if message.offset() >= part["to"]:
                        raise RuntimeError("partition %d lacks rows of the manifest" % part["partition"])
                    rows += 1
                    yield message.partition(), message.offset(), message.value(), schemas.decode(message.value())
        finally:
            consumer.close()


class Check:
    """Adds up what an epoch read, as the manifest does."""

    def __init__(self):
        self.rows, self.weights, self.digest = 0, 0.0, 0

    def add(self, partition, offset, value, row):
        self.rows += 1
        self.weights += row["weight"]
        hashed = hashlib.sha256(struct.pack(">iq", partition, offset) + value).digest()
        self.digest = (self.digest + int.from_bytes(hashed, "big")) % (1 << 256)

    def report(self):
        return {"rows": self.rows, "sumOfWeights": self.weights, "digest": "%064x" % self.digest}


def batches(rows, size):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("manifest")
    options.add_argument("--bootstrap-server", default="127.0.0.1:9092")
    options.add_argument("--schema-registry", default="http://127.0.0.1:8081")
    options.add_argument("--epochs", type=int, default=2)
    chosen = options.parse_args()
    with open(chosen.manifest, encoding="utf-8") as file:
        manifest = json.load(file)
    data = ManifestRows(manifest, chosen.bootstrap_server, chosen.schema_registry)
    model = optimiser = None
    for epoch in range(chosen.epochs):
        check, losses = Check(), []
        rows = data if torch is None else DataLoader(data, batch_size=None)
        for batch in batches(rows, 64):
            for one in batch:
                check.add(*one)
            examples = [row for _, _, _, row in batch if row["sample"]["features"]]
            if torch is None or not examples:
                continue
            x = torch.tensor([row["sample"]["features"] for row in examples])
            y = torch.tensor([row["label"] for row in examples])
            w = torch.tensor([row["weight"] for row in examples], dtype=torch.float32)
            if model is None:
                torch.manual_seed(0)
                model = torch.nn.Linear(x.shape[1], len(manifest["classList"]))
                optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
            # The weight multiplies the loss of its row.
            loss = (torch.nn.functional.cross_entropy(model(x), y, reduction="none") * w).sum() / w.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        report = dict(check.report(), epoch=epoch, torch=torch is not None)
        if losses:
            report["loss"] = sum(losses) / len(losses)
        print(json.dumps(report), flush=True)
        if check.digest != int(manifest["digest"], 16) or check.rows != manifest["rows"]:
            sys.exit("epoch %d read other rows than the manifest names" % epoch)


if __name__ == "__main__":
    main()
