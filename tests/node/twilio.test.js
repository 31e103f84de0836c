'use strict';

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const { twilio, whatsapp } = require('smarthandoff');

const data = (name) => JSON.parse(fs.readFileSync(path.join(__dirname, '../data/twilio', name), 'utf8'));
const refused = (field) => ({ code: 'invalid_argument', details: { field } });
const refusal = (call) => {
  try {
    call();
  } catch ({ code, details }) {
    return { code, details: { field: details.field } };
  }
  return null;
};

test('forms are signed and accepted', () => {
  for (const row of data('request_signatures.json').form) {
    assert.equal(twilio.sign({ token: row.auth_token, url: row.url, params: row.params }), row.signature, row.name);
    const request = { token: row.auth_token, signature: row.signature, url: row.url, body: row.form_body };
    assert.equal(twilio.validate({ ...request, contentType: 'application/x-www-form-urlencoded; charset=UTF-8' }), true, row.name);
    assert.equal(twilio.validate({ ...request, body: `${row.form_body}&x=1` }), false, row.name);
  }
});

test('JSON is taken as a text or a Buffer', () => {
  for (const row of data('request_signatures.json').json) {
    const request = { token: row.auth_token, signature: row.signature, url: row.url, contentType: 'application/json' };
    assert.equal(twilio.validate({ ...request, body: row.body }), true, row.name);
    assert.equal(twilio.validate({ ...request, body: Buffer.from(row.body) }), true, row.name);
    assert.equal(twilio.validate({ ...request, body: Buffer.from(`${row.body} `) }), false, row.name);
  }
});

test('a token of the Voice SDK', () => {
  const [row] = data('access_tokens.json').tokens;
  const request = {
    accountSid: row.account_sid, keySid: row.key_sid, keySecret: row.secret, identity: 'agent_01', ttl: 3600,
    issuedAt: row.now, incoming: true, outgoingApplicationSid: `AP${'c'.repeat(32)}`,
  };
  assert.equal(twilio.accessToken(request), row.jwt);
  assert.equal(twilio.accessToken({ ...request, issuedAt: new Date(row.now * 1000) }), row.jwt);
  const [header] = twilio.accessToken({ ...request, region: 'ie1' }).split('.');
  assert.equal(JSON.parse(Buffer.from(header, 'base64url')).twr, 'ie1');
  assert.deepEqual(refusal(() => twilio.accessToken({ ...request, accountSid: 'AC' })), refused('accountSid'));
  assert.deepEqual(refusal(() => twilio.accessToken({ ...request, issuedAt: 'now' })), refused('issuedAt'));
  assert.deepEqual(refusal(() => twilio.accessToken({ ...request, outgoingApplicationSid: 'AP' })), refused('outgoingApplicationSid'));
  assert.deepEqual(refusal(() => twilio.sign({ token: '', url: 'https://x.y/' })), refused('token'));
});

test('WhatsApp is checked and read without an engine', () => {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{
      id: '1',
      changes: [{
        field: 'messages',
        value: {
          metadata: { phone_number_id: '2' },
          messages: [{ id: 'wamid.1', from: '5518', timestamp: '1700000000', type: 'text', text: { body: 'olá 👍' } }],
        },
      }],
    }],
  });
  const signature = `sha256=${createHmac('sha256', 'secret').update(body).digest('hex')}`;
  assert.equal(whatsapp.validate({ appSecret: 'secret', signature, body: Buffer.from(body) }), true);
  assert.equal(whatsapp.validate({ appSecret: 'other', signature, body }), false);
  const { changes: [change] } = whatsapp.parse({ body: Buffer.from(body) });
  assert.equal(change.phoneNumberId, '2');
  assert.equal(change.items[0].kind, 'message');
  assert.equal(change.items[0].message.text, 'olá 👍');
  assert.deepEqual(change.items[0].message.at, new Date(1700000000000));
});
