'use strict';
// graphile-worker on the PostgreSQL at a URL: graphile.js <url> migrate | enqueue <count> <in flight>
// | fill <count> | work <default|tuned> | lateness <pending> <count>. `work` works until its input ends. Prints a line of JSON.

const { finish, late, payload, peer, quantiles, rate, schedule } = require('./common.js');

const { Logger, makeWorkerUtils, run } = peer('graphile-worker');
const { Pool } = peer('pg');

const [url, mode, first, second] = process.argv.slice(2);
const [count, size] = [Number(first), Number(second)];
const logger = new Logger(() => () => {});
const pgPool = new Pool({ connectionString: url, max: 30 });
pgPool.on('error', console.error);
pgPool.on('connect', (client) => client.on('error', console.error));
const YEAR = 365 * 24 * 3600 * 1000;

// Its own recipe for throughput (its documentation, "performance"), and its defaults.
const presets = {
  tuned: { worker: { concurrentJobs: 24, maxPoolSize: 25, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  default: {},
};

const fill = (total, runAt) => pgPool.query(
  `select graphile_worker.add_jobs(array(select json_populate_record(null::graphile_worker.job_spec,
     json_build_object('identifier', 'job', 'payload', json_build_object('text', repeat('x', 240), 'number', i), 'run_at', $2::timestamptz))
   from generate_series(1, $1) as i))`, [total, runAt]);

const modes = {
  migrate: async () => ({}),
  enqueue: async (utils) => ({ per_second: await rate(count, size, (i) => utils.addJob('job', payload(i))) }),
  fill: async () => {
    await fill(count, new Date());
    return {};
  },
  work: async () => {
    const runner = await run({ pgPool, logger, preset: presets[first], taskList: { job: async () => {} } });
    process.stdout.write('ready\n');
    await new Promise((ended) => process.stdin.on('end', ended).resume());
    await runner.stop();
    return {};
  },
  lateness: async (utils) => {
    for (let i = 0; i < count; i += 10000) await fill(Math.min(10000, count - i), new Date(Date.now() + YEAR));
    const samples = [];
    let enough;
    const finished = new Promise((resolve) => { enough = resolve; });
    const task = async ({ due }) => {
      samples.push(late(due));
      if (samples.length === size) enough();
    };
    await run({ pgPool, logger, concurrency: 10, taskList: { look: task, job: async () => {} } });
    for (const due of schedule(size)) await utils.addJob('look', { ...payload(0), due }, { runAt: new Date(due) });
    await finished;
    return quantiles(samples);
  },
};

async function main() {
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  finish(await modes[mode](utils));
}

main();
