'use strict';
// Durable operations a second from one Node thread, many in flight, on a new SQLite store: prints a line of JSON.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { Engine } = require(path.resolve(__dirname, '../../../bindings/node'));

const OPERATIONS = 30000;
const IN_FLIGHT = 1000;

// Operations a second, IN_FLIGHT loops each waiting for its answer before the next.
async function rate(operation) {
  const started = process.hrtime.bigint();
  let next = 0;
  async function loop() {
    while (next < OPERATIONS) await operation(next++);
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, loop));
  return OPERATIONS / (Number(process.hrtime.bigint() - started) / 1e9);
}

async function on(folder, name, operationOf) {
  const engine = await Engine.open({ store: `sqlite:///${path.join(folder, `${name}.db`)}` });
  try {
    return await rate(operationOf(engine.tenant('acme')));
  } finally {
    await engine.close();
  }
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smarthandoff-benchmark-'));
  const start = (tenant) => (i) => tenant.handoffs.start({ callId: `call-${i}`, caller: '+5518997751234' });
  const create = (tenant) => (i) => tenant.callbacks.create({ number: `18997${100000 + i}`, extension: '1004' });
  console.log(JSON.stringify({
    'handoffs.start': await on(folder, 'handoffs', start),
    'callbacks.create': await on(folder, 'callbacks', create),
  }));
  fs.rmSync(folder, { recursive: true });
}

main();
