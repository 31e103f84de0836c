'use strict';
// Webhooks parsed and checked, and documents written, per second of one Node thread, by us and by npm twilio:
//   node node_twilio.js SAMPLE.json PEERS SECONDS
// prints a line of JSON.

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const querystring = require('node:querystring');

const [sampleFile, peers, seconds] = process.argv.slice(2);
const twilio = require(path.join(peers, 'node_modules/twilio'));
const { twilio: ours, whatsapp } = require(path.resolve(__dirname, '../../../bindings/node'));

const sample = JSON.parse(fs.readFileSync(sampleFile, 'utf8'));
const token = sample.auth_token;
const signature = sample.headers['X-Twilio-Signature'];
const contentType = sample.headers['Content-Type'];
const { url, body } = sample;

function need(ok) {
  if (!ok) throw new Error('a benchmark whose answer is wrong');
}

// Of the processor's time: what else the machine does is left out.
function perSecond(work) {
  for (let i = 0; i < 2000; i += 1) work();
  const begun = process.cpuUsage();
  let count = 0;
  let passed = 0;
  do {
    for (let i = 0; i < 500; i += 1) work();
    count += 500;
    passed = process.cpuUsage(begun).user / 1e6;
  } while (passed < Number(seconds));
  return count / passed;
}

const verbs = () => [
  {
    kind: 'gather',
    prompts: [{
      kind: 'say', text: 'Para falar com o financeiro, digite 1. Para voltar, digite 2.', voice: 'Polly.Camila', language: 'pt-BR',
    }],
    input: ['dtmf', 'speech'],
    action: 'https://example.com/voice/gather?call=1&step=2',
    method: 'POST',
    numDigits: 1,
    timeout: 5,
  },
  {
    kind: 'dial',
    targets: [{
      kind: 'number', number: '+5518997751234', url: 'https://example.com/voice/whisper', statusCallback: 'https://example.com/voice/status',
    }],
    action: 'https://example.com/voice/dial',
    timeout: 20,
    callerId: '+551140001234',
    answerOnBridge: true,
  },
  { kind: 'redirect', url: 'https://example.com/voice/again?a=1&b=2', method: 'POST' },
];

function theirs() {
  const response = new twilio.twiml.VoiceResponse();
  const gather = response.gather({
    input: 'dtmf speech', action: 'https://example.com/voice/gather?call=1&step=2', method: 'POST', numDigits: 1, timeout: 5,
  });
  gather.say({ voice: 'Polly.Camila', language: 'pt-BR' }, 'Para falar com o financeiro, digite 1. Para voltar, digite 2.');
  const dial = response.dial({
    action: 'https://example.com/voice/dial', timeout: 20, callerId: '+551140001234', answerOnBridge: true,
  });
  dial.number({ url: 'https://example.com/voice/whisper', statusCallback: 'https://example.com/voice/status' }, '+5518997751234');
  response.redirect({ method: 'POST' }, 'https://example.com/voice/again?a=1&b=2');
  return response.toString();
}

const message = Buffer.from(JSON.stringify({
  object: 'whatsapp_business_account',
  entry: [{
    id: '223344556677889',
    changes: [{
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '551140001234', phone_number_id: '109876543210987' },
        contacts: [{ profile: { name: 'Maria' }, wa_id: '5518997751234' }],
        messages: [1, 2].map((n) => ({
          from: '5518997751234', id: `wamid.HBgNNTUxODk5Nzc1MTIzNBUCABIYFDNBNEI${n}`, timestamp: '1700000000', type: 'text', text: { body: 'Sim, podem ligar depois das 16h' },
        })),
      },
    }],
  }],
}));
const secret = 'app-secret';
const hash = `sha256=${crypto.createHmac('sha256', secret).update(message).digest('hex')}`;

function parsedByHand() {
  const expected = Buffer.from(`sha256=${crypto.createHmac('sha256', secret).update(message).digest('hex')}`);
  need(crypto.timingSafeEqual(expected, Buffer.from(hash)));
  return JSON.parse(message.toString());
}

console.log(JSON.stringify({
  checkOurs: perSecond(() => need(ours.validate({ token, signature, url, body, contentType }))),
  checkTheirs: perSecond(() => need(twilio.validateRequest(token, signature, url, querystring.parse(body)))),
  twimlOurs: perSecond(() => need(ours.twiml({ verbs: verbs() }).length > 500)),
  twimlTheirs: perSecond(() => need(theirs().length > 500)),
  whatsappOurs: perSecond(() => {
    need(whatsapp.validate({ appSecret: secret, signature: hash, body: message }));
    need(whatsapp.parse({ body: message }));
  }),
  whatsappTheirs: perSecond(() => need(parsedByHand().entry.length === 1)),
}));
