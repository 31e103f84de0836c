'use strict';
// What the two peers' programs share.

const path = require('node:path');

const peer = (name) => require(path.resolve(__dirname, '../../../build/benchmark-peers/node_modules', name));

// As large as a job of ours.
const payload = (number) => ({ number, text: 'x'.repeat(240) });

// How many of `count` are done a second, `inFlight` at a time.
async function rate(count, inFlight, add) {
  const started = process.hrtime.bigint();
  let next = 0;
  async function loop() {
    while (next < count) await add(next++);
  }
  await Promise.all(Array.from({ length: inFlight }, loop));
  return count / (Number(process.hrtime.bigint() - started) / 1e9);
}

// Milliseconds between an instant and now, in microseconds' resolution.
const late = (due) => performance.timeOrigin + performance.now() - due;

function quantiles(samples) {
  const sorted = Float64Array.from(samples).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) };
}

// Jobs due evenly over ten seconds: [index, instant].
function schedule(count) {
  const begin = Date.now() + 3000;
  return Array.from({ length: count }, (_, i) => begin + Math.floor((i * 10000) / count));
}

const finish = (result) => process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));

module.exports = { finish, late, payload, peer, quantiles, rate, schedule };
