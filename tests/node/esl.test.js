'use strict';
// An event is decoded as it is read and looks like any other object all the same.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inspect } = require('node:util');

const { esl } = require('smarthandoff');

const HEADERS = 'Event-Name: CHANNEL_ANSWER\nUnique-ID: 1\nvariable_name: Jo%C3%A3o\nUnique-ID: 2\n__proto__: 3\n\n';
const EVENT = { 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': '1', variable_name: 'João', ['__proto__']: '3' };

function frameOf(type, body) {
  const [frame] = new esl.Decoder().feed(Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\nContent-Type: ${type}\n\n${body}`));
  return frame;
}
const event = () => frameOf('text/event-plain', HEADERS).event;

const looks = {
  equality: (given) => assert.deepEqual(given, EVENT),
  'JSON.stringify': (given) => assert.equal(JSON.stringify(given), JSON.stringify(EVENT)),
  'Object.keys in the order sent': (given) => assert.deepEqual(Object.keys(given), Object.keys(EVENT)),
  'Object.entries': (given) => assert.deepEqual(Object.entries(given), Object.entries(EVENT)),
  spreading: (given) => assert.deepEqual({ ...given }, EVENT),
  'for in': (given) => {
    const names = [];
    for (const name in given) names.push(name);
    assert.deepEqual(names, Object.keys(EVENT));
  },
  in: (given) => assert.ok('Unique-ID' in given && !('None' in given)),
  'console.log': (given) => assert.equal(inspect(given), inspect(EVENT)),
  'what every object has': (given) => assert.ok(given.hasOwnProperty('Unique-ID') && !(given instanceof esl.Frame)),
  'a header that is not there': (given) => assert.equal(given.None, undefined),
};

for (const [what, check] of Object.entries(looks)) {
  test(`an event looks like an object: ${what}`, () => {
    check(event());
    const partlyRead = event();
    assert.equal(partlyRead['Unique-ID'], '1');
    check(partlyRead);
  });
}

test('an event can be changed like an object, and is the same one at each use', () => {
  const frame = frameOf('text/event-plain', HEADERS);
  frame.event.mine = 'x';
  frame.event['Unique-ID'] = 'y';
  delete frame.event.variable_name;
  assert.deepEqual(Object.keys(frame.event), ['Event-Name', 'Unique-ID', '__proto__', 'mine']);
  assert.equal(frame.event['Unique-ID'], 'y');
  assert.equal(frame.event.variable_name, undefined);
  assert.ok(Object.isFrozen(Object.freeze(event())));
});

test('events of JSON are read the same way', () => {
  const frame = frameOf('text/event-json', '{"Event-Name": "A", "_body": "text"}');
  assert.deepEqual(frame.event, { 'Event-Name': 'A' });
  assert.equal(String(frame.eventBody), 'text');
  assert.throws(() => frameOf('text/event-json', '{').event, { code: 'corrupt' });
});

test('other frames have no event', () => {
  const frame = frameOf('api/response', '+OK');
  assert.equal(frame.event, undefined);
  assert.equal(frame.eventBody, undefined);
  assert.equal(frame.get('Event-Name'), undefined);
  assert.equal(String(frame.body), '+OK');
  assert.deepEqual(frame.headers, { 'Content-Length': '3', 'Content-Type': 'api/response' });
  assert.ok(frame instanceof esl.Frame);
  assert.throws(() => new esl.Frame(), TypeError);
});

test('names that are long or not ASCII are found', () => {
  const long = 'n'.repeat(124);
  const frame = frameOf('text/event-plain', `Event-Name: A\n${long}: 1\n${long}n: 2\n${'é'.repeat(200)}: 3\n\n`);
  assert.deepEqual([long, `${long}n`, 'é'.repeat(200)].map((name) => frame.event[name]), ['1', '2', '3']);
  assert.throws(() => frame.get(1), { code: 'invalid_argument' });
});
