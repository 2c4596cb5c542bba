#!/usr/bin/env python3
"""Sends labelled samples and a model's scores to a Sluice pipeline, and reads back what came of them.

    python3 docs/produce.py send --pipeline pets --classes cat,dog,bird
    python3 docs/produce.py read --pipeline pets

`send` without files makes up a small data set with wrong labels, so that there is something to find. With --csv or
--features and --labels it takes yours. It trains a small model on the way, test-then-train: every sample is scored
*before* the model has seen its label. Such scores are out of sample, and only such scores can tell a wrong label from
one that the model has learnt by heart.

Needs confluent_kafka, avro and numpy (Debian: python3-confluent-kafka python3-avro python3-numpy; pip: confluent-kafka
avro numpy). If `import confluent_kafka` fails although it is installed, another python3 stands first on the PATH: try
/usr/bin/python3. Replace `Model` by your own model and keep the rest.
"""
import argparse
import base64
import collections
import csv
import difflib
import io
import json
import os
import ssl
import struct
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

try:
    import avro.io
    import avro.schema
    import confluent_kafka
    import numpy
except ImportError as missing:
    sys.exit("%s has no package %s: see the top of %s" % (sys.executable, missing.name, __file__))

SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "schemas")
MAGIC = b"\0"  # first byte of a record in the Confluent wire format; then the schema id in four bytes, then Avro


# ---- The schema registry: three requests are all that a client needs ------------------------------------------------


class Registry:
    """Schemas by id, over HTTP. `url` may hold user:password@; `settings` are the schema.registry.* of the config."""

    def __init__(self, url, settings):
        parts = urllib.parse.urlsplit(url)
        user = settings.get("basic.auth.user.info")
        if parts.username:
            user = "%s:%s" % (urllib.parse.unquote(parts.username), urllib.parse.unquote(parts.password or ""))
        port = ":%d" % parts.port if parts.port else ""
        self.url = "%s://%s%s%s" % (parts.scheme, parts.hostname, port, parts.path.rstrip("/"))
        self.headers = {"Content-Type": "application/vnd.schemaregistry.v1+json"}
        if user:
            self.headers["Authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
        ca = settings.get("ssl.ca.location")
        self.tls = ssl.create_default_context(cafile=ca) if parts.scheme == "https" else None

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, self.headers)
        try:
            with urllib.request.urlopen(request, timeout=30, context=self.tls) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            sys.exit("registry %s: %d %s" % (self.url, refused.code, refused.read().decode(errors="replace")))
        except OSError as away:
            sys.exit("registry %s: %s; is it there? --registry says where" % (self.url, away))

    def id_of(self, topic, schema, register):
        """The id of a schema under the subject <topic>-value, which is where Sluice looks too."""
        subject = "/subjects/" + urllib.parse.quote(topic + "-value", safe="")
        return self.ask(subject + ("/versions" if register else ""), {"schema": schema})["id"]

    def schema(self, schema_id):
        return self.ask("/schemas/ids/%d" % schema_id)["schema"]


class Encoder:
    """Records of one topic as bytes in the Confluent wire format."""

    def __init__(self, registry, topic, name, register):
        with open(os.path.join(SCHEMAS, name + ".avsc"), encoding="utf-8") as file:
            text = file.read()
        self.writer = avro.io.DatumWriter(avro.schema.parse(text))
        self.head = MAGIC + struct.pack(">I", registry.id_of(topic, text, register))

    def __call__(self, row):
        out = io.BytesIO()
        out.write(self.head)
        self.writer.write(row, avro.io.BinaryEncoder(out))
        return out.getvalue()


class Decoder:
    """The way back. Each record names the schema that it was written with; ask for each once."""

    def __init__(self, registry):
        self.registry = registry
        self.readers = {}

    def __call__(self, value):
        if value[:1] != MAGIC:
            sys.exit("a record is not in the Confluent wire format")
        (schema_id,) = struct.unpack(">I", value[1:5])
        if schema_id not in self.readers:
            self.readers[schema_id] = avro.io.DatumReader(avro.schema.parse(self.registry.schema(schema_id)))
        return self.readers[schema_id].read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


# ---- The data -------------------------------------------------------------------------------------------------------

Row = collections.namedtuple("Row", "id label features truth")  # label: an index; truth: an index, or None


def made_up(classes, count, noise, seed):
    """Clouds of points, one a class. Wrong labels mostly name the next class, as people confuse what is alike."""
    draw = numpy.random.default_rng(seed)
    k = len(classes)
    centres = draw.normal(size=(k, 8))
    centres *= 3 / numpy.linalg.norm(centres, axis=1, keepdims=True)
    for i in range(count):
        truth = int(draw.integers(k))
        label = truth
        if draw.random() < noise:
            label = (truth + (1 if k == 2 or draw.random() < 0.7 else int(draw.integers(2, k)))) % k
        yield Row("row-%d" % i, label, draw.normal(centres[truth]), truth)


