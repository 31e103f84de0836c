'use strict';
// Runs our C++ client against a server that writes every request down and has Prism answer it, then has Twilio's
// own package make the same requests: method, path, query and form must be the same, and Prism must take each.
// Usage: node requests_judge.js <test program> <prism of the API> [<prism of TaskRouter>]

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const http = require('node:http');
const { test, before, after } = require('node:test');

const official = require('twilio');

const requests = require('./requests.js');

const program = process.env.SMARTHANDOFF_TEST_TWILIO;
const prisms = { api: process.env.PRISM_API, taskrouter: process.env.PRISM_TASKROUTER };
const ACCOUNT = `AC${'a'.repeat(32)}`;

const ours = [];
let server;

const pairs = (text) => [...new URLSearchParams(text)].map(([name, value]) => `${name}=${value}`).sort();

async function prismAnswer({ method, url, headers, body }) {
  const prism = url.startsWith('/v1/') ? prisms.taskrouter : prisms.api;
  if (!prism) return null;
  const answer = await fetch(prism + url, {
    method, headers: { authorization: headers.authorization, accept: 'application/json', ...(method === 'POST' ? { 'content-type': headers['content-type'] } : {}) },
    ...(method === 'POST' ? { body } : {}),
  });
  return { status: answer.status, body: await answer.text() };
}

// A judge's page names a next one for ever.
const withoutNext = (body) => body.replace(/"next_page_uri":\s*"[^"]*"/, '"next_page_uri":null');

async function record(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const got = { method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() };
  got.prism = await prismAnswer(got).catch((error) => ({ status: 599, body: String(error) }));
  ours.push(got);
  const status = got.prism && got.prism.status < 300 ? got.prism.status : 200;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(got.prism && got.prism.status < 300 ? withoutNext(got.prism.body) : '{"calls":[]}');
}

// What the package asks its HTTP client for.
async function theirs(call) {
  let seen;
  const httpClient = {
    request: async (options) => {
      seen = options;
      throw new Error('seen');
    },
  };
  const client = official(ACCOUNT, 'token', { httpClient });
  await assert.rejects(async () => call(client), /seen/);
  const uri = new URL(seen.uri);
  const listed = (values) => Object.entries(values ?? {}).flatMap(([name, value]) => [value].flat().map((one) => `${name}=${one}`)).sort();
  return { method: seen.method.toUpperCase(), path: uri.pathname, query: [...pairs(uri.search), ...listed(seen.params)].sort(), form: listed(seen.data) };
}

before(async () => {
  server = http.createServer((request, response) => record(request, response));
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const url = `http://127.0.0.1:${server.address().port}`;
  await new Promise((done) => {
    execFile(program, ['-tc=*judge that records*'], { env: { ...process.env, SMARTHANDOFF_TWILIO_JUDGE_URL: url } }, (error, stdout) => {
      if (error) process.stdout.write(stdout);
      done();
    });
  });
});
after(() => server.close());

test('we make every request that is judged, and no other', () => {
  assert.equal(ours.length, requests.length);
});

requests.forEach(([name, call], index) => {
  test(`the request is the same as the package's: ${name}`, async () => {
    const got = ours[index];
    const url = new URL(got.url, 'http://host');
    const made = { method: got.method, path: url.pathname, query: pairs(url.search), form: pairs(got.body) };
    assert.deepEqual(made, await theirs(call));
  });
  test(`Prism takes the request: ${name}`, (context) => {
    const { prism } = ours[index];
    if (!prism) return context.skip('no Prism');
    return assert.ok(prism.status < 300, `${prism.status} ${prism.body.slice(0, 500)}`);
  });
});
