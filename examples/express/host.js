'use strict';
// The engine as the settings want it.

const { Engine, FreeSwitch } = require('smarthandoff');

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

async function openHost(settings) {
  const { values, groups, encryptionKeys } = settings;
  const telephony = groups.has('ESL_') ? new FreeSwitch({
    host: values.ESL_HOST,
    port: Number(values.ESL_PORT),
    password: values.ESL_PASSWORD,
    domain: values.ESL_DOMAIN,
  }) : null;
  const engine = await Engine.open({ store: values.DATABASE_URL, telephony, encryptionKeys });
  if (groups.has('WHATSAPP_')) await setChannel(engine, settings);
  return {
    settings,
    engine,
    // The tenant, user and role of the token; what has none (a webhook) finds its tenant by itself.
    tenantOf: (caller) => (
      caller ? engine.tenant(caller.tenant, { user: caller.user, role: caller.role }) : engine.tenant(values.DEFAULT_TENANT)
    ),
  };
}

module.exports = { openHost };