def from_csv(path, label_column, id_column, index_of):
    """One sample a line: a column with the label, perhaps one with an id; every other column is a number."""
    with open(path, newline="", encoding="utf-8") as file:
        for i, line in enumerate(csv.DictReader(file)):
            place = "%s line %d" % (path, i + 2)
            if label_column not in line:
                sys.exit("%s: no column '%s', there are %s" % (path, label_column, ", ".join(line)))
            label = index_of(line.pop(label_column), place)
            row_id = line.pop(id_column) if id_column else "row-%d" % i
            try:
                features = numpy.array([float(number) for number in line.values()])
            except (TypeError, ValueError):
                sys.exit("%s: every column but label and id must be a number" % place)
            if not numpy.isfinite(features).all():
                sys.exit("%s: a number is not finite" % place)
            yield Row(row_id, label, features, None)


def from_arrays(features_path, labels_path, index_of):
    """features.npy (n, d) and labels.npy (n) of indices or of names."""
    features, labels = numpy.load(features_path), numpy.load(labels_path)
    if features.ndim != 2 or labels.shape != features.shape[:1]:
        sys.exit("shapes %s and %s: (n, d) and (n,) are expected" % (features.shape, labels.shape))
    if not numpy.isfinite(features).all():
        sys.exit("%s row %d: a number is not finite" % (features_path, numpy.isfinite(features).all(axis=1).argmin()))
    for i, label in enumerate(labels.tolist()):
        yield Row("row-%d" % i, index_of(label, "%s row %d" % (labels_path, i)), features[i].astype(float), None)


def indexer(classes):
    """A label by name or by index -> the index that travels in the record. The order is that of the pipeline's file."""
    by_name = {name: i for i, name in enumerate(classes)}

    def index_of(label, place):
        if str(label) in by_name:
            return by_name[str(label)]
        if str(label).isdigit() and int(label) < len(classes):
            return int(label)
        near = difflib.get_close_matches(str(label), classes, 1)
        sys.exit("%s: label '%s' is not a class, %s" % (
            place, label, "did you mean %s?" % near[0] if near else "the classes are " + ", ".join(classes)))

    return index_of


# ---- The model: put yours here --------------------------------------------------------------------------------------


class Model:
    """Softmax regression, trained one sample at a time. It stands for any model that learns from a stream."""

    def __init__(self, classes, features):
        self.weights = numpy.zeros((classes, features + 1))
        self.spread = numpy.full(features + 1, 1e-6)  # sums of squares: each input gets a step of its own (AdaGrad)
        self.seen = 0

    def logits(self, x):
        return self.weights @ numpy.append(x, 1.0)

    def train(self, x, label):
        scores = self.logits(x)
        wrong = numpy.exp(scores - scores.max())
        wrong /= wrong.sum()
        wrong[label] -= 1
        x = numpy.append(x, 1.0)
        self.spread += x * x
        self.weights -= 0.5 * numpy.outer(wrong, x / numpy.sqrt(self.spread))
        self.seen += 1


class Versions:
    """Which `model_version` the scores carry.

    Sluice learns per version how sure the model usually is of each class, from nothing for each new version: until it
    has seen policy.warmUp.samples of it (1,000 by default) the version before serves. A version for every batch would
    never warm up; one version for ever would mix the scores of the untrained model with those of the trained one. A
    model that learns from a stream changes much at first and ever less later, so the version changes whenever the model
    has seen twice as much as when it last changed.
    """

    def __init__(self, first):
        self.next = first
        self.number = 1

    def of(self, seen):
        if seen >= self.next:
            self.number += 1
            self.next *= 2
        return str(self.number)


# ---- Kafka ----------------------------------------------------------------------------------------------------------


def partitions_of(client, topic):
    """The partitions of a topic; asked for by the list of all, since asking for one by its name may create it."""
    known = client.list_topics(timeout=30).topics
    if topic not in known:
        sys.exit("topic %s does not exist: create the pipeline's topics with ./sluice topics create -f FILE" % topic)
    return list(known[topic].partitions)


# ---- send -----------------------------------------------------------------------------------------------------------


