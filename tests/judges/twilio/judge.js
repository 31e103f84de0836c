'use strict';

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const { DOMParser } = require('@xmldom/xmldom');
const jwt = require('jsonwebtoken');
const official = require('twilio');

const documents = require('./documents.js');
const { twilio } = require(process.env.SMARTHANDOFF);

const vectors = JSON.parse(fs.readFileSync(path.join(process.env.SMARTHANDOFF_TEST_DATA, 'twilio/request_signatures.json'), 'utf8'));
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

// A seeded generator (mulberry32).
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const PIECES = ['a', 'B', '_', '9', ' ', '+', '%', '&', '=', 'é', '日', '👍', '\r\n', '/', '"', 'From', 'Call'];
const word = (random, most) => Array.from({ length: random(most + 1) }, () => PIECES[random(PIECES.length)]).join('');

function randomParams(random) {
  const params = {};
  for (let i = random(30); i > 0; i -= 1) {
    const name = `P${word(random, 4)}`;
    params[name] = random(5) === 0 ? Array.from({ length: 2 + random(3) }, () => word(random, 3)) : word(random, 8);
  }
  return params;
}

function encoded(params) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) [value].flat().forEach((one) => form.append(name, one));
  return form.toString();
}

function compare(token, url, params) {
  const theirs = official.getExpectedTwilioSignature(token, url, params);
  const ours = twilio.sign({ token, url, params });
  const body = encoded(params);
  assert.equal(ours, theirs);
  assert.equal(official.validateRequest(token, ours, url, params), true);
  assert.equal(twilio.validate({ token, signature: theirs, url, body, contentType: FORM }), true);
  const changed = `${body}&Zz=1`;
  assert.equal(twilio.validate({ token, signature: theirs, url, body: changed, contentType: FORM }), false);
}

test('signatures of the vectors and of seeded random forms are the same', () => {
  for (const row of vectors.form) compare(row.auth_token, row.url, row.params);
  const random = generator(4);
  const hosts = ['https://example.com', 'https://example.com:443', 'http://example.com:80', 'https://example.com:8443', 'wss://example.com'];
  for (let i = 0; i < 5000; i += 1) {
    compare(`token${random(1000)}`, `${hosts[random(hosts.length)]}/voice/${random(99)}?a=${random(9)}&b=%20${random(9)}`, randomParams(random));
  }
});

test('bodies that are no form are held to their hash', () => {
  const random = generator(5);
  for (let i = 0; i < 500; i += 1) {
    const body = JSON.stringify({ text: word(random, 20) });
    const url = `https://example.com/events?x=1&bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const signature = twilio.sign({ token: '12345', url });
    assert.equal(official.validateRequestWithBody('12345', signature, url, body), true);
    const request = { token: '12345', signature: official.getExpectedTwilioSignature('12345', url, {}), url, contentType: 'application/json' };
    assert.equal(twilio.validate({ ...request, body }), true);
    assert.equal(twilio.validate({ ...request, body: `${body} ` }), false);
  }
});

// An element as a value: attributes in any order, texts next to each other as one.
function meaning(node) {
  const attributes = Object.fromEntries(Array.from(node.attributes).map(({ name, value }) => [name, value]));
  const children = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === 1) children.push(meaning(child));
    else if (typeof children.at(-1) === 'string') children.push(children.pop() + child.nodeValue);
    else children.push(child.nodeValue);
  }
  return { element: node.nodeName, attributes, children };
}

const parsed = (xml) => meaning(new DOMParser().parseFromString(xml, 'text/xml').documentElement);

for (const [name, verbs, make] of documents) {
  test(`the document is the same: ${name}`, () => {
    const response = new official.twiml.VoiceResponse();
    make(response);
    assert.deepEqual(parsed(twilio.twiml({ verbs })), parsed(response.toString()));
  });
}

test('tokens are verified and have the claims of the package', () => {
  const { AccessToken } = official.jwt;
  const now = Math.floor(Date.now() / 1000);
  const [account, key, application] = ['AC', 'SK', 'AP'].map((prefix) => prefix + '0a'.repeat(16));
  for (const region of ['', 'ie1']) {
    const ours = twilio.accessToken({
      accountSid: account, keySid: key, keySecret: 'secret'.repeat(6), identity: 'josé', ttl: 600, issuedAt: now, incoming: true,
      outgoingApplicationSid: application, region, outgoingParams: { role: 'closer' },
    });
    const made = new AccessToken(account, key, 'secret'.repeat(6), { identity: 'josé', ttl: 600, ...(region ? { region } : {}) });
    made.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true, outgoingApplicationSid: application, outgoingApplicationParams: { role: 'closer' } }));
    const theirs = jwt.verify(made.toJwt(), 'secret'.repeat(6), { complete: true });
    const checked = jwt.verify(ours, 'secret'.repeat(6), { complete: true, algorithms: ['HS256'] });
    assert.deepEqual(checked.header, theirs.header);
    const timeless = ({ iat, exp, jti, ...claims }) => ({ ...claims, ttl: exp - iat });
    assert.deepEqual(timeless(checked.payload), timeless(theirs.payload));
    assert.equal(checked.payload.jti, `${key}-${now}`);
  }
});
