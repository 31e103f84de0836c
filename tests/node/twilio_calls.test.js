'use strict';
// Calls over a tenant's own account of Twilio, with the double in Twilio's place.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { Engine, TwilioDouble } = require('smarthandoff');

const OURS = '+13055550100';
const THEIRS = '+5518997751234';
const encryptionKeys = [{ id: 'k', key: '07'.repeat(32) }];

test('a call is ordered at the address given', async (t) => {
  const twilio = new TwilioDouble({ numbers: [OURS] });
  t.after(() => twilio.stop());
  twilio.addPerson({ number: THEIRS });
  twilio.listen();
  const engine = await Engine.open({ twilioUrl: twilio.url(), encryptionKeys });
  t.after(() => engine.close());
  const tenant = engine.tenant('acme');
  await tenant.phoneAccounts.create({ name: 'prod', accountSid: `AC${'a'.repeat(32)}`, token: '12345' });
  await tenant.numbers.create({ number: OURS });
  await tenant.calls.configure({ baseUrl: 'https://host.example' });

  const placed = await tenant.calls.place({ to: THEIRS, purpose: 'requested', timeNamed: true });

  let sid = '';
  const end = Date.now() + 30_000;
  while (!sid) {
    assert.ok(Date.now() < end);
    ({ sid } = await tenant.calls.get({ callId: placed.call.id }));
  }
  assert.deepEqual(twilio.calls().map((call) => call.callSid), [sid]);
});

test('an address that could not be one is named', async () => {
  for (const twilioUrl of ['twilio', 'http://twilio.example', 'http://127.0.0.1:80/', 5]) {
    await assert.rejects(
      async () => Engine.open({ twilioUrl }),
      (error) => error.code === 'invalid_argument' && error.details.field === 'twilioUrl',
    );
  }
});
