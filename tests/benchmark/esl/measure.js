'use strict';
// What every Node client is measured with: three headers of each event read, from asking for the events
// to the last.

const CHECKED = 512;

class Reader {
  constructor(count, done) {
    this.count = count;
    this.done = done;
    this.events = 0;
    this.characters = 0;
  }

  // The line of `api` that asks for the events.
  begin(format) {
    this.started = process.hrtime.bigint();
    this.cpu = process.cpuUsage();
    return `flood ${this.count} ${format}`;
  }

  add(name, id, caller) {
    this.events += 1;
    if (this.events <= CHECKED) this.characters += name.length + id.length + caller.length;
    if (this.events === this.count) this.finish();
  }

  finish() {
    const seconds = Number(process.hrtime.bigint() - this.started) / 1e9;
    const { user, system } = process.cpuUsage(this.cpu);
    this.done({
      events_per_s: Math.round(this.count / seconds),
      cpu_us: (user + system) / this.count,
      characters: this.characters,
    });
  }
}

// `count` commands one after the other; `echo` answers a promise.
async function roundTrips(count, echo) {
  const micros = [];
  for (let i = 0; i < count; i += 1) {
    const started = process.hrtime.bigint();
    await echo();
    micros.push(Number(process.hrtime.bigint() - started) / 1e3);
  }
  micros.sort((a, b) => a - b);
  return { p50: micros[count >> 1], p99: micros[Math.floor(count * 0.99)] };
}

module.exports = { Reader, roundTrips };
