'use strict';
// The configuration, read from environment variables once, at start. What is wrong is named, all of it at once.

const { understand } = require('smarthandoff');

const matches = (pattern) => (value) => new RegExp(`^(?:${pattern})$`).test(value);
const between = (lowest, highest) => (value) => /^[0-9]{1,9}$/.test(value) && Number(value) >= lowest && Number(value) <= highest;

// 32 bytes as 64 hex digits or as base64.
function isKey(value) {
  return /^(?:[0-9A-Fa-f]{64}|[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$/.test(value);
}

// Name and key of each; one without a name is called "default".
const keyItems = (value) => value.split(',').map((item) => {
  const colon = item.lastIndexOf(':');
  return [item.slice(0, Math.max(0, colon)) || 'default', item.slice(colon + 1)];
});

function areKeys(value) {
  const items = keyItems(value);
  const names = new Set(items.map(([name]) => name).filter((name) => /^[A-Za-z0-9_.:-]{1,64}$/.test(name)));
  return names.size === items.length && items.every(([, key]) => isKey(key));
}

const isPhone = (value) => /^\+[0-9]{1,15}$/.test(value) && understand.phone({ text: value }).e164 === value;

const [TEXT, TOKEN, URL, DIGITS] = ['\\S+', '[!-~]{1,4096}', 'https?://[^\\s/]+\\S*', '[0-9]{1,32}'].map(matches);
const SECURE = matches('(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#@]*)?');
const STORE = 'sqlite:///file or postgresql://user:password@host:port/database';
const PHONE = ['a telephone number as + and digits', isPhone];
const sid = (letters) => [`${letters} and 32 hex digits`, matches(`${letters}[0-9a-fA-F]{32}`)];

// name: [what it must be, its check]; docs/examples.md tells what each group is for.
const REQUIRED = {
  DATABASE_URL: [STORE, matches('sqlite:///\\S+|sqlite://:memory:|(postgresql|postgres)://\\S+')],
  SECRET_KEY: ['at least 32 characters, not counting blanks around them', (value) => value.trim().length >= 32],
  BASE_URL: ['http(s)://…', URL],
  CREDENTIALS_ENCRYPTION_KEY: ['32 bytes as 64 hex digits or as base64, or id:key,id:key oldest first', areKeys],
};
const GROUPS = {
  ESL_: {
    ESL_HOST: ['a host name', TEXT],
    ESL_PORT: ['1 to 65535', between(1, 65535)],
    ESL_PASSWORD: ['a password', TEXT],
    ESL_DOMAIN: ['a PBX domain', TEXT],
  },
  TWILIO_: {
    TWILIO_ACCOUNT_SID: sid('AC'),
    TWILIO_AUTH_TOKEN: ['a token', TOKEN],
    TWILIO_PHONE_NUMBER: PHONE,
    TWILIO_PHONE_NUMBER_FL: PHONE,
    TWILIO_PHONE_NUMBER_TX: PHONE,
    TWILIO_API_KEY: sid('SK'),
    TWILIO_API_SECRET: ["the key's secret", TOKEN],
    TWILIO_TWIML_APP_SID: sid('AP'),
    TWILIO_API_URL: ['https://…, or http:// on this machine: a double of Twilio', SECURE],
  },
  WHATSAPP_: {
    WHATSAPP_VERIFY_TOKEN: ['a token', TEXT],
    WHATSAPP_ACCESS_TOKEN: ['a token', TEXT],
    WHATSAPP_APP_SECRET: ["the app's secret, for the signatures of webhooks", TEXT],
    WHATSAPP_PHONE_NUMBER_ID: ['digits', DIGITS],
    WHATSAPP_BUSINESS_ACCOUNT_ID: ['digits', DIGITS],
  },
  EVOLUTION_: {
    EVOLUTION_API_URL: ['http(s)://…', URL],
    EVOLUTION_API_KEY: ['a key', TEXT],
    EVOLUTION_API_INSTANCE: ['a name', TEXT],
  },
  CRM_: { CRM_API_URL: ['http(s)://…', URL], CRM_API_KEY: ['a key', TEXT] },
  OPENAI_: { OPENAI_API_KEY: ['a key', TEXT], OPENAI_COBRANCA_ASSISTANT_ID: ['an id', TEXT] },
  AZURE_: { AZURE_SPEECH_KEY: ['a key', TEXT], AZURE_SPEECH_REGION: ['e.g. brazilsouth', matches('[a-z0-9]+')] },
};
// What is read of a variable that is not set; a default switches no group on, a variable that is set does.
const DEFAULTS = {
  ESL_HOST: '127.0.0.1',
  ESL_PORT: '8021',
  ESL_DOMAIN: '',
  TWILIO_API_KEY: '',
  TWILIO_API_SECRET: '',
  TWILIO_TWIML_APP_SID: '',
  TWILIO_API_URL: '',
  WHATSAPP_APP_SECRET: '',
  HOST: '127.0.0.1',
  PORT: '8000',
  DEFAULT_TENANT: 'default',
};
const OTHERS = {
  HOST: ['an address to listen at', TEXT],
  PORT: ['0 to 65535; 0: a free one', between(0, 65535)],
  DEFAULT_TENANT: ['1-64 of letters, digits, - _ . :', matches('[A-Za-z0-9_.:-]{1,64}')],
  MESSAGE_GROUPING_DELAY: ['seconds', between(0, 3600)],
  FILA_PROCESS_INTERVAL: ['seconds', between(1, 86400)],
  FILA_ABANDONED_TIMEOUT: ['seconds', between(1, 86400)],
  FILA_DEFAULT_SIMULTANEOUS: ['1 to 1000', between(1, 1000)],
};
const USED_GROUPS = ['ESL_', 'TWILIO_', 'WHATSAPP_'];

// One line per variable that is missing or malformed; never a value.
class BadSettings extends Error {}

// Of an address that only the library could read to its end; its words may hold a password, and are left out.
function badStore({ code, details }) {
  if (code !== 'invalid_argument' || details?.field !== 'store') return null;
  return new BadSettings(`DATABASE_URL: malformed; must be ${STORE}`);
}

// What the variables of TWILIO_ ask of each other and of others.
function wrongBesideTwilio(given) {
  const wrong = [];
  for (const [one, other] of [['TWILIO_API_KEY', 'TWILIO_API_SECRET'], ['TWILIO_API_SECRET', 'TWILIO_API_KEY']]) {
    if (one in given && !(other in given)) wrong.push(`${other}: missing; must be given with ${one}`);
  }
  if ('BASE_URL' in given && !SECURE(given.BASE_URL)) {
    wrong.push('BASE_URL: malformed; must be https://…, which Twilio can ask');
  }
  return wrong;
}

function load(environment = process.env) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const wrong = [];
  const { BASE_URL: base, WEBHOOK_BASE_URL: webhook } = given;
  if (base && webhook && base !== webhook) wrong.push('WEBHOOK_BASE_URL: must be the same as BASE_URL, or be left out');
  if (webhook) given.BASE_URL ??= webhook;

  const check = (name, [what, fits], needed, why = '') => {
    if (!(name in given)) {
      if (needed) wrong.push(`${name}: missing; must be ${what}${why}`);
    } else if (!fits(given[name])) {
      wrong.push(`${name}: malformed; must be ${what}`);
    }
  };
  for (const [name, rule] of Object.entries(REQUIRED)) check(name, rule, true);
  const groups = new Set();
  for (const [group, members] of Object.entries(GROUPS)) {
    const first = Object.keys(members).find((name) => name in given);
    if (first) groups.add(group);
    for (const [name, rule] of Object.entries(members)) {
      check(name, rule, first && !(name in DEFAULTS), ` (${group} is on: ${first} is set)`);
    }
  }
  for (const [name, rule] of Object.entries(OTHERS)) check(name, rule, false);
  if (groups.has('TWILIO_')) wrong.push(...wrongBesideTwilio(given).map((line) => `${line} (TWILIO_ is on)`));
  if (wrong.length) throw new BadSettings(wrong.join('\n'));

  const values = { ...DEFAULTS, ...given };
  const unused = [...groups].filter((group) => !USED_GROUPS.includes(group)).sort();
  const notes = unused.map((group) => `${group}: set, but this build does not use it`);
  if (groups.has('WHATSAPP_') && !values.WHATSAPP_APP_SECRET) {
    notes.push('WHATSAPP_APP_SECRET: not set, so that no webhook can be checked and all are refused');
  }
  if (groups.has('TWILIO_') && !values.TWILIO_API_KEY) {
    notes.push('TWILIO_API_KEY: not set, so that agents get no access token');
  }
  return {
    values,
    publicUrl: values.BASE_URL.replace(/\/+$/, ''), // where the routes are found from outside
    groups,
    notes,
    encryptionKeys: keyItems(values.CREDENTIALS_ENCRYPTION_KEY).map(([id, key]) => ({ id, key })),
  };
}

module.exports = { BadSettings, badStore, load };
