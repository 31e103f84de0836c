'use strict';
// Twilio's own client drives the double, resource by resource; its validator judges every webhook.

const assert = require('node:assert/strict');
const http = require('node:http');
const { test, before, after } = require('node:test');

const official = require('twilio');

const { TwilioDouble } = require(process.env.SMARTHANDOFF);

const ACCOUNT = `AC${'a'.repeat(32)}`;
const TOKEN = '12345';
const OURS = '+15550001111';
const PERSON = '+5518997751234';

// The package knows Twilio's hosts only: this sends what it wants to send to the double.
class ToDouble extends official.RequestClient {
  constructor(url) {
    super();
    this.double = url;
  }

  request(options) {
    return super.request({ ...options, uri: options.uri.replace(new URL(options.uri).origin, this.double) });
  }
}

let double, client, server, host, now;
const asked = [];
const documents = {};

before(async () => {
  server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const path = request.url.split('?')[0];
      const params = Object.fromEntries(new URLSearchParams(body));
      const signature = request.headers['x-twilio-signature'];
      asked.push({ path, params, fits: official.validateRequest(TOKEN, signature, host + request.url, params), token: request.headers['i-twilio-idempotency-token'] });
      response.setHeader('Content-Type', 'text/xml');
      response.end(documents[path] ? documents[path](new official.twiml.VoiceResponse(), params).toString() : '');
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  host = `http://127.0.0.1:${server.address().port}`;
  now = new Date('2026-11-20T12:00:00Z');
  double = new TwilioDouble({ now, numbers: [OURS], callsPerSecond: 1000, accountSid: ACCOUNT, authToken: TOKEN });
  double.listen();
  client = official(ACCOUNT, TOKEN, { httpClient: new ToDouble(double.url()) });
});

after(() => {
  double.stop();
  server.closeAllConnections();
  server.close();
});

async function pass(seconds) {
  now = new Date(now.getTime() + seconds * 1000);
  await double.step(now);
}

