'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { Engine, FreeSwitch, SimulatedPbx } = require('smarthandoff');
const { openWithPbx, nextEvent } = require('./support.js');

const jeni = { name: 'Jeni', aliases: ['financeiro'], number: '1002', department: 'Financeiro', ringTimeoutSeconds: 5 };

test('a busy extension brings the caller back with the sentence and the offer', async (t) => {
  const { pbx, tenant } = await openWithPbx(t);
  await tenant.destinations.create(jeni);
  const handoff = await tenant.handoffs.start({ callId: pbx.placeCall({ caller: '+5518997751234' }), caller: '+5518997751234' });
  const outcome = await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'a Jeni do financeiro' });
  assert.equal(outcome.result, 'busy');
  assert.equal(outcome.say, 'O ramal de Jeni está ocupado no momento. Posso pedir para retornarem sua ligação, ou você prefere deixar um recado?');
  assert.equal(outcome.evidence.sipCode, 486);
  assert.equal(outcome.settled, true);
});

test('a caller is put through to a person who answers', async (t) => {
  const { pbx, tenant } = await openWithPbx(t);
  await tenant.destinations.create({ ...jeni, number: '1001' });
  const callId = pbx.placeCall({ caller: '+5518997751234' });
  const handoff = await tenant.handoffs.start({ callId, caller: '+5518997751234' });
  const outcome = await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'Jeni' });
  assert.equal(outcome.result, 'answered');
  assert.equal(pbx.calls()[0].talkingTo, '1001');
});

test('a callback is agreed on in plain words and stored before it is said', async (t) => {
  const { pbx, tenant } = await openWithPbx(t);
  await tenant.destinations.create(jeni);
  const handoff = await tenant.handoffs.start({ callId: pbx.placeCall({ caller: '+5518997751234' }), caller: '+5518997751234' });
  await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'Jeni' });
  let heard;
  for (const text of ['quero que me liguem', 'pode ser neste mesmo', 'sim', 'assim que ela estiver livre', 'boleto']) {
    heard = await tenant.handoffs.hear({ handoffId: handoff.id, text });
  }
  assert.equal(heard.question, 'created');
  const callback = await tenant.callbacks.get({ callbackId: heard.callbackId });
  assert.ok(['pending', 'scheduled'].includes(callback.status)); // at night in Brazil it waits for the morning
  assert.equal(callback.reason, 'boleto');
  const ticket = await tenant.tickets.get({ ticketId: callback.ticketId });
  assert.equal(ticket.type, 'callback');
});

test('the same works through the Event Socket of a FreeSWITCH', async (t) => {
  const pbx = new SimulatedPbx();
  pbx.addStandardPhones();
  pbx.start();
  t.after(() => pbx.stop());
  const telephony = new FreeSwitch({ port: pbx.listen(0, 'secret'), password: 'secret', domain: 'pbx.local', assistantExtension: '9000' });
  const engine = await Engine.open({ telephony });
  t.after(() => engine.close());
  const tenant = engine.tenant('acme');
  await tenant.destinations.create({ ...jeni, number: '1004' });
  const handoff = await tenant.handoffs.start({ callId: pbx.placeCall(), caller: '' });
  const outcome = await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'Jeni' });
  assert.equal(outcome.result, 'rejected');
});

test('a wrong password is told when the engine is opened', async (t) => {
  const pbx = new SimulatedPbx();
  pbx.start();
  t.after(() => pbx.stop());
  const telephony = new FreeSwitch({ port: pbx.listen(), password: 'wrong' });
  await assert.rejects(Engine.open({ telephony }), { code: 'unauthorized' });
  assert.ok(!require('node:util').inspect(telephony).includes('wrong'));
  assert.ok(!JSON.stringify(telephony).includes('wrong'));
});

test('every change of a handoff is an event with its position', async (t) => {
  const { engine, pbx, tenant } = await openWithPbx(t);
  await tenant.destinations.create(jeni);
  const returned = nextEvent(engine, 'handoff.returned', { tenant: 'acme' });
  const handoff = await tenant.handoffs.start({ callId: pbx.placeCall(), caller: '' });
  await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'Jeni' });
  const event = await returned;
  assert.equal(event.entity, handoff.id);
  assert.equal(typeof event.position, 'string');
  assert.ok(event.at instanceof Date);
  const page = await engine.events({ tenant: 'acme' });
  assert.ok(page.events.some(({ position }) => position === event.position));
  assert.deepEqual((await engine.events({ tenant: 'acme', cursor: page.next })).events, []);
});
