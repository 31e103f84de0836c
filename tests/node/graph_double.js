'use strict';
// A double of graph.facebook.com as far as one number's messages: it checks path, token and body, and keeps what it took.

const { once } = require('node:events');
const http = require('node:http');

const NUMBER = '109876543210987';
const TOKEN = 'the-token';

const failure = (status, code, message) => [status, { error: { code, message } }];

// `taken()` resolves with the next body; `replies` are the statuses of the next answers, 200 when there is none.
async function graphDouble(t) {
  const replies = [];
  const bodies = [];
  const waiting = [];

  function take(request, body) {
    const right = request.url === `/v23.0/${NUMBER}/messages` && request.headers.authorization === `Bearer ${TOKEN}`;
    if (!right || body.messaging_product !== 'whatsapp') return failure(400, 100, 'not a message of this number');
    if (waiting.length) waiting.shift()(body);
    else bodies.push(body);
    const status = replies.shift() ?? 200;
    if (status !== 200) return failure(status, status >= 500 ? 131000 : 100, 'something went wrong');
    if (body.status === 'read') return [200, { success: true }];
    return [200, { contacts: [{ wa_id: body.to }], messages: [{ id: `wamid.${body.biz_opaque_callback_data}` }] }];
  }

  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    const [status, value] = take(request, JSON.parse(text));
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => { server.closeAllConnections(); server.close(); });
  const taken = () => (bodies.length ? Promise.resolve(bodies.shift()) : new Promise((resolve) => { waiting.push(resolve); }));
  return { url: `http://127.0.0.1:${server.address().port}`, replies, taken };
}

module.exports = { graphDouble, NUMBER, TOKEN };
