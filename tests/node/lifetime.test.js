'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');

const { Engine } = require('smarthandoff');
const { openEngine } = require('./support.js');

// Runs a program of its own and answers how it ended.
function run(program) {
  return spawnSync(process.execPath, ['-e', program], { cwd: __dirname, encoding: 'utf8', timeout: 60_000 });
}

test('a program that leaves its engine open ends by itself', () => {
  const { status, stdout, stderr } = run(`
    const { Engine } = require('smarthandoff');
    Engine.open().then(async (engine) => {
      await engine.tenant('acme').destinations.create({ name: 'Jeni', number: '1004' });
      console.log('done');
    });`);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, 'done\n');
});

test('a program stays alive while a promise is open', () => {
  const { status, stdout, stderr } = run(`
    const { Engine } = require('smarthandoff');
    Engine.open().then((engine) => {
      engine.tenant('acme').extensions.status({ extension: '1001' }).then((status) => console.log(status.state));
    });`);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, 'unknown\n');
});

// process.exit() and an error that nobody caught run no clean-up of the addon: who listens to the exit after it finds
// its threads gone, however much was under way (static data is destroyed next, and was under them: a crash).
const checkThreads = `
  process.on('exit', () => {
    const fs = require('node:fs');
    const names = fs.readdirSync('/proc/self/task').map((id) => fs.readFileSync('/proc/self/task/' + id + '/comm', 'utf8'));
    fs.writeSync(1, names.filter((name) => name.startsWith('sh-')).join());
  });`;
const endings = {
  'process.exit with calls under way': [7, `${checkThreads}
    Engine.open().then((engine) => {
      for (let i = 0; i < 500; i += 1) engine.tenant('acme').destinations.create({ name: 'Jeni' + i, number: '1004' });
      engine.subscribe(() => {});
      process.exit(7);
    });`],
  'process.exit while a phone system answers': [7, `${checkThreads}
    const pbx = new SimulatedPbx();
    pbx.start();
    Engine.open({ telephony: pbx }).then((engine) => {
      for (let i = 0; i < 50; i += 1) engine.tenant('acme').extensions.status({ extension: '1001' });
      setImmediate(() => process.exit(7));
    });`],
  'an error that nobody caught': [1, `${checkThreads}
    Engine.open().then((engine) => {
      for (let i = 0; i < 500; i += 1) engine.tenant('acme').destinations.create({ name: 'Jeni' + i, number: '1004' });
      setImmediate(() => { throw new Error('a bug of the program'); });
    });`],
  // Node waits for its pool, and with it for the engine that is opened there, after the exit event.
  'process.exit while an engine is opened': [7, `
    Engine.open();
    setImmediate(() => process.exit(7));`],
  // A worker is ended after the exit event of the main thread, by the clean-up of its own environment.
  'process.exit while a worker has an engine': [7, `
    const { Worker } = require('node:worker_threads');
    const worker = new Worker(\`
      const { parentPort } = require('node:worker_threads');
      const { Engine } = require('smarthandoff');
      Engine.open().then((engine) => {
        parentPort.postMessage('open');
        for (let i = 0; i < 500; i += 1) engine.tenant('acme').destinations.create({ name: 'n' + i, number: '1' });
      });\`, { eval: true });
    worker.once('message', () => process.exit(7));`],
};

for (const [name, [expected, program]] of Object.entries(endings)) {
  test(`${name} ends in order`, () => {
    const { status, signal, stdout, stderr } = run(`
      const { Engine, SimulatedPbx } = require('smarthandoff');
      ${program}`);
    assert.equal(signal, null, stderr);
    assert.equal(status, expected, stderr);
    assert.equal(stdout, '');
  });
}

test('worker threads have engines of their own, and terminate() is safe', async () => {
  for (let round = 0; round < 5; round += 1) {
    const worker = new Worker(`
      const { parentPort } = require('node:worker_threads');
      const { Engine, SimulatedPbx } = require('smarthandoff');
      const pbx = new SimulatedPbx();
      pbx.start();
      Engine.open({ telephony: pbx }).then(async (engine) => {
        engine.subscribe(() => {});
        const tenant = engine.tenant('acme');
        await tenant.destinations.create({ name: 'Jeni', number: '1004' });
        parentPort.postMessage('ready');
        for (let i = 0; ; i += 1) await Promise.all(Array.from({ length: 50 }, (_, j) => tenant.destinations.create({ name: 'n' + i + '-' + j, number: '1' })));
      });`, { eval: true });
    const [message] = await once(worker, 'message');
    assert.equal(message, 'ready');
    await worker.terminate();
  }
});

test('after close everything is refused, and closing twice is fine', async (t) => {
  const engine = await openEngine(t);
  await engine.close();
  await engine.close();
  await assert.rejects(engine.tenant('acme').destinations.list(), { code: 'unavailable' });
});

test('a store survives its engine, and a second one is told who holds it', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smarthandoff-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const store = `sqlite:///${folder}/store.db`;
  const first = await Engine.open({ store });
  await assert.rejects(Engine.open({ store }), { code: 'failed_precondition' });
  const { id } = await first.tenant('acme').destinations.create({ name: 'Jeni', number: '1004' });
  await first.backup(path.join(folder, 'copy.db'));
  await first.close();
  const second = await Engine.open({ store: `sqlite:///${folder}/copy.db` });
  assert.equal((await second.tenant('acme').destinations.get({ destinationId: id })).name, 'Jeni');
  assert.equal((await second.health()).store, 'ok');
  await second.close();
});

test('a manual engine moves only when it is stepped', async () => {
  const now = new Date('2026-01-16T13:00:00Z');
  const engine = await Engine.open({ manual: true, now });
  let stored = false;
  const storing = engine.tenant('acme').destinations.create({ name: 'Jeni', number: '1004' }).then((destination) => {
    stored = true;
    return destination;
  });
  await new Promise(setImmediate);
  assert.equal(stored, false);
  engine.step(new Date('2026-01-16T13:00:05Z'));
  assert.deepEqual((await storing).createdAt, new Date('2026-01-16T13:00:05Z'));
  assert.throws(() => engine.step(now), { code: 'invalid_argument' });
  await engine.close();
});
