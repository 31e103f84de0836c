'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const { test } = require('node:test');

const { TwilioDouble, twilio } = require('smarthandoff');

const ACCOUNT = `AC${'a'.repeat(32)}`;
const OURS = '+15550001111';

// A host on this very thread: it keeps what it is asked and answers from a table of documents.
async function openHost(documents) {
  const asked = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const path = request.url.split('?')[0];
      asked.push({ path, url: `${host.url}${request.url}`, headers: request.headers, body, form: Object.fromEntries(new URLSearchParams(body)) });
      response.setHeader('Content-Type', 'text/xml');
      response.end(documents[path] === undefined ? '' : `<Response>${documents[path]}</Response>`);
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const host = { asked, url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
  return host;
}

test('a step is awaited while the host on the same thread answers, and every webhook is signed', async () => {
  const host = await openHost({ '/voice': '<Gather numDigits="1" action="/menu"><Say>Diga</Say></Gather>', '/menu': '<Say>Obrigado</Say>' });
  const now = new Date('2026-11-20T12:00:00Z');
  const model = new TwilioDouble({ now, numbers: [OURS] });
  model.addNumber({ number: OURS, voiceUrl: `${host.url}/voice`, statusCallback: `${host.url}/status` });
  model.addPerson({ number: '+5518997751234', replies: ['1'] });
  const sid = model.call('+5518997751234', OURS);
  await model.step(new Date(now.getTime() + 60_000));
  assert.deepEqual(host.asked.map(({ path }) => path), ['/voice', '/menu', '/status']);
  assert.equal(host.asked[1].form.Digits, '1');
  for (const { url, headers, body } of host.asked) {
    const request = { token: '12345', signature: headers['x-twilio-signature'], url, body, contentType: headers['content-type'] };
    assert.equal(twilio.validate(request), true);
  }
  assert.equal(model.calls().find(({ callSid }) => callSid === sid).status, 'completed');
  assert.ok(model.log().some(({ kind, text }) => kind === 'hears' && text === 'says: Obrigado'));
  await assert.rejects(model.step(now), { code: 'failed_precondition' });
  model.stop();
  await host.close();
});

test('in real time the API is served, and goes wrong as told', async () => {
  const model = new TwilioDouble({ numbers: [OURS], callsPerSecond: 1000 });
  model.addPerson({ number: '*', behaviour: 'busy', after: 1 });
  model.start();
  model.listen();
  const create = () => fetch(`${model.url()}/2010-04-01/Accounts/${ACCOUNT}/Calls.json`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:12345`).toString('base64')}` },
    body: new URLSearchParams({ From: OURS, To: '+5518997751234', Twiml: '<Response/>' }),
  });
  model.failRequests(['too_many', 'error_done']);
  assert.equal((await (await create()).json()).code, 20429);
  assert.equal((await create()).status, 500);
  const made = await (await create()).json();
  assert.equal(made.status, 'queued');
  assert.equal(model.calls().length, 2);
  assert.throws(() => model.start(), { code: 'failed_precondition' });
  assert.throws(() => model.failRequests(['never']), { code: 'invalid_argument' });
  assert.throws(() => new TwilioDouble({ accountSid: 'AC1' }), { code: 'invalid_argument' });
  model.stop();
  assert.equal(model.url(), '');
});
