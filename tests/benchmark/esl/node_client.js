'use strict';
// One measurement of a Node client against the pool server:
//     node node_client.js PORT CLIENT COUNT
// prints a line of JSON. CLIENT is smarthandoff-get or smarthandoff-event (how the three headers are read),
// smarthandoff-growth (memory at the beginning and in the end), esl-json, esl-plain, modesl-json, modesl-plain, or one of smarthandoff, esl, modesl with -echo.

const net = require('node:net');
const path = require('node:path');

const { Reader, roundTrips } = require('./measure.js');

const root = path.resolve(__dirname, '../../..');
const peer = (name) => require(path.join(root, 'build/benchmark-peers/node_modules', name));
const [port, client, count] = [Number(process.argv[2]), process.argv[3], Number(process.argv[4])];
const finish = (result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
};
const reader = new Reader(count, finish);

// A socket with our decoder, logged in; events go to `onEvent`, answers to whoever waits for them.
function connectOurs(onEvent) {
  const { esl } = require(path.join(root, 'bindings/node'));
  const decoder = new esl.Decoder();
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  let answered = () => {};
  const send = (command) => new Promise((resolve) => {
    answered = resolve;
    socket.write(`${command}\n\n`);
  });
  return new Promise((connected) => {
    socket.on('data', (chunk) => {
      for (const frame of decoder.feed(chunk)) {
        if (frame.contentType === 'text/event-plain') onEvent(frame);
        else if (frame.contentType === 'auth/request') send('auth ClueCon').then(() => send('event plain ALL')).then(() => connected(send));
        else answered(frame);
      }
    });
  });
}

async function ours(onEvent) {
  const send = await connectOurs(onEvent);
  await send(`api ${reader.begin('plain')}`);
}

const byGet = (frame) => reader.add(frame.get('Event-Name'), frame.get('Unique-ID'), frame.get('Caller-Caller-ID-Name'));

function byEvent(frame) {
  const { event } = frame;
  reader.add(event['Event-Name'], event['Unique-ID'], event['Caller-Caller-ID-Name']);
}

const samples = [];
let events = 0;
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

// A hundred samples, each after a collection (node --expose-gc): what is kept, not when the collector felt like it.
// The second tenth of them beside the last.
function watchMemory(frame) {
  events += frame.event['Event-Name'].length > 0 ? 1 : 0;
  if (events % Math.floor(count / 100) === 0) {
    global.gc();
    samples.push(process.memoryUsage().rss / 1e6);
  }
  if (events === count) finish({ early_mb: median(samples.slice(10, 20)), late_mb: median(samples.slice(90, 100)) });
}

function connectEsl() {
  const silent = { debug() {}, info() {}, error: console.error };
  const { FreeSwitchClient } = peer('esl');
  const peerClient = new FreeSwitchClient({ host: '127.0.0.1', port, password: 'ClueCon', logger: silent });
  return new Promise((connected) => {
    peerClient.on('connect', connected);
    peerClient.connect();
  });
}

const EVENTS = [
  'CHANNEL_CREATE', 'CHANNEL_ANSWER', 'CHANNEL_BRIDGE', 'CHANNEL_HANGUP_COMPLETE', 'CHANNEL_EXECUTE', 'CHANNEL_DESTROY',
  'CHANNEL_PROGRESS', 'CHANNEL_PARK', 'CHANNEL_STATE', 'CHANNEL_UNBRIDGE',
];

async function esl(format) {
  const call = await connectEsl();
  const read = ({ body }) => reader.add(body['Event-Name'], body['Unique-ID'], body['Caller-Caller-ID-Name']);
  EVENTS.forEach((name) => call.on(name, read));
  await call.api(reader.begin(format), 10000);
}

function connectModesl() {
  process.removeAllListeners('warning'); // of its `new Buffer`
  const { Connection } = peer('modesl');
  return new Promise((connected) => {
    const connection = new Connection('127.0.0.1', port, 'ClueCon', () => connected(connection));
  });
}

async function modesl(format) {
  const connection = await connectModesl();
  const read = (event) => reader.add(event.getHeader('Event-Name'), event.getHeader('Unique-ID'), event.getHeader('Caller-Caller-ID-Name'));
  EVENTS.forEach((name) => connection.on(`esl::event::${name}::*`, read));
  connection.api(reader.begin(format), () => {});
}

const clients = {
  'smarthandoff-get': () => ours(byGet),
  'smarthandoff-event': () => ours(byEvent),
  'smarthandoff-growth': () => ours(watchMemory),
  'esl-json': () => esl('json'),
  'esl-plain': () => esl('plain'),
  'modesl-json': () => modesl('json'),
  'modesl-plain': () => modesl('plain'),
  'smarthandoff-echo': async () => {
    const send = await connectOurs(() => {});
    finish(await roundTrips(count, () => send('api echo x')));
  },
  'esl-echo': async () => {
    const call = await connectEsl();
    finish(await roundTrips(count, () => call.api('echo x', 10000)));
  },
  'modesl-echo': async () => {
    const connection = await connectModesl();
    finish(await roundTrips(count, () => new Promise((answered) => { connection.api('echo x', answered); })));
  },
};

clients[client]();