class Sender:
    """The producer of both topics."""

    def __init__(self, kafka, samples, logits):
        self.producer = confluent_kafka.Producer(dict({
            # Sluice joins samples and logits partition by partition, and Java's clients hash keys with murmur2.
            # librdkafka's default is another hash: then both halves of a pair may never meet.
            "partitioner": "murmur2_random",
            # A resend after a lost answer must not become a second record.
            "enable.idempotence": True,
            "linger.ms": 5,
        }, **kafka))
        self.topics = (samples, logits)
        self.partitions = {topic: partitions_of(self.producer, topic) for topic in self.topics}
        self.failed = None

    def send(self, topic, key, value, millis):
        self.produce(topic, key=key.encode(), value=value, timestamp=millis)

    def produce(self, topic, **record):
        while True:
            try:
                self.producer.produce(topic, on_delivery=self.heard, **record)
                self.producer.poll(0)
                return
            except BufferError:  # the queue is full: let it drain
                self.producer.poll(0.5)

    def heard(self, error, _message):
        self.failed = self.failed or error

    def tick(self, millis):
        """Ends every partition: a record without key and sample whose header moves the partition's clock.

        A sample waits for its logits in event time, which stands still when nothing more comes. The tick says that no
        earlier record will follow, so that what waits in vain is expired. Leave it out of a stream that goes on.
        """
        for topic in self.topics:
            for partition in self.partitions[topic]:
                self.produce(topic, value=b"", partition=partition, headers={"sluice.tick": str(millis).encode()})

    def finish(self):
        if self.producer.flush(60) > 0:
            sys.exit("kafka did not take everything within a minute: is it there? --bootstrap says where")
        if self.failed:
            sys.exit("kafka: %s" % self.failed)


def send(options, kafka, registry):
    classes = options.classes.split(",")
    if options.csv:
        rows = from_csv(options.csv, options.label_column, options.id_column, indexer(classes))
    elif options.features:
        rows = from_arrays(options.features, options.labels, indexer(classes))
    else:
        rows = made_up(classes, options.samples, options.noise, options.seed)
    samples, logits = options.pipeline + ".samples", options.pipeline + ".logits"
    sample_bytes = Encoder(registry, samples, "Sample", not options.no_register)
    logits_bytes = Encoder(registry, logits, "Logits", not options.no_register)
    sender = Sender(kafka, samples, logits)
    versions = Versions(options.first_version)
    model, count, right, millis = None, 0, 0, int(time.time() * 1000)
    for row in rows:
        model = model or Model(len(classes), len(row.features))
        millis = int(time.time() * 1000)
        sender.send(samples, row.id, sample_bytes({
            "sample_id": row.id,
            "label": row.label,
            "payload": None,
            "payload_ref": None,
            "content_type": None,
            "features": row.features.tolist(),
            "annotator_id": None,
            "source": "produce.py",
            "group_id": None,
            # Anything that you want back. Sluice does not look at it, so the truth may travel here.
            "attributes": {} if row.truth is None else {"truth": classes[row.truth]},
        }), millis)
        scores = model.logits(row.features)  # first the test ...
        sender.send(logits, row.id, logits_bytes({
            "sample_id": row.id,
            "model_id": options.model,
            "model_version": versions.of(model.seen),
            "logits": scores.tolist(),
            "out_of_sample": True,  # true because the model has not been trained on this label yet
            "presentation": 0,
        }), millis)
        right += int(scores.argmax()) == row.label
        model.train(row.features, row.label)  # ... then the training
        count += 1
    if count == 0:
        sys.exit("there are no rows to send")
    if not options.no_tick:
        sender.tick(millis + int(options.wait * 1000) + 1)
    sender.finish()
    print("%d samples and logits sent, %d model versions; the model agreed with %.1f %% of the labels"
          % (count, versions.number, 100.0 * right / count))
    print("""Next, with the pipeline running (./sluice run -f FILE):
  ./sluice verify -f FILE                      every sample has exactly one fate
  python3 docs/produce.py read --pipeline %s    what is clean, with its weight
  python3 docs/produce.py read --pipeline %s --topic quarantine""" % (options.pipeline, options.pipeline))


# ---- read -----------------------------------------------------------------------------------------------------------


def read(options, kafka, registry):
    """Shows rows of .clean or .quarantine from the start, and sums them up."""
    classes = options.classes.split(",") if options.classes else None
    name = lambda index: classes[index] if classes else str(index)  # noqa: E731
    topic = options.pipeline + "." + options.topic
    consumer = confluent_kafka.Consumer(dict({
        "group.id": "produce.py",  # nothing is committed: every read starts at the beginning
        "enable.auto.commit": False,
        "isolation.level": "read_committed",  # without it rows of aborted transactions come along
        "enable.partition.eof": True,
    }, **kafka))
    open_partitions = set(partitions_of(consumer, topic))
    consumer.assign([confluent_kafka.TopicPartition(topic, partition, confluent_kafka.OFFSET_BEGINNING)
                     for partition in open_partitions])
    decode = Decoder(registry)
    rows, weights, wrong, told = 0, 0.0, 0, 0
    while open_partitions:
        message = consumer.poll(30)
        if message is None:
            sys.exit("kafka is silent: is it there? --bootstrap says where")
        if message.error():
            if message.error().code() != confluent_kafka.KafkaError._PARTITION_EOF:
                sys.exit("kafka: %s" % message.error())
            open_partitions.discard(message.partition())
            continue
        row = decode(message.value())
        decision = row["decision"]
        rows += 1
        weights += decision["weight"]
        truth = row["sample"]["attributes"].get("truth")
        if truth is not None and classes:
            told += 1
            wrong += truth != name(decision["given_label"])
        if rows <= options.count:
            print("%-12s label %-8s weight %.3f  p_wrong %.3f  looks like %-8s %s" % (
                row["sample"]["sample_id"], name(decision["given_label"]), decision["weight"], decision["p_wrong"],
                name(decision["suggested_label"]), ",".join(decision["reasons"])))
    consumer.close()
    print("%d rows in %s, mean weight %.3f" % (rows, topic, weights / max(1, rows)))
    if told:
        print("%d of them (%.1f %%) have a wrong label, as only this made-up data can tell" % (wrong, 100.0 * wrong / told))


