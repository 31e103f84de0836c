'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { Engine } = require('smarthandoff');
const { openEngine } = require('./support.js');

const bad = [
  ['a missing field', { number: '1004' }, 'name'],
  ['a field of another type', { name: 'Jeni', number: 1004 }, 'number'],
  ['an unknown field', { name: 'Jeni', number: '1004', colour: 'red' }, 'colour'],
  ['a snake_case field', { name: 'Jeni', number: '1004', ring_timeout_seconds: 30 }, 'ring_timeout_seconds (names are camelCase)'],
  ['a list element of another type', { name: 'Jeni', number: '1004', aliases: ['a', 7] }, 'aliases[1]'],
  ['an unknown enumerator', { name: 'Jeni', number: '1004', type: 'phone' }, 'type'],
  ['a fraction for a whole number', { name: 'Jeni', number: '1004', ringTimeoutSeconds: 1.5 }, 'ringTimeoutSeconds'],
  ['a name with a newline', { name: 'Je\nni', number: '1004' }, 'name'],
];

for (const [what, request, field] of bad) {
  test(`${what} is refused and named`, async (t) => {
    const engine = await openEngine(t);
    await assert.rejects(engine.tenant('acme').destinations.create(request), (error) => {
      assert.equal(error.code, 'invalid_argument');
      assert.equal(error.retryable, false);
      assert.equal(error.details.field, field);
      assert.ok(error instanceof Error);
      return true;
    });
    assert.deepEqual((await engine.tenant('acme').destinations.list()).destinations, []);
  });
}

test('a request that is no object is refused', async (t) => {
  const engine = await openEngine(t);
  for (const request of [7, 'Jeni', [], new Date(), null]) {
    await assert.rejects(engine.tenant('acme').destinations.create(request), { code: 'invalid_argument' });
  }
});

test("another tenant's handoff is as one that does not exist", async (t) => {
  const engine = await openEngine(t);
  const handoff = await engine.tenant('acme').handoffs.start({ callId: 'c1', caller: '' });
  await assert.rejects(engine.tenant('other').handoffs.get({ handoffId: handoff.id }), { code: 'not_found' });
});

test('an utterance of 1 MB is refused', async (t) => {
  const engine = await openEngine(t);
  const handoff = await engine.tenant('acme').handoffs.start({ callId: 'c1', caller: '' });
  const text = 'a'.repeat(1 << 20);
  await assert.rejects(engine.tenant('acme').handoffs.hear({ handoffId: handoff.id, text }), (error) => error.details.field === 'text');
});

test('a role that is not enough is unauthorized, an unknown one invalid', async (t) => {
  const engine = await openEngine(t);
  await assert.rejects(engine.tenant('acme', { role: 'agent' }).tenants.update({ companyName: 'x' }), { code: 'unauthorized' });
  await assert.rejects(engine.tenant('acme', { role: 'boss' }).tenants.get(), { code: 'invalid_argument' });
});

test('options that make no sense refuse the opening by name', async () => {
  await assert.rejects(Engine.open({ store: 'mysql://x' }), { code: 'invalid_argument' });
  await assert.rejects(Engine.open({ stor: 'sqlite://:memory:' }), (error) => error.details.field === 'stor');
  await assert.rejects(Engine.open({ telephony: {} }), (error) => error.details.field === 'telephony');
});

test('the same request id answers the same, another request under it conflicts', async (t) => {
  const engine = await openEngine(t);
  const { destinations } = engine.tenant('acme');
  const first = await destinations.create({ name: 'Jeni', number: '1004' }, { requestId: 'r1' });
  const again = await destinations.create({ name: 'Jeni', number: '1004' }, { requestId: 'r1' });
  assert.equal(first.id, again.id);
  await assert.rejects(destinations.create({ name: 'Ana', number: '1001' }, { requestId: 'r1' }), { code: 'conflict' });
});

test('a FusionPBX that is away stops nothing, and one that cannot be meant is refused without its password', async () => {
  const engine = await Engine.open({ fusionpbx: 'postgresql://reader:hush@127.0.0.1:1/fusionpbx', fusionpbxRefresh: 1000 });
  const { directory } = await engine.health();
  assert.equal(directory.state, 'connecting');
  assert.ok(!directory.detail.includes('hush'));
  await engine.close();
  await assert.rejects(Engine.open({ fusionpbx: 'mysql://reader:hush@host/db' }), (error) => {
    assert.equal(error.code, 'invalid_argument');
    assert.ok(error.message.includes('fusionpbx') && !error.message.includes('hush'));
    return true;
  });
});