test('calls are created, fetched, listed, redirected and ended', async () => {
  double.addPerson({ number: PERSON });
  documents['/voice'] = (response) => { response.say({ language: 'pt-BR' }, 'Olá'); response.pause({ length: 60 }); return response; };
  documents['/next'] = (response) => { response.play('https://example.com/a.mp3'); response.pause({ length: 60 }); return response; };
  const made = await client.calls.create({
    to: PERSON, from: OURS, url: `${host}/voice`, statusCallback: `${host}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'], timeout: 30, record: true, recordingChannels: 'dual',
  });
  assert.equal(made.status, 'queued');
  assert.equal(made.direction, 'outbound-api');
  await pass(10);
  const fetched = await client.calls(made.sid).fetch();
  assert.equal(fetched.status, 'in-progress');
  assert.equal(fetched.startTime.toISOString(), '2026-11-20T12:00:00.000Z');
  const found = await client.calls.list({ to: PERSON, startTimeAfter: new Date('2026-11-20T11:00:00Z'), limit: 5 });
  assert.deepEqual(found.map(({ sid }) => sid), [made.sid]);
  assert.equal((await client.calls.list({ status: 'busy' })).length, 0);
  await client.calls(made.sid).update({ url: `${host}/next`, method: 'POST' });
  await pass(5);
  await client.calls(made.sid).update({ status: 'completed' });
  await pass(5);
  await assert.rejects(client.calls(made.sid).update({ status: 'completed' }), { code: 21220, status: 400 });
  assert.equal((await client.calls(made.sid).fetch()).duration, '14');
  const told = asked.filter(({ path }) => path === '/status').map(({ params }) => params.CallStatus);
  assert.deepEqual(told, ['initiated', 'ringing', 'in-progress', 'completed']);
  const [recording] = await client.calls(made.sid).recordings.list();
  assert.equal(recording.channels, 2);
  await client.recordings(recording.sid).remove();
  await assert.rejects(client.recordings(recording.sid).fetch(), { code: 20404 });
});

test('errors have the codes that the package reports', async () => {
  await assert.rejects(client.calls.create({ to: '123', from: OURS, url: `${host}/voice` }), { code: 21211, status: 400 });
  await assert.rejects(client.calls.create({ to: PERSON, from: '+15559999999', url: `${host}/voice` }), { code: 21210 });
  await assert.rejects(client.calls('CA00000000000000000000000000000000').fetch(), { code: 20404, status: 404 });
  const stranger = official(ACCOUNT, 'wrong', { httpClient: new ToDouble(double.url()) });
  await assert.rejects(stranger.calls.list({ limit: 1 }), { code: 20003, status: 401 });
  double.failRequests(['too_many']);
  await assert.rejects(client.calls.create({ to: PERSON, from: OURS, url: `${host}/voice` }), { code: 20429, status: 429 });
});

test('lists go on over pages', async () => {
  for (let i = 0; i < 5; i += 1) await client.queues.create({ friendlyName: `fila ${i}`, maxSize: 10 });
  assert.equal((await client.queues.list({ pageSize: 2 })).length, 5);
});

test('numbers are searched, bought, changed and released, subaccounts made and closed', async () => {
  double.addAvailableNumber('+13055550100');
  const [free] = await client.availablePhoneNumbers('US').local.list({ areaCode: 305 });
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber: free.phoneNumber, voiceUrl: `${host}/in` });
  assert.equal(bought.voiceUrl, `${host}/in`);
  await client.incomingPhoneNumbers(bought.sid).update({ friendlyName: 'Miami' });
  assert.equal((await client.incomingPhoneNumbers.list({ friendlyName: 'Miami' })).length, 1);
  const child = await client.api.v2010.accounts.create({ friendlyName: 'Loja' });
  await client.incomingPhoneNumbers(bought.sid).update({ accountSid: child.sid });
  assert.equal((await client.api.v2010.accounts(child.sid).incomingPhoneNumbers.list()).length, 1);
  await client.api.v2010.accounts(child.sid).incomingPhoneNumbers(bought.sid).remove();
  assert.equal((await client.api.v2010.accounts(child.sid).update({ status: 'closed' })).status, 'closed');
  assert.equal((await client.api.v2010.accounts.list()).length, 2);
});

test('callers wait in queues and are taken out, and meet in conferences', async () => {
  double.addNumber({ number: OURS, voiceUrl: `${host}/wait-for-us` });
  documents['/wait-for-us'] = (response) => { response.enqueue({ waitUrl: '/music', action: '/left' }, 'suporte'); return response; };
  documents['/music'] = (response) => { response.play('https://example.com/music.mp3'); return response; };
  documents['/room'] = (response) => {
    response.dial().conference({ statusCallback: '/conference', statusCallbackEvent: 'start end join leave', participantLabel: 'customer' }, 'sala');
    return response;
  };
  const caller = double.call('+5518990000000', OURS);
  await pass(20);
  const [queue] = (await client.queues.list()).filter(({ friendlyName }) => friendlyName === 'suporte');
  assert.equal(queue.currentSize, 1);
  const [member] = await client.queues(queue.sid).members.list();
  assert.equal(member.callSid, caller);
  await client.queues(queue.sid).members('Front').update({ url: `${host}/room` });
  await pass(1);
  const [room] = await client.conferences.list({ friendlyName: 'sala', status: 'init' });
  const agent = await client.conferences(room.sid).participants.create({ from: OURS, to: PERSON, label: 'agent', endConferenceOnExit: true });
  await pass(5);
  assert.equal((await client.conferences(room.sid).fetch()).status, 'in-progress');
  const held = await client.conferences(room.sid).participants('customer').update({ hold: true });
  assert.equal(held.hold, true);
  assert.equal(double.calls().find(({ callSid }) => callSid === caller).hears, 'music');
  assert.equal((await client.conferences(room.sid).participants.list()).length, 2);
  await client.conferences(room.sid).participants(agent.callSid).remove();
  await pass(1);
  assert.equal((await client.conferences(room.sid).fetch()).status, 'completed');
  assert.deepEqual(asked.filter(({ path }) => path === '/left').map(({ params }) => params.QueueResult), ['redirected']);
});

test('messages are sent, fetched, listed and removed', async () => {
  const made = await client.messages.create({ to: PERSON, from: OURS, body: 'Olá 👍', statusCallback: `${host}/sms` });
  assert.equal(made.status, 'queued');
  await pass(5);
  assert.equal((await client.messages(made.sid).fetch()).status, 'delivered');
  assert.equal((await client.messages.list({ to: PERSON })).length, 1);
  await client.messages(made.sid).remove();
  await assert.rejects(client.messages(made.sid).fetch(), { code: 20404 });
  assert.deepEqual(asked.filter(({ path }) => path === '/sms').map(({ params }) => params.MessageStatus), ['sent', 'delivered']);
});

test('reservations of a workflow are read and accepted', async () => {
  documents['/workflow'] = (response) => { response.enqueue({ workflowSid: 'WW1', waitUrl: '/music' }).task('{"skill":"pt"}'); return response; };
  double.addNumber({ number: OURS, voiceUrl: `${host}/workflow` });
  double.call('+5518990000001', OURS);
  await pass(1);
  const task = double.log().findLast(({ kind }) => kind === 'task').id;
  const reservation = double.offerTask(task, '{"contact_uri":"client:ana"}', `${host}/assignment`);
  await pass(1);
  const { WorkspaceSid } = asked.find(({ path }) => path === '/assignment').params;
  const tasks = client.taskrouter.v1.workspaces(WorkspaceSid).tasks(task);
  assert.equal((await tasks.reservations(reservation).fetch()).reservationStatus, 'pending');
  assert.equal((await tasks.reservations(reservation).update({ reservationStatus: 'accepted' })).reservationStatus, 'accepted');
  assert.equal((await tasks.fetch()).assignmentStatus, 'assigned');
});

test('every webhook was signed as the package would, each with its own token', () => {
  assert.ok(asked.length > 15);
  assert.deepEqual(asked.filter(({ fits }) => !fits), []);
  assert.equal(new Set(asked.map(({ token }) => token)).size, asked.length);
});
