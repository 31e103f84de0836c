'use strict';
// A request of plain objects is flattened; one whose prototype is another is read member by member. Both give the same.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');

const { documents, twilio, understand, whatsapp } = require('smarthandoff');
const { flatten, cells } = require('smarthandoff/lib/flatten.js');
const { openEngine } = require('./support.js');

// The same request, of which nothing is flattened. Getters stay getters.
const isPlain = (value) => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const oneByOne = (request) => (isPlain(request) ? Object.create({}, Object.getOwnPropertyDescriptors(request)) : request);

const outcome = (call, request) => {
  try {
    return { answer: call(request) };
  } catch ({ name, message, code, details }) {
    return { name, message, code, details };
  }
};

function same(call, request, what) {
  const flattened = outcome(call, request);
  assert.deepEqual(flattened, outcome(call, oneByOne(request)), what);
  return flattened;
}

class Point {
  constructor() { this.kind = 'say'; this.text = 'of a class'; }

  get hidden() { return this.text; }
}

const holes = [, 'b', , ]; // eslint-disable-line no-sparse-arrays
const cyclic = { kind: 'say' };
cyclic.text = cyclic;
const nested = (depth) => { let value = 'x'; for (let i = 0; i < depth; i += 1) value = [value]; return value; };

const values = {
  undefined, null: null, true: true, false: false, zero: 0, 'minus zero': -0, five: 5, fraction: 5.5, NaN, Infinity,
  'minus infinity': -Infinity, '2^53 - 1': 2 ** 53 - 1, '2^53': 2 ** 53, '-2^53': -(2 ** 53), '1e300': 1e300, bigint: 5n, symbol: Symbol('x'),
  function: () => 5, 'boxed number': Object(5), 'boxed text': Object('say'), 'empty text': '', text: 'dtmf', cpf: 'cpf', kind: 'hangup',
  'a digit as text': '5', NUL: 'a\0b\0', accents: 'ação', 'four bytes': 'a😀😀b', 'U+FFFD': 'a\ufffdb', 'first half': 'a\ud83d',
  'second half': '\ude00b', 'halves in wrong order': '\ude00\ud83d', 'half amid others': 'é\ud83dx😀',
  'halves that meet': ['\ud83d', '\ude00'], 'halves that meet around nothing': ['a\ud83d', '', '\ude00'], 'name and value that meet': { 'a\ud83d': '\ude00' },
  'a name with half a pair': { '\ud83d': 'x' }, 'long text': 'ã😀x'.repeat(50_000), 'long plain text': 'x'.repeat(300_000),
  list: ['dtmf', 'speech'], 'empty list': [], 'a list with holes': holes, 'a list with undefined': [undefined, null], 'list of lists': [['a'], []],
  'a long list': new Array(20_000).fill('a'), 'a list of holes': new Array(1e9), 'nested 59': nested(59), 'nested 70': nested(70),
  'proxy of a list': new Proxy(['dtmf'], {}), 'list of another realm': vm.runInNewContext('["dtmf"]'), 'list of a class': new (class extends Array {})('a', 'b'),
  object: {}, map: { a: 'x', B: 'y', snake_case: 'z', 10: 'ten', 2: 'two', '': 'none', ação: 'olá' }, say: { kind: 'say', text: 'Olá 😀\0', loop: -0 },
  'unknown member': { kind: 'say', text: 'x', colour: 'red' }, 'snake_case member': { kind: 'gather', num_digits: 1 }, 'undefined member': { kind: 'say', text: 'x', voice: undefined },
  'null member': { kind: 'say', text: null }, 'no kind': { text: 'x' }, 'kind last': { text: 'x', kind: 'say' }, cyclic, 'of a class': new Point(),
  inherited: Object.create({ kind: 'say', text: 'inherited' }), 'inherited and own': Object.assign(Object.create({ text: 'inherited' }), { kind: 'say' }),
  'no prototype': Object.assign(Object.create(null), { kind: 'say', text: 'x' }), 'of another realm': vm.runInNewContext('({ kind: "say", text: "x" })'),
  getters: { kind: 'say', get text() { return 'got'; } }, 'a getter that throws': { kind: 'say', get text() { throw new TypeError('mine'); } },
  'a hidden member': Object.defineProperty({ kind: 'say', text: 'x' }, 'hidden', { value: 1 }), 'a symbol as name': { kind: 'say', text: 'x', [Symbol('s')]: 1 },
  'proxy of an object': new Proxy({ kind: 'say', text: 'x' }, {}), toJSON: { kind: 'say', text: 'x', toJSON: () => 'y' },
  date: new Date(1_768_584_600_000), 'invalid date': new Date(NaN), 'date before 1970': new Date(-1), buffer: Buffer.from('{}'), 'other bytes': new Uint16Array(2),
  'a Map': new Map([['kind', 'say']]), 'deep other': { kind: 'gather', prompts: [Object.create(null), new Point()] },
};

