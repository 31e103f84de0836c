'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { Engine } = require('smarthandoff');
const { openEngine, nextEvent } = require('./support.js');

const failing = (code) => () => { throw Object.assign(new Error('no'), { code }); };

async function openChannel(engine) {
  const tenant = engine.tenant('acme');
  const channel = await tenant.channels.create({ name: 'Own', isDefault: true });
  const say = async (text = 'Olá') => (await tenant.channels.test({ channelId: channel.id, to: '18 99775-1234', text })).id;
  return { tenant, channel, say };
}

// The message once `ready` says so.
async function reaches(tenant, messageId, ready, patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const message = await tenant.messages.get({ messageId });
    if (ready(message)) return message;
    assert.ok(Date.now() < end, `still ${message.status} ${message.failure.kind}`);
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

test('a function of the host sends, and names the service\'s id', async (t) => {
  let asked;
  const engine = await openEngine(t, { messenger: async (request) => { asked = request; return 'peer-1'; } });
  const { tenant, channel, say } = await openChannel(engine);
  const id = await say();
  const message = await reaches(tenant, id, (one) => one.status === 'sent');
  assert.equal(message.peerId, 'peer-1');
  assert.equal(asked.messageId, id);
  assert.equal(asked.channelId, channel.id);
  assert.equal(asked.to, '5518997751234');
  assert.equal(asked.content.text, 'Olá');
  assert.ok(asked.expiresAt instanceof Date);
});

const answers = [
  ['nothing', () => {}, 'sent', 'none'],
  ['refused', () => ({ outcome: 'refused', failure: { kind: 'recipient_stopped' } }), 'failed', 'recipient_stopped'],
  ['unavailable', failing('unavailable'), 'queued', 'temporary'],
  ['invalid_argument', failing('invalid_argument'), 'failed', 'request_invalid'],
  ['in_doubt', failing('in_doubt'), 'in_doubt', 'temporary'],
  ['its own mistake', async () => { throw new RangeError('bug'); }, 'in_doubt', 'temporary'],
  ['nonsense', () => ({ outcome: 'wonderful' }), 'in_doubt', 'temporary'],
];
for (const [what, messenger, status, kind] of answers) {
  test(`what the host's function answers decides: ${what}`, async (t) => {
    const engine = await openEngine(t, { messenger });
    const { tenant, say } = await openChannel(engine);
    await reaches(tenant, await say(), (one) => one.status === status && one.failure.kind === kind);
  });
}

test('a function that never answers leaves its message in doubt, and others go on', async (t) => {
  const engine = await openEngine(t, { messengerTimeout: 200, messenger: ({ content }) => (content.text === 'stuck' ? new Promise(() => {}) : 'peer') });
  const { tenant, say } = await openChannel(engine);
  const stuck = await say('stuck');
  await reaches(tenant, await say('next'), (one) => one.status === 'sent');
  await reaches(tenant, stuck, (one) => one.status === 'in_doubt');
});

test('an object lists templates too', async (t) => {
  const engine = await openEngine(t, {
    messenger: { send: () => 'peer', listTemplates: async () => [{ name: 'ola', language: 'pt_BR', status: 'approved' }] },
  });
  const { tenant, channel } = await openChannel(engine);
  const synced = nextEvent(engine, 'templates.synced');
  await tenant.templates.sync({ channelId: channel.id });
  await synced;
  const { templates } = await tenant.templates.list({ channelId: channel.id });
  assert.deepEqual(templates.map((one) => one.name), ['ola']);
});

test('what is no messenger is refused', async () => {
  await assert.rejects(Engine.open({ messenger: 5 }), { code: 'invalid_argument', details: { field: 'messenger', reason: 'must be a function, or an object with send(request)' } });
  await assert.rejects(Engine.open({ messenger: () => {}, messengerTimeout: 26_000 }), { code: 'invalid_argument' });
});
