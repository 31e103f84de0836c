'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const { documents, esl, understand } = require('smarthandoff');
const { openEngine } = require('./support.js');

const data = path.join(__dirname, '../data');
const vectors = (name) => JSON.parse(fs.readFileSync(path.join(data, 'vectors', `${name}.json`), 'utf8'));

// The fields of `expected`, as the library spells them; utc* are Dates.
function compare(id, actual, expected) {
  for (const [name, value] of Object.entries(expected)) {
    if (name === 'note2') continue;
    const key = name === 'expectedDV' ? 'expectedDv' : name;
    let want = value;
    if (name.startsWith('utc') && value !== null) want = Array.isArray(value) ? value.map((text) => new Date(text)) : new Date(value);
    if (name === 'entities') compare(id, actual.entities, value);
    else assert.deepEqual(actual[key], want, `${id}: ${key}`);
  }
}

test('every phone vector is understood', () => {
  for (const { id, input, defaultRegion, defaultDdd, expected } of vectors('phones').vectors) {
    compare(id, understand.phone({ text: input, defaultRegion, defaultAreaCode: defaultDdd }), expected);
  }
  for (const { id, input, locale, defaultDdd, expected } of vectors('spoken_numbers').vectors) {
    const defaultRegion = locale === 'en-US' ? 'US' : 'BR';
    compare(id, understand.phone({ text: input, defaultRegion, defaultAreaCode: defaultDdd }), expected);
  }
});

test('every document vector is read', () => {
  for (const { id, type, input, expected } of vectors('cpf_cnpj').vectors) compare(id, documents.parse({ text: input, type }), expected);
});

test('every time and intent vector is understood', () => {
  const times = vectors('times');
  for (const { id, input, locale, timezone, now, expected } of times.vectors) {
    compare(id, understand.time({ text: input, now: new Date(now ?? times.meta.now), zone: timezone, language: locale }), expected);
  }
  for (const { id, input, locale, context, expected } of vectors('intents').vectors) {
    compare(id, understand.intent({ text: input, context, language: locale }), expected);
  }
});

test("what is left out comes from the tenant's profile", async (t) => {
  const engine = await openEngine(t);
  const tenant = engine.tenant('acme');
  assert.equal(tenant.understand.phone({ text: '99775-1234' }).status, 'invalid');
  await tenant.tenants.update({ defaultAreaCode: '18' });
  assert.equal(tenant.understand.phone({ text: '99775-1234' }).e164, '+5518997751234');
});

test('the decoder answers frames however the bytes are cut', () => {
  const body = 'Event-Name: CHANNEL_ANSWER\nCaller-Caller-ID-Name: Jo%C3%A3o%0AEvil: 1\n\n';
  const wire = Buffer.from(`Content-Length: ${body.length}\nContent-Type: text/event-plain\n\n${body}`);
  for (let cut = 0; cut <= wire.length; cut += 1) {
    const decoder = new esl.Decoder();
    const frames = [...decoder.feed(wire.subarray(0, cut)), ...decoder.feed(wire.subarray(cut))];
    assert.equal(frames.length, 1);
    assert.equal(frames[0].contentType, 'text/event-plain');
    assert.equal(frames[0].get('Caller-Caller-ID-Name'), 'João\nEvil: 1');
    assert.deepEqual(frames[0].event, { 'Event-Name': 'CHANNEL_ANSWER', 'Caller-Caller-ID-Name': 'João\nEvil: 1' });
    assert.equal(frames[0].headers['Content-Length'], String(body.length));
  }
  assert.throws(() => new esl.Decoder().feed('text'), { code: 'invalid_argument' });
  assert.throws(() => new esl.Decoder({ maxFrameBytes: 100 }).feed(Buffer.from('Content-Type: a\nContent-Length: 1000\n\n')), { code: 'corrupt' });
});

test('index.d.ts is what the table says', () => {
  const { generate } = require('smarthandoff/lib/generate-types.js');
  const file = require.resolve('smarthandoff/lib/index.d.ts');
  assert.equal(fs.readFileSync(file, 'utf8'), generate(), 'run `npm run types` in bindings/node');
});
