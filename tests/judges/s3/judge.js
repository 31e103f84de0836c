'use strict';
// Amazon's SDK and our client meet at a server of somebody else. s3rver looks at signatures, but at neither regions
// nor checksums: those are the C++ double's (tests/support/s3_double), and a body that breaks on its way here is
// found by reading it back.

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');

const { GetObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const S3rver = require('@20minutes/s3rver');

const programs = process.env.SMARTHANDOFF_TESTS;
const Bucket = 'recordings';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

let server, endpoint, sdk, directory;

const client = (secretAccessKey) => new S3Client({
  endpoint, region: 'sa-east-1', forcePathStyle: true, credentials: { accessKeyId: 'S3RVER', secretAccessKey }, maxAttempts: 1,
  requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED', // of the server: it knows no trailers
});

before(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'smarthandoff-s3-'));
  server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: Bucket }] });
  endpoint = `http://127.0.0.1:${(await server.run()).port}`;
  sdk = client('S3RVER');
});

after(async () => {
  await server.close();
  fs.rmSync(directory, { recursive: true });
});

const read = async (Key) => Buffer.from(await (await sdk.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToByteArray());

// Runs test cases of a program; their output, once they passed.
function run(program, cases, environment) {
  return new Promise((resolve, reject) => {
    execFile(path.join(programs, program), [`--test-case=${cases}`], { env: { ...process.env, ...environment }, timeout: 120000 },
      (error, stdout, stderr) => (error ? reject(new Error(`${error.message}\n${stdout}${stderr}`)) : resolve(stdout + stderr)));
  });
}

test('the server verifies signatures: the SDK is refused with a wrong secret', async () => {
  await assert.rejects(client('wrong').send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' })), { name: 'SignatureDoesNotMatch' });
});

test('the SDK reads what we put, and we read what the SDK put', async () => {
  const theirs = [];
  for (const size of [20, 5000, 2000000]) {
    const body = Buffer.alloc(size, 0).map((_, i) => (i * 31) >> 3);
    const Key = `theirs/${size}.wav`;
    await sdk.send(new PutObjectCommand({ Bucket, Key, Body: body, ContentType: 'audio/x-wav' }));
    theirs.push(`${Key} ${sha256(body)}`);
  }
  const output = await run('test_s3', 'judge*', { SMARTHANDOFF_TEST_S3: endpoint, SMARTHANDOFF_TEST_S3_OBJECTS: theirs.join('\n') });
  const ours = [...output.matchAll(/put (ours\/.*)\t([0-9a-f]{64})/g)];
  assert.equal(ours.length, 3);
  for (const [, key, digest] of ours) assert.equal(sha256(await read(key)), digest, key);
  const { ContentType } = await sdk.send(new GetObjectCommand({ Bucket, Key: ours[0][1] }));
  assert.equal(ContentType, 'audio/x-wav');
});

// What stands between us and the server, once it listens: it breaks the first body.
function breaking() {
  let broken = 0;
  const puts = [];
  const proxy = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (request.method === 'PUT') puts.push(request.url);
    if (request.method === 'PUT' && broken === 0) {
      broken += 1;
      body[body.length >> 1] ^= 1;
    }
    const { expect, ...headers } = request.headers;
    const passed = http.request(endpoint + request.url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    passed.end(body);
  });
  return { proxy, puts, broken: () => broken };
}

test('a recording is stored whole, after the storage was down and then broke a body', async () => {
  const { proxy, puts, broken } = breaking();
  await new Promise((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  const { port } = proxy.address();
  await new Promise((resolve) => { proxy.close(resolve); });
  const running = run('test_api', 'judge: a recording*', { SMARTHANDOFF_TEST_S3: `http://127.0.0.1:${port}` });
  const up = setTimeout(() => proxy.listen(port, '127.0.0.1'), 6000);
  try {
    const output = await running;
    assert.equal(broken(), 1);
    const [, key, digest, size] = /stored (acme\/\S+) ([0-9a-f]{64}) (\d+)/.exec(output);
    const bytes = await read(key);
    assert.equal(sha256(bytes), digest);
    assert.equal(bytes.length, Number(size));
    assert.equal(bytes.subarray(0, 4).toString(), 'RIFF');
    assert.deepEqual(puts, [`/${Bucket}/${key}`, `/${Bucket}/${key}`]); // broken, then whole
  } finally {
    clearTimeout(up);
    proxy.closeAllConnections();
    proxy.close();
  }
});
