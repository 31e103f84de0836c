'use strict';

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const { test } = require('node:test');

const { Engine, FreeSwitch, understand, whatsapp } = require('smarthandoff');
const { openEngine } = require('./support.js');

const bad = [
  ['a missing field', { number: '1004' }, 'name'],
  ['a field of another type', { name: 'Jeni', number: 1004 }, 'number'],
  ['an unknown field', { name: 'Jeni', number: '1004', colour: 'red' }, 'colour'],
  ['a snake_case field', { name: 'Jeni', number: '1004', ring_timeout_seconds: 30 }, 'ring_timeout_seconds'],
  ['a snake_case field of a member', { name: 'Jeni', number: '1004', hunt: [{ destination_id: 'x' }] }, 'hunt[0].destination_id'],
  ['a list element of another type', { name: 'Jeni', number: '1004', aliases: ['a', 7] }, 'aliases[1]'],
  ['an unknown enumerator', { name: 'Jeni', number: '1004', type: 'phone' }, 'type'],
  ['a fraction for a whole number', { name: 'Jeni', number: '1004', ringTimeoutSeconds: 1.5 }, 'ringTimeoutSeconds'],
  ['no number for a whole number', { name: 'Jeni', number: '1004', ringTimeoutSeconds: NaN }, 'ringTimeoutSeconds'],
  ['half a surrogate pair', { name: 'Jeni \ud83d', number: '1004' }, 'name'],
  ['the other half, in a list', { name: 'Jeni', number: '1004', aliases: ['a \ude00 b'] }, 'aliases[0]'],
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

test('what is wrong with a value is said in the words of the language', async (t) => {
  const { destinations, callbacks } = (await openEngine(t)).tenant('acme');
  const made = { name: 'Jeni', number: '1004' };
  const rows = [
    [() => destinations.create({ ...made, ringTimeoutSeconds: 5.5 }), 'ringTimeoutSeconds', /whole number, not one with a fraction/],
    [() => destinations.create({ ...made, ringTimeoutSeconds: NaN }), 'ringTimeoutSeconds', /whole number, not NaN/],
    [() => destinations.create({ ...made, ringTimeoutSeconds: 2 ** 60 }), 'ringTimeoutSeconds', /not one beyond 2\^53/],
    [() => destinations.create({ ...made, name: '\udc00' }), 'name', /a text, not one with half a surrogate pair/],
    [() => destinations.create({ ...made, ring_timeout_seconds: 5 }), 'ring_timeout_seconds', /^field "ring_timeout_seconds": .*names are camelCase/],
    [() => callbacks.create({ number: '+5518997751234', scheduledAt: new Date(NaN) }), 'scheduledAt', /not an invalid Date/],
  ];
  for (const [asked, field, message] of rows) {
    await assert.rejects(asked(), (error) => {
      assert.equal(error.details.field, field);
      assert.match(error.message, message);
      return true;
    });
  }
  const kept = await destinations.create({ ...made, name: 'Jeni \ufffd 😀' }); // whole characters, all of them
  assert.equal(kept.name, 'Jeni \ufffd 😀');
});

// Ignored, `rol: 'agent'` ran as the service.
test('options that nobody knows or that cannot be are refused by name, at once where nothing is asked', async (t) => {
  const engine = await openEngine(t);
  const named = (field) => (error) => {
    assert.equal(error.code, 'invalid_argument');
    assert.equal(error.details.field, field);
    return true;
  };
  const tenant = engine.tenant('acme');
  const atOnce = [
    [() => engine.tenant('acme', { rol: 'agent' }), 'rol'],
    [() => engine.tenant('acme', { role: 'boss' }), 'role'],
    [() => engine.tenant('acme', { role: '' }), 'role'],
    [() => engine.tenant('acme', { role: 5 }), 'role'],
    [() => engine.tenant('acme', { user: '\ud800' }), 'user'],
    [() => engine.tenant('acme', 'agent'), 'options'],
    [() => engine.tenant(''), 'tenant'],
    [() => engine.tenant('a/b'), 'tenant'],
    [() => engine.tenant(), 'tenant'],
    [() => engine.subscribe(() => {}, { topics: 'x' }), 'topics'],
    [() => new FreeSwitch({ hots: 'x' }), 'hots'],
    [() => new FreeSwitch({ port: '8021' }), 'port'],
    [() => new FreeSwitch('10.0.0.1'), 'options'],
    [() => tenant.understand.phone({ text: '1' }, { timeout: 1 }), 'timeout'],
    [() => understand.phone({ text: '1' }, { tenant: 'acme' }), 'tenant'],
  ];
  for (const [call, field] of atOnce) assert.throws(call, named(field), field);
  const later = [
    [() => tenant.destinations.create({ name: 'Jeni', number: '1004' }, { foo: 5 }), 'foo'],
    [() => tenant.destinations.create({ name: 'Jeni', number: '1004' }, { requestId: 5 }), 'requestId'],
    [() => tenant.extensions.status({ extension: '1001' }, { timeout: 'x' }), 'timeout'],
    [() => tenant.extensions.status({ extension: '1001' }, { timeout: -1 }), 'timeout'],
    [() => tenant.extensions.status({ extension: '1001' }, { timeout: NaN }), 'timeout'],
    [() => engine.events({ foo: 1 }), 'foo'],
    [() => engine.events({ limit: 'x' }), 'limit'],
    [() => engine.events({ limit: 0 }), 'limit'],
    [() => engine.events({ cursor: 'x' }), 'cursor'],
  ];
  for (const [asked, field] of later) await assert.rejects(asked(), named(field), field);
  assert.deepEqual((await tenant.destinations.list()).destinations, []);
});

test('the raw body of a webhook is taken as bytes, whatever is in it', async (t) => {
  const engine = await openEngine(t, { encryptionKeys: [{ id: 'k', key: '07'.repeat(32) }] });
  const tenant = engine.tenant('acme');
  await tenant.channels.create({ name: 'W', phoneNumberId: '1', accessToken: 'a', appSecret: 's' });
  const head = '{"object":"whatsapp_business_account","entry":[{"id":"9","changes":[{"field":"messages","value":{"metadata":'
    + '{"phone_number_id":"1"},"messages":[{"id":"w1","from":"5518997751234","timestamp":"1768584600","type":"text","text":{"body":"ol';
  const body = Buffer.concat([Buffer.from(head), Buffer.from([0xff]), Buffer.from('"}}]}}]}]}')]);
  const signature = `sha256=${createHmac('sha256', 's').update(body).digest('hex')}`;
  assert.equal(whatsapp.validate({ body, signature, appSecret: 's' }), true);
  assert.equal((await tenant.messaging.webhook({ body, signature })).received, 1);
  assert.equal((await tenant.messages.list()).messages[0].text, 'ol\ufffd');
});

test('a role that is not enough is unauthorized, an unknown one invalid', async (t) => {
  const engine = await openEngine(t);
  await assert.rejects(engine.tenant('acme', { role: 'agent' }).tenants.update({ companyName: 'x' }), { code: 'unauthorized' });
  assert.throws(() => engine.tenant('acme', { role: 'boss' }), { code: 'invalid_argument' });
});

test('options that make no sense refuse the opening by name', async () => {
  await assert.rejects(Engine.open(5), (error) => error.details.field === 'options');
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
