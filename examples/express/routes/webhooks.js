'use strict';
// What Meta calls: its verification, and its messages and statuses.

const { Route, field } = require('../table.js');

const PATHS = ['/webhooks/whatsapp/', '/api/v1/webhooks/whatsapp/'];
const MAX_WEBHOOK = 4 << 20;

const CHALLENGE = new Route({
  method: 'GET',
  paths: PATHS,
  operation: 'messaging.challenge',
  fields: [
    field('hub.mode', 'mode', { place: 'query' }),
    field('hub.verify_token', 'verify_token', { place: 'query' }),
    field('hub.challenge', 'challenge', { place: 'query' }),
  ],
  answer: { '': 'challenge' },
  access: 'open',
});
const WEBHOOK = new Route({
  method: 'POST',
  paths: PATHS,
  operation: 'messaging.webhook',
  fields: [
    field('body', 'body', { place: 'raw', doc: 'what Meta posts, byte for byte' }),
    field('X-Hub-Signature-256', 'signature', { place: 'header', doc: 'sha256= and the HMAC of the body' }),
  ],
  answer: { status: ['string', 'ok, whatever was in it'] },
  access: 'signature',
  handle: async (call) => {
    call.fields.signature ??= ''; // none is a wrong one
    await WEBHOOK.operate(call);
    return { status: 'ok' };
  },
  maxBody: MAX_WEBHOOK,
  refused: 401,
});

module.exports = [CHALLENGE, WEBHOOK];
