'use strict';
// A store in PostgreSQL, opened by hosts. Needs SMARTHANDOFF_TEST_POSTGRESQL (tests/support/postgres.sh).

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { after, before, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');

const { Engine } = require('smarthandoff');
const { openEngine, openWithPbx } = require('./support.js');

const server = process.env.SMARTHANDOFF_TEST_POSTGRESQL ?? '';
const options = { skip: server === '' && 'SMARTHANDOFF_TEST_POSTGRESQL is not set' };
const name = `sh_node_${randomBytes(6).toString('hex')}`;
const store = server.replace(/[^/]*$/, name);

const sql = (statement) => execFileSync('psql', ['-q', '-X', '-v', 'ON_ERROR_STOP=1', server, '-c', statement]);
if (server !== '') {
  before(() => sql(`CREATE DATABASE ${name}`));
  after(() => sql(`DROP DATABASE ${name} WITH (FORCE)`));
}

// Positions are given a few milliseconds after the answer.
async function eventsOf(engine, tenant, topic) {
  for (let patience = 0; patience < 400; patience += 1) {
    const found = (await engine.events({ tenant })).events.filter((event) => event.topic === topic);
    if (found.length > 0) return found;
    await sleep(10);
  }
  return [];
}

test('what is stored in PostgreSQL is there for the next engine', options, async () => {
  const wish = { number: '18 99775-1234', extension: '1001' };
  const one = await Engine.open({ store, pgConnections: 2 });
  const made = await one.tenant('kept').callbacks.create(wish, { requestId: 'r1' });
  assert.equal((await eventsOf(one, 'kept', 'callback.created'))[0].entity, made.id);
  await one.close();
  const two = await Engine.open({ store });
  const kept = two.tenant('kept');
  assert.deepEqual(await kept.callbacks.get({ callbackId: made.id }), made);
  assert.equal((await kept.callbacks.create(wish, { requestId: 'r1' })).id, made.id);
  assert.equal((await kept.callbacks.list()).callbacks.length, 1);
  await two.close();
});

test('two engines work on one store in PostgreSQL', options, async (t) => {
  const [one, two] = [await openEngine(t, { store }), await openEngine(t, { store })];
  const made = await one.tenant('both').callbacks.create({ number: '18 99775-1234', extension: '1001' });
  await two.tenant('both').callbacks.cancel({ callbackId: made.id, reason: 'solved' });
  assert.equal((await one.tenant('both').callbacks.get({ callbackId: made.id })).status, 'canceled');
  assert.equal((await eventsOf(one, 'both', 'callback.updated'))[0].entity, made.id);
});

test('a caller is put through by an engine on PostgreSQL', options, async (t) => {
  const { pbx, tenant } = await openWithPbx(t, [], { store });
  await tenant.destinations.create({ name: 'Jeni', number: '1001' });
  const handoff = await tenant.handoffs.start({ callId: pbx.placeCall({ caller: '+5518997751234' }), caller: '+5518997751234' });
  const outcome = await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'Jeni' });
  assert.equal(outcome.result, 'answered');
  assert.equal(pbx.calls()[0].talkingTo, '1001');
});

for (const [what, change, code, says] of [
  ['a wrong password', (url) => url.replace(/:[^:@]*@/, ':wrong-secret@'), 'unauthorized', 'password'],
  ['an unknown database', (url) => url.replace(/[^/]*$/, 'no_such_database'), undefined, 'no_such_database'],
  ['a server that is not there', (url) => url.replace(/@.*$/, '@127.0.0.1:1/smarthandoff'), 'unavailable', '127.0.0.1'],
]) {
  test(`${what} is told without the password`, options, async () => {
    const url = change(store);
    await assert.rejects(Engine.open({ store: url }), (error) => {
      const password = new URL(url).password;
      if (code) assert.equal(error.code, code);
      assert.ok(error.message.includes(says), error.message);
      assert.ok(!error.message.includes(`:${password}@`) && !error.message.includes('wrong-secret'), error.message);
      return true;
    });
  });
}

for (const pgConnections of [0, 65, -1, '4', 2.5]) {
  test(`pgConnections: ${JSON.stringify(pgConnections)} is refused by name`, options, async () => {
    await assert.rejects(Engine.open({ store, pgConnections }), (error) => {
      assert.equal(error.code, 'invalid_argument');
      assert.ok(error.message.includes('"pgConnections"'), error.message);
      return true;
    });
  });
}