# ---- The command line -----------------------------------------------------------------------------------------------


def properties(path):
    """A file of librdkafka's own keys, one key=value a line. They are not quite Java's: see librdkafka's manual."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                key, equals, value = line.partition("=")
                if not equals:
                    sys.exit("%s line %d: key=value is expected" % (path, number))
                found[key.strip()] = value.strip()
    return found


def command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="send|read")
    commands.required = True
    sending = commands.add_parser("send", help="samples and a model's scores into the input topics")
    reading = commands.add_parser("read", help="what came of them")
    for one in (sending, reading):
        one.add_argument("--pipeline", required=True, metavar="NAME", help="name of the pipeline, as in its file")
        one.add_argument("--classes", metavar="A,B,C", required=one is sending,
                         help="names of the classes, in the order of the pipeline's file")
        one.add_argument("--bootstrap", metavar="HOST:PORT", help="Kafka (default: 127.0.0.1:9092)")
        one.add_argument("--registry", metavar="URL", help="the schema registry (default: http://127.0.0.1:8081)")
        one.add_argument("--config", metavar="FILE", help="librdkafka's settings and schema.registry.*, key=value a line")
    sending.add_argument("--csv", metavar="FILE", help="one sample a line, with a header")
    sending.add_argument("--label-column", default="label", metavar="NAME", help="of the CSV; names or indices")
    sending.add_argument("--id-column", metavar="NAME", help="of the CSV; without it row-0, row-1, ...")
    sending.add_argument("--features", metavar="X.npy", help="instead of a CSV: shape (n, d) ...")
    sending.add_argument("--labels", metavar="Y.npy", help="... and shape (n), indices or names")
    sending.add_argument("--samples", type=int, default=6000, help="how many to make up (default: %(default)s)")
    sending.add_argument("--noise", type=float, default=0.2, help="share of wrong labels (default: %(default)s)")
    sending.add_argument("--seed", type=int, default=1, help="of what is made up (default: %(default)s)")
    sending.add_argument("--model", default="main", metavar="ID", help="one of the pipeline's models (default: %(default)s)")
    sending.add_argument("--first-version", type=int, default=1500, metavar="N",
                         help="the model's version changes after N samples, 2N, 4N, ... (default: %(default)s)")
    sending.add_argument("--wait", type=float, default=600, metavar="SECONDS", help="pairing.wait of the pipeline")
    sending.add_argument("--no-tick", action="store_true", help="more will follow: do not end the partitions")
    sending.add_argument("--no-register", action="store_true", help="only look schemas up in the registry")
    reading.add_argument("--topic", default="clean", choices=["clean", "quarantine"])
    reading.add_argument("--count", type=int, default=10, help="how many rows to show (default: %(default)s)")
    options = parser.parse_args()
    if options.command == "send":
        if bool(options.features) != bool(options.labels) or options.csv and options.features:
            parser.error("give --csv, or --features and --labels, or neither")
        if options.classes.count(",") < 1:
            parser.error("--classes: at least two names, by comma")
    return options


def main():
    options = command_line()
    settings = properties(options.config) if options.config else {}
    prefix = "schema.registry."
    ours = {key[len(prefix):]: value for key, value in settings.items() if key.startswith(prefix)}
    kafka = {key: value for key, value in settings.items() if not key.startswith(prefix)}
    kafka["bootstrap.servers"] = options.bootstrap or kafka.get("bootstrap.servers", "127.0.0.1:9092")
    registry = Registry(options.registry or ours.get("url", "http://127.0.0.1:8081"), ours)
    try:
        {"send": send, "read": read}[options.command](options, kafka, registry)
    except confluent_kafka.KafkaException as failed:
        sys.exit("kafka %s: %s" % (kafka["bootstrap.servers"], failed.args[0]))


if __name__ == "__main__":
    main()
