'use strict';
// A number of WhatsApp's own service, and what a host's own service tells: both go one way from Node.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { openEngine, nextEvent } = require('./support.js');
const { graphDouble, NUMBER, TOKEN } = require('./graph_double.js');

const CUSTOMER = '+5518997751234';

// A purpose's reasons not to contact the customer, at an hour at which nothing else forbids it.
async function forbids(tenant, purpose) {
  const { reasons } = await tenant.gate.check({ address: CUSTOMER, purpose, at: new Date('2030-01-16T15:00:00Z') });
  return reasons.map((reason) => reason.name);
}

async function openNumber(t) {
  const graph = await graphDouble(t);
  const engine = await openEngine(t, { encryptionKeys: [{ id: 'k', key: '07'.repeat(32) }] });
  const tenant = engine.tenant('acme');
  const channel = await tenant.channels.create({
    name: 'WhatsApp', isDefault: true, phoneNumberId: NUMBER, baseUrl: graph.url, accessToken: TOKEN,
  });
  const hears = async () => (await tenant.messages.received({ peerId: 'wamid.IN1', fromNumber: CUSTOMER, text: 'oi' })).message;
  return { graph, engine, tenant, channel, hears };
}

for (const typing of [false, true]) {
  test(`the sender is told that a message was read${typing ? ', and that somebody writes' : ''}`, async (t) => {
    const { graph, tenant, hears } = await openNumber(t);
    const heard = await hears();
    assert.equal((await tenant.messages.markRead({ messageId: heard.id, typing })).id, heard.id);
    assert.deepEqual(await graph.taken(), {
      messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.IN1', ...(typing && { typing_indicator: { type: 'text' } }),
    });
  });
}

test('a receipt that is not taken is tried again, and one that never is is told', async (t) => {
  const { graph, engine, tenant, hears } = await openNumber(t);
  const heard = await hears();
  graph.replies.push(500);
  await tenant.messages.markRead({ messageId: heard.id, typing: true });
  const first = await graph.taken();
  assert.deepEqual(await graph.taken(), first);
  assert.deepEqual(first.typing_indicator, { type: 'text' });
  const failed = nextEvent(engine, 'message.read_failed');
  graph.replies.push(400);
  await tenant.messages.markRead({ messageId: heard.id });
  assert.equal((await failed).entity, heard.id);
});

test('only what was received can be read', async (t) => {
  const { graph, tenant, channel } = await openNumber(t);
  const sent = await tenant.channels.test({ channelId: channel.id, to: CUSTOMER, text: 'Olá' });
  await assert.rejects(tenant.messages.markRead({ messageId: sent.id }), { code: 'failed_precondition' });
  await assert.rejects(tenant.messages.markRead({ messageId: 'unknown' }), { code: 'not_found' });
  assert.equal((await graph.taken()).text.body, 'Olá');
});

test('what a host\'s own service tells goes the way of a webhook', async (t) => {
  let asked;
  const engine = await openEngine(t, { messenger: (request) => { asked = request; return `out-${request.messageId}`; } });
  const tenant = engine.tenant('acme');
  const channel = await tenant.channels.create({ name: 'Own', isDefault: true });
  const report = { peerId: 'in-1', fromNumber: '5518997751234', text: 'oi' };
  const first = await tenant.messages.received(report);
  const again = await tenant.messages.received(report);
  assert.deepEqual([first.isNew, again.isNew], [true, false]);
  assert.deepEqual(first.message, again.message);
  assert.equal(first.message.address, CUSTOMER);

  const sent = nextEvent(engine, 'message.sent');
  await tenant.channels.test({ channelId: channel.id, to: CUSTOMER, text: 'Olá' });
  await sent;
  const { messageId } = asked;
  const read = await tenant.messages.status({ messageId, status: 'read' });
  assert.deepEqual([read.applied, read.message.status], ['changed', 'read']);
  const late = await tenant.messages.status({ messageId, status: 'delivered' });
  assert.deepEqual([late.applied, late.message.status], ['ignored', 'read']);
  const theirs = await tenant.messages.status({ peerId: 'theirs', status: 'failed', failure: { kind: 'unknown' } });
  assert.equal(theirs.applied, 'unknown');

  const told = nextEvent(engine, 'opt_out.added');
  await tenant.messages.received({ peerId: 'in-2', fromNumber: '5518997751234', text: 'SAIR' });
  await told;
  assert.ok((await tenant.optOuts.check({ address: CUSTOMER, channel: 'whatsapp' })).suppressed);
  await assert.rejects(
    tenant.messages.received({ peerId: 'in-3', fromNumber: 'whatsapp:+5518997751234' }),
    (error) => error.code === 'invalid_argument' && error.details.field === 'fromNumber',
  );
});

test('who stopped promotions gets none and stays reachable, told by a message that failed or by the host', async (t) => {
  const refused = { outcome: 'refused', failure: { kind: 'recipient_stopped' } };
  const engine = await openEngine(t, { messenger: () => refused });
  const tenant = engine.tenant('acme');
  const channel = await tenant.channels.create({ name: 'Own', isDefault: true });
  const told = nextEvent(engine, 'opt_out.added');
  await tenant.channels.test({ channelId: channel.id, to: CUSTOMER, text: 'Oferta' });
  assert.equal((await told).payload.kind, 'no_marketing');
  const answer = await tenant.optOuts.check({ address: CUSTOMER });
  assert.deepEqual([answer.suppressed, answer.marketingSuppressed], [false, true]);
  assert.match(answer.marketingSuppression.reason, /^promotions stopped, message /);
  assert.deepEqual(await forbids(tenant, 'marketing'), ['no_marketing']);
  assert.deepEqual(await forbids(tenant, 'service'), []);

  assert.equal((await tenant.optOuts.remove({ address: CUSTOMER })).removed, false);
  assert.equal((await tenant.optOuts.remove({ address: CUSTOMER, purpose: 'marketing' })).removed, true);
  assert.deepEqual(await forbids(tenant, 'marketing'), []);
  const added = await tenant.optOuts.add({ address: CUSTOMER, purpose: 'marketing' });
  assert.deepEqual((await tenant.optOuts.list()).suppressions.map((one) => one.kind), [added.kind]);
  await assert.rejects(
    tenant.optOuts.add({ address: CUSTOMER, purpose: 'marketing', neverCall: true }),
    (error) => error.code === 'invalid_argument' && error.details.field === 'neverCall',
  );
});
