'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const { test } = require('node:test');

const { Engine, Twilio, TwilioDouble } = require('smarthandoff');

const NUMBER = '+551140001234';
const CALLER = '+5518997751234';
const TOKEN = '12345';
const ACCOUNT = `AC${'a'.repeat(32)}`;

const options = (publicUrl, baseUrl) => ({
  account: { accountSid: ACCOUNT, authToken: TOKEN, baseUrl, callsPerSecond: 100 },
  publicUrl,
  number: NUMBER,
  assistantStream: 'wss://host.example/assistant',
});

// A host's web server that hands over what Twilio asks for.
async function host(answer) {
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status, contentType, body } = answer({
      method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks),
    });
    response.writeHead(status, contentType ? { 'Content-Type': contentType } : {}).end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

const until = async (found) => {
  for (;;) {
    const value = found();
    if (value) return value;
    await new Promise((done) => setImmediate(done));
  }
};

test('a caller at Twilio is put through, comes back to the assistant, and is told why', async (t) => {
  let phone;
  const server = await host((request) => phone.webhook(request));
  t.after(() => server.close());
  const publicUrl = `http://127.0.0.1:${server.address().port}/twilio`;
  const twilio = new TwilioDouble({ accountSid: ACCOUNT, authToken: TOKEN, callsPerSecond: 100 });
  t.after(() => twilio.stop());
  twilio.addPerson({ number: CALLER });
  twilio.addPerson({ number: 'client:1002', behaviour: 'busy' });
  twilio.addNumber({ number: NUMBER, voiceUrl: `${publicUrl}/incoming` });
  twilio.listen();
  phone = new Twilio({ ...options(publicUrl, twilio.url()), presence: async (extension) => (extension === '1003' ? 'dnd' : null) });
  const engine = await Engine.open({ telephony: phone });
  t.after(() => engine.close());
  twilio.start();

  const tenant = engine.tenant('acme');
  await tenant.destinations.create({ name: 'Jeni', number: '1002', department: 'Financeiro' });
  await tenant.destinations.create({ name: 'Bruno', number: '1003' });
  const callId = twilio.call(CALLER, NUMBER);
  await until(() => twilio.log().find((entry) => entry.kind === 'stream' && entry.id === callId));
  const { id: handoffId } = await tenant.handoffs.start({ callId, caller: CALLER });

  const outcome = await tenant.handoffs.transfer({ handoffId, to: 'a Jeni do financeiro' });
  assert.equal(outcome.result, 'busy');
  assert.match(outcome.say, /^O ramal de Jeni está ocupado no momento\./);
  const asked = await tenant.extensions.status({ extension: '1003' });
  assert.equal(asked.state, 'dnd');
});

test('what Twilio did not sign is refused, and a wrong option is named', async (t) => {
  const wrong = (extra, field) => assert.throws(
    () => new Twilio({ ...options('https://host.example', ''), ...extra }),
    (error) => error.code === 'invalid_argument' && error.details.field === field,
  );
  wrong({ numbr: 'x' }, 'numbr');
  wrong({ presence: 'x' }, 'presence');
  wrong({ account: { accountSid: 5 } }, 'account.accountSid');
  const phone = new Twilio(options('https://host.example/twilio', ''));
  const request = { url: '/twilio/incoming', headers: { 'x-twilio-signature': 'x' }, body: 'CallSid=CA1' };
  assert.throws(() => phone.webhook(request), { code: 'failed_precondition' });
  const twilio = new TwilioDouble({ accountSid: ACCOUNT, authToken: TOKEN });
  twilio.listen();
  t.after(() => twilio.stop());
  const known = new Twilio(options('https://host.example/twilio', twilio.url()));
  const engine = await Engine.open({ telephony: known });
  t.after(() => engine.close());
  assert.equal(known.webhook(request).status, 403);
});
