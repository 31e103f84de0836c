'use strict';
// What a call of a pure function costs from Node: prints a line of JSON, the microseconds of the fastest of ten rounds.

const path = require('node:path');

const { documents, Engine } = require(path.resolve(__dirname, '../../../bindings/node'));

const CALLS = 50000;
const ROUNDS = 10;

function fastest(call) {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    for (let i = 0; i < CALLS; i += 1) call();
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1e3 / CALLS);
  }
  return best;
}

async function main() {
  const engine = await Engine.open();
  const tenant = engine.tenant('acme');
  const request = { text: '529.982.247-25' };
  console.log(JSON.stringify({
    pure: fastest(() => documents.parse(request)),
    ofTenant: fastest(() => tenant.documents.parse(request)),
  }));
  await engine.close();
}

main();
