'use strict';
// BullMQ on the Redis at a port: bullmq.js <port> enqueue <count> <in flight> | work <count> <concurrency>
// | lateness <pending> <count>. Prints a line of JSON.

const { finish, late, payload, peer, quantiles, rate, schedule } = require('./common.js');

const { Queue, Worker } = peer('bullmq');

const [port, mode, count, size] = process.argv.slice(2).map((word) => (/^\d+$/.test(word) ? Number(word) : word));
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const name = `benchmark-${process.pid}`;
const queue = new Queue(name, { connection });
const keepNothing = { removeOnComplete: true };
const YEAR = 365 * 24 * 3600 * 1000;

const bulk = async (total, options) => {
  for (let i = 0; i < total; i += 1000) {
    const jobs = Array.from({ length: Math.min(1000, total - i) }, (_, j) => ({ name: 'job', data: payload(i + j), opts: options }));
    await queue.addBulk(jobs);
  }
};

const modes = {
  enqueue: async () => ({ per_second: await rate(count, size, (i) => queue.add('job', payload(i), keepNothing)) }),
  work: async () => {
    await bulk(count, keepNothing);
    let done = 0;
    const started = process.hrtime.bigint();
    await new Promise((finished) => {
      const worker = new Worker(name, async () => {}, { connection, concurrency: size });
      worker.on('completed', () => {
        done += 1;
        if (done === count) finished();
      });
    });
    return { per_second: count / (Number(process.hrtime.bigint() - started) / 1e9) };
  },
  lateness: async () => {
    await bulk(count, { ...keepNothing, delay: YEAR });
    const samples = [];
    const finished = new Promise((resolve) => {
      new Worker(name, async (job) => {
        samples.push(late(job.data.due));
        if (samples.length === size) resolve();
      }, { connection, concurrency: 10 });
    });
    for (const due of schedule(size)) {
      await queue.add('job', { ...payload(0), due }, { ...keepNothing, delay: Math.max(0, due - Date.now()) });
    }
    await finished;
    return quantiles(samples);
  },
};

modes[mode]().then(finish);