const token = {
  accountSid: `AC${'a'.repeat(32)}`, keySid: `SK${'b'.repeat(32)}`, keySecret: 's', identity: 'i', ttl: 60, issuedAt: 1_700_000_000,
};
const places = {
  'the request': [twilio.twiml, (value) => value],
  verbs: [twilio.twiml, (value) => ({ verbs: value })],
  'a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'say', text: 'before' }, value, { kind: 'hangup' }] })],
  'a kind': [twilio.twiml, (value) => ({ verbs: [{ kind: value }] })],
  'a text of a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'say', text: value, language: 'pt-BR' }] })],
  'a number of a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'gather', timeout: value }] })],
  'a flag of a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'gather', bargeIn: value }] })],
  'words of a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'gather', input: value }] })],
  'prompts of a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'gather', prompts: [value] }] })],
  'parameters of a verb': [twilio.twiml, (value) => ({ verbs: [{ kind: 'dial', targets: [{ kind: 'client', identity: 'i', parameters: value }] }] })],
  'a member nobody knows': [twilio.twiml, (value) => ({ verbs: [], other: value })],
  'a map': [twilio.sign, (value) => ({ token: 't', url: 'https://x.y/', params: value })],
  'a value of a map': [twilio.sign, (value) => ({ token: 't', url: 'https://x.y/', params: { a: value, b: 'é' } })],
  'a list in a map': [twilio.sign, (value) => ({ token: 't', url: 'https://x.y/', params: { a: ['é', value] } })],
  'a secret': [twilio.sign, (value) => ({ token: value, url: 'https://x.y/' })],
  'an instant': [understand.time, (value) => ({ text: 'amanhã às 14h', now: value, zone: 'America/Sao_Paulo' })],
  'an optional enumeration': [documents.parse, (value) => ({ text: '529.982.247-25', type: value })],
  'a text': [documents.parse, (value) => ({ text: value })],
  'a flag': [twilio.accessToken, (value) => ({ ...token, incoming: value })],
  'a whole number': [twilio.accessToken, (value) => ({ ...token, ttl: value })],
  'a time': [twilio.accessToken, (value) => ({ ...token, issuedAt: value })],
  'a body': [whatsapp.parse, (value) => ({ body: value })],
};

for (const [place, [call, request]] of Object.entries(places)) {
  test(`${place} is what it is when read one by one, whatever is given`, () => {
    for (const [name, value] of Object.entries(values)) same(call, request(value), name);
  });
}

test('what is flattened is what plain requests are made of', () => {
  for (const value of [{}, [], { a: [1, 'x', true, null, { b: undefined }] }]) assert.equal(typeof flatten(value), 'string');
  const date = new Date(0);
  assert.deepEqual(flatten({ a: date, b: 'x' }), ['abx', [date]]);
  for (const value of [new Point(), Object.create(null), date, nested(70), new Array(1e9)]) assert.equal(flatten(value), undefined);
  assert.equal(flatten({ a: 'x' }), 'ax');
  assert.deepEqual([...cells.subarray(0, 7)], [7, 7, 0, 1, 4, 1, 1]);
});

test('every character comes through, and what stands behind it', () => {
  const texts = ['', 'a', 'é', '€', '😀', '\0', '\ufffd', 'aé€😀\0z'];
  for (const first of texts) {
    for (const second of texts) {
      const { answer } = same(twilio.twiml, { verbs: [{ kind: 'say', text: `x${first}`, voice: second }, { kind: 'say', text: `${second}y` }] });
      if (!/\0/.test(first + second)) assert.ok(answer.includes(`>x${first}</Say>`) && answer.includes(`>${second}y</Say>`));
    }
  }
});

test('a request whose getter asks us too is read whole', () => {
  const inner = { verbs: [{ kind: 'say', text: 'dentro' }] };
  const said = [];
  const request = { verbs: [{ kind: 'say', get text() { said.push(twilio.twiml(inner)); return 'fora'; }, language: 'pt-BR' }] };
  assert.match(twilio.twiml(request), /<Say language="pt-BR">fora<\/Say>/);
  assert.ok(said.length > 0 && said.every((document) => document === twilio.twiml(inner)));
});

// Such a getter runs while C++ reads what stands around it.
test('a getter of what is not flattened may ask us too', () => {
  class Asking {
    constructor() { this.kind = 'say'; Object.defineProperty(this, 'text', { enumerable: true, get: () => twilio.twiml({ verbs: [{ kind: 'hangup' }, { kind: 'leave' }] }).slice(-9) }); }
  }
  const verbs = [{ kind: 'say', text: 'antes' }, new Asking(), { kind: 'say', text: 'depois', language: 'pt-BR' }];
  const { answer } = same(twilio.twiml, { verbs });
  assert.match(answer, /antes.*sponse&gt;.*pt-BR.*depois/s);
});

test('members that every object inherits count in both', (t) => {
  Object.prototype.colour = 'red'; // eslint-disable-line no-extend-native
  t.after(() => { delete Object.prototype.colour; });
  const { details } = same(documents.parse, { text: '529.982.247-25' });
  assert.equal(details.field, 'colour');
});

test('a stored request is the same too', async (t) => {
  const { destinations } = (await openEngine(t)).tenant('acme');
  const given = (number) => ({ name: 'João 😀', number, aliases: ['Jô', 'x'], ringTimeoutSeconds: 30, type: undefined });
  const flattened = await destinations.create(given('1004'));
  const read = await destinations.create(oneByOne(given('1005')));
  assert.equal(flattened.name, 'João 😀');
  const { id, number, createdAt, updatedAt, ...same1 } = flattened;
  const { id: id2, number: number2, createdAt: at2, updatedAt: at3, ...same2 } = read;
  assert.deepEqual(same1, same2);
});
