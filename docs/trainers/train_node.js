#!/usr/bin/env node
// Reads exactly the rows of a manifest, several epochs, with their weights. Needs kafkajs and avsc (npm i kafkajs avsc).
//
//     node train_node.js monday.json HOST:PORT REGISTRY_URL [EPOCHS]
//
// Prints one line of JSON an epoch; ends with 1 when rows or digest are not the manifest's.
'use strict';
const {createHash} = require('crypto');
const {readFileSync} = require('fs');
const avro = require('avsc');
const {Kafka, logLevel} = require('kafkajs');

const [file, bootstrap, registry, epochs = '2'] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(file, 'utf8'));
const types = new Map();
const SILENCE = 30000;

// A registry that is away is waited for: a hiccup there must not skip a row.
async function type(id) {
  while (!types.has(id)) {
    let answer;
    try {
      answer = await fetch(`${registry}/schemas/ids/${id}`);
    } catch (away) {
      await new Promise(done => setTimeout(done, 1000));
      continue;
    }
    if (answer.status >= 500) await new Promise(done => setTimeout(done, 1000));
    else if (!answer.ok) throw new Error(`schema ${id}: ${answer.status}`);
    else types.set(id, avro.Type.forSchema(JSON.parse((await answer.json()).schema)));
  }
  return types.get(id);
}

// kafkajs reads in groups only: a group of its own for each epoch, that commits nothing and seeks to the first slices.
async function epoch(number) {
  const kafka = new Kafka({clientId: 'sluice-trainer', brokers: bootstrap.split(','), logLevel: logLevel.ERROR});
  const consumer = kafka.consumer({groupId: `sluice-trainer-${process.pid}-${number}-${Date.now()}`, readUncommitted: false});
  const left = new Map();
  manifest.slices.forEach(s => left.set(s.partition, (left.get(s.partition) || []).concat([{...s}])));
  let rows = 0, weights = 0, digest = 0n;
  await consumer.connect();
  await consumer.subscribe({topic: manifest.topic, fromBeginning: true});
  await new Promise((done, fail) => {
    // Rows that retention took never come: an error, not a wait without end.
    let seen = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - seen > SILENCE) fail(new Error(`nothing of the manifest came for ${SILENCE / 1000} s: `
        + 'is the broker up, and does the topic still have the rows?'));
    }, 1000);
    consumer.on(consumer.events.CRASH, event => fail(event.payload.error));
    consumer.run({autoCommit: false, partitionsConsumedConcurrently: 1, eachMessage: async ({partition, message}) => {
      const slices = left.get(partition) || [];
      const offset = Number(message.offset);
      while (slices.length && offset >= slices[0].to) slices.shift();
      if (!slices.length || offset < slices[0].from) return;
      const row = (await type(message.value.readUInt32BE(1))).fromBuffer(message.value.subarray(5));
      const place = Buffer.alloc(12);
      place.writeInt32BE(partition, 0);
      place.writeBigInt64BE(BigInt(message.offset), 4);
      digest = (digest + BigInt('0x' + createHash('sha256').update(place).update(message.value).digest('hex'))) % (1n << 256n);
      weights += row.weight; // loss = row.weight * lossOf(model, row.sample, row.label)
      seen = Date.now();
      if (++rows === manifest.rows) { clearInterval(watch); done(); }
    }}).catch(fail);
    left.forEach((slices, partition) => consumer.seek({topic: manifest.topic, partition, offset: String(slices[0].from)}));
  });
  await consumer.disconnect();
  const report = {epoch: number, rows, sumOfWeights: weights, digest: digest.toString(16).padStart(64, '0')};
  console.log(JSON.stringify(report));
  if (report.digest !== manifest.digest) throw new Error('other rows than the manifest names');
}

(async () => {
  for (let number = 0; number < Number(epochs); number++) await epoch(number);
  process.exit(0);
})().catch(fault => { console.error(fault.message); process.exit(1); });
