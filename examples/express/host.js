'use strict';
// The engine as the settings want it.

const { Engine, FreeSwitch } = require('smarthandoff');

const { badStore } = require('./settings.js');

// What a promise answers, or null where there is no such thing.
const found = (promise) => promise.catch((error) => {
  if (error.code === 'not_found') return null;
  throw error;
});

// The channel of the environment, made or brought up to date.
async function setChannel(engine, { values }) {
  const { channels } = engine.tenant(values.DEFAULT_TENANT);
  const members = {
    wabaId: values.WHATSAPP_BUSINESS_ACCOUNT_ID,
    accessToken: values.WHATSAPP_ACCESS_TOKEN,
    appSecret: values.WHATSAPP_APP_SECRET,
    verifyToken: values.WHATSAPP_VERIFY_TOKEN,
  };
  const phoneNumberId = values.WHATSAPP_PHONE_NUMBER_ID;
  const known = (await channels.list({ limit: 1000 })).channels.find((channel) => channel.phoneNumberId === phoneNumberId);
  if (known) await channels.update({ channelId: known.id, ...members });
  else await channels.create({ name: 'WhatsApp', isDefault: true, phoneNumberId, ...members });
}

const NUMBERS = {
  TWILIO_PHONE_NUMBER: {}, TWILIO_PHONE_NUMBER_FL: { state: 'FL' }, TWILIO_PHONE_NUMBER_TX: { state: 'TX' },
};

async function setAccount(accounts, values) {
  const members = { token: values.TWILIO_AUTH_TOKEN };
  const optional = {
    apiKeySid: 'TWILIO_API_KEY', apiKeySecret: 'TWILIO_API_SECRET', applicationSid: 'TWILIO_TWIML_APP_SID',
  };
  for (const [name, variable] of Object.entries(optional)) {
    if (values[variable]) members[name] = values[variable];
  }
  const accountSid = values.TWILIO_ACCOUNT_SID;
  const known = (await accounts.list({ limit: 1000 })).accounts.find((account) => account.accountSid === accountSid);
  if (known) return accounts.update({ accountId: known.id, ...members });
  return accounts.create({ name: 'Twilio', accountSid, isDefault: true, ...members });
}

// Twilio's account and numbers of the environment, made or brought up to date.
async function setPhone(engine, { values, publicUrl }) {
  const { phoneAccounts, numbers, calls } = engine.tenant(values.DEFAULT_TENANT);
  const { id: accountId } = await setAccount(phoneAccounts, values);
  for (const [variable, members] of Object.entries(NUMBERS)) {
    const number = values[variable];
    const known = await found(numbers.get({ number }));
    if (known) await numbers.update({ numberId: known.id, accountId, ...members });
    else await numbers.create({ number, label: variable, accountId, ...members });
  }
  await calls.configure({ baseUrl: publicUrl });
}

async function openHost(settings) {
  const { values, groups, encryptionKeys } = settings;
  const telephony = groups.has('ESL_') ? new FreeSwitch({
    host: values.ESL_HOST,
    port: Number(values.ESL_PORT),
    password: values.ESL_PASSWORD,
    domain: values.ESL_DOMAIN,
  }) : null;
  const twilioUrl = values.TWILIO_API_URL.replace(/\/+$/, '');
  const opening = Engine.open({ store: values.DATABASE_URL, telephony, encryptionKeys, twilioUrl });
  const engine = await opening.catch((error) => {
    throw badStore(error) ?? error;
  });
  if (groups.has('WHATSAPP_')) await setChannel(engine, settings);
  if (groups.has('TWILIO_')) await setPhone(engine, settings);
  return {
    settings,
    engine,
    // The tenant, user and role of the token; what has none (a webhook) finds its tenant by itself.
    tenantOf: (caller) => (
      caller ? engine.tenant(caller.tenant, { user: caller.user, role: caller.role }) : engine.tenant(values.DEFAULT_TENANT)
    ),
  };
}

module.exports = { found, openHost };
