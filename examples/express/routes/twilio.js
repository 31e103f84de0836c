'use strict';
// Twilio: what it asks and tells while people talk, and the calls of agents.

const { setTimeout: sleep } = require('node:timers/promises');

const { Refused } = require('../auth.js');
const { found } = require('../host.js');
const { Answer, Route, camel, field, number } = require('../table.js');

const NEEDS = 'TWILIO_ACCOUNT_SID';
const MAX_WEBHOOK = 4 << 20;
const PAGE = 100;
const FORBIDDEN = 'forbidden'; // the cause of a call that the contact gate stopped while it waited for its turn
const ORDER_MS = 5000; // for Twilio to say that it has a call

// --- what Twilio posts ---

// Hands over what came as it came, and answers what the operation says.
async function hear({ route, request, host, tenant, fields }) {
  const url = host.settings.publicUrl + request.originalUrl;
  const [group, name] = route.operation.split('.').map(camel);
  const answer = await tenant[group][name]({
    signature: '', ...fields, url, contentType: request.get('content-type') ?? '', // no signature is a wrong one
  });
  if (answer.status === 403) throw new Refused(403, `The signature does not fit ${url} and the account's token`);
  return new Answer(answer.status, answer.body, answer.contentType);
}

const WEBHOOK = [
  field('body', 'body', { place: 'raw', doc: 'what Twilio posts, byte for byte' }),
  field('X-Twilio-Signature', 'signature', {
    place: 'header', doc: "of the public URL and the body, with the account's token",
  }),
  field('I-Twilio-Idempotency-Token', 'idempotency_token', { place: 'header' }),
];

// A route of Twilio's; what it hears are documents where nothing else is said.
const webhook = (operation, paths, answer = null, produces = answer ? '' : 'application/xml') => new Route({
  method: 'POST',
  paths: [paths].flat(),
  operation,
  fields: WEBHOOK,
  answer: answer ?? { '': 'body' },
  access: 'signature',
  handle: hear,
  maxBody: MAX_WEBHOOK,
  needs: NEEDS,
  consumes: 'application/x-www-form-urlencoded',
  produces,
});

const RECEIVED = { status: ['string', 'received'] };
const INSTRUCTION = {
  instruction: ['string', 'accept, reject or dequeue'],
  to: ['string', 'who is rung'],
  from: ['string', 'by which number'],
  timeout: ['integer', 'seconds of ringing'],
};
const WEBHOOKS = [
  webhook('voice.incoming', '/voice'),
  webhook('voice.status', ['/call_status', '/webhooks/call-status'], RECEIVED),
  webhook('voice.detection', '/webhooks/amd-result', { status: ['string', 'processed'] }),
  webhook('voice.recording', '/webhooks/recording', RECEIVED),
  webhook('voice.message', '/webhooks/voicemail', RECEIVED),
  webhook('voice.disclaimer', '/voice/disclaimer'),
  webhook('voice.script', '/voice/twiml'),
  webhook('voice.machine', '/voice/machine'),
  webhook('voice.dial', '/voice/dial-with-whisper'),
  webhook('voice.whisper', '/voice/whisper'),
  webhook('voice.overflow', '/voice/incoming'),
  webhook('voice.wait', '/voice/wait-music'),
  webhook('voice.connect', '/voice/connect-queue'),
  webhook('voice.connected', '/voice/connected'),
  webhook('voice.queue_result', '/voice/queue-result'),
  webhook('voice.follow', '/voice/dial-with-failover'),
  webhook('voice.failover', '/voice/failover-check'),
  webhook('voice.voicemail', '/voice/voicemail'),
  webhook('taskrouter.event', '/taskrouter_event', null, 'application/json'),
  webhook('taskrouter.assignment', '/assignment', INSTRUCTION),
];

// --- what agents ask ---

const agentOfUser = async (tenant, userId) => (await tenant.agents.get({ userId })).id;

// Who asks talks to the person, if nobody else is named and they are an agent; else whoever takes the queue's next.
async function makeCall({ route, host, tenant, caller, fields }) {
  if (!('agentId' in fields) && caller.user) {
    const agentId = await found(agentOfUser(tenant, caller.user));
    if (agentId) fields.agentId = agentId;
  }
  const placed = await route.operate({ tenant, fields });
  if (!placed.call) return json(409, refusal(placed));
  const made = await ordered(tenant, placed.call);
  if (made.stage === 'ended' && !made.sid && made.cause === FORBIDDEN) {
    return json(409, refusal(await decisionOf(host.engine.tenant(caller.tenant), made)));
  }
  if (made.stage === 'ended' && !made.sid) throw new Refused(502, `The call was not placed: ${made.cause}`);
  return json(made.sid ? 200 : 202, { callSid: made.sid || null, from: made.fromNumber, id: made.id });
}

// The contact gate's, when the call's turn had come; decisions are no agent's to list.
const decisionOf = async (tenant, { id: reference }) => (
  (await tenant.gate.decisions({ reference, limit: 1 })).decisions[0].decision
);

const json = (status, body) => new Answer(status, JSON.stringify(body));

const refusal = ({ reasons, nextAllowed }) => ({
  error: reasons.map(({ detail, name }) => detail || name).join('; '),
  code: 'failed_precondition',
  reasons: reasons.map(({ name }) => name),
  nextAllowed,
});

// The call when Twilio has it, or when that takes too long: then it may still come.
async function ordered(tenant, placed) {
  const end = Date.now() + ORDER_MS;
  let call = placed;
  while (!call.sid && call.stage !== 'ended' && Date.now() < end) {
    await sleep(50);
    call = await tenant.calls.get({ callId: call.id });
  }
  return call;
}

function endsOf(period) {
  const ends = period.split('/');
  if (ends.length !== 2 || !ends.every((end) => /^([0-9-]{10}(T[0-9:]{5,8}Z)?)?$/.test(end))) {
    throw new Refused(400, 'period must be two days or instants, e.g. 2026-11-01/2026-12-01T12:00Z', 'period');
  }
  return ends;
}

function instant(text) {
  if (!text) return null;
  const read = new Date(text);
  if (Number.isNaN(read.getTime()) || !read.toISOString().startsWith(text.replace('Z', ''))) {
    throw new Refused(400, `period must be of the calendar: ${text} is not`, 'period');
  }
  return read;
}

const userOf = async (tenant, agentId) => (agentId ? (await tenant.agents.get({ agentId })).userId : null);

async function recent({ route, tenant, fields, own }) {
  if ('period' in own) [fields.since, fields.until] = endsOf(own.period).map(instant);
  const page = await route.operate({ tenant, fields });
  const { calls } = route.spelled(page);
  const agents = [...new Set(page.calls.map(({ agentId }) => agentId))];
  const users = new Map(await Promise.all(agents.map(async (agentId) => [agentId, await userOf(tenant, agentId)])));
  for (const row of calls) row.agent = users.get(row.agent);
  return { calls, next: calls.length === PAGE ? calls.at(-1).id : null };
}

const callKey = (id) => (/^CA[0-9a-fA-F]{32}$/.test(id) ? { sid: id } : { callId: id });

async function oneCall({ route, tenant, own: { id } }) {
  const call = await route.operate({ tenant, fields: callKey(id) });
  const answer = route.spelled(call);
  answer.call.agent = await userOf(tenant, call.agentId);
  return answer;
}

// What the player asks for of the audio; all of it, piece by piece, for one that asks for no part.
async function recording({ route, tenant, fields: { range }, own: { id } }) {
  const { id: callId } = await tenant.calls.get(callKey(id));
  const audio = await route.operate({ tenant, fields: { callId, ...(range && { range }) } });
  const headers = { 'Accept-Ranges': audio.acceptRanges };
  if (audio.status === 206 && !range) {
    headers['Content-Length'] = String(audio.total);
    return new Answer(200, pieces(route, tenant, callId, audio), audio.contentType, headers);
  }
  if (audio.contentRange) headers['Content-Range'] = audio.contentRange;
  return new Answer(audio.status, audio.body, audio.contentType, headers);
}

async function* pieces(route, tenant, callId, first) {
  let sent = 0;
  for (let audio = first; ; audio = await route.operate({ tenant, fields: { callId, range: `bytes=${sent}-` } })) {
    yield audio.body;
    sent += audio.body.length;
    if (sent >= first.total) return;
  }
}

// An agent's first token makes their line: by it their browser is rung.
async function token({ route, host, tenant, caller, fields }) {
  if (!host.settings.values.TWILIO_API_KEY) throw new Refused(503, 'TWILIO_API_KEY is not set: there are no access tokens');
  if (!caller.user) throw new Refused(403, 'An access token is for an agent, and a service is none');
  const agentId = await agentOfUser(tenant, caller.user);
  if (!await found(tenant.lines.get({ agentId }))) await host.engine.tenant(caller.tenant).lines.set({ agentId });
  return route.spelled(await route.operate({ tenant, fields: { ...fields, agentId } }));
}

const AGENT = { doc: 'the user id of an agent', read: agentOfUser };
const CALL = {
  id: 'id',
  callSid: 'sid',
  direction: 'direction',
  status: 'status',
  agent: 'agent_id',
  from: 'from_number',
  to: 'to_number',
  seconds: 'seconds',
  cost: 'cost',
  currency: 'currency',
  answeredBy: 'answered_by',
  cause: 'cause',
  startedAt: 'started_at',
  answeredAt: 'answered_at',
  endedAt: 'ended_at',
};
const RECORDING = Object.fromEntries(['sid', 'status', 'seconds', 'channels'].map((name) => [`recording.${name}`, `recording.${name}`]));
const within = (place, members, from = place) => Object.fromEntries(
  Object.entries(members).map(([name, of]) => [`${place}.${name}`, from ? `${from}.${of}` : of]),
);

const PLACED = {
  callSid: ['string?', "Twilio's; null with the status 202: not known yet"],
  from: ['string', 'by which number'],
  id: ['string', 'of /calls/{id}'],
};
const FORBIDDING = {
  error: ['string', 'why they must not be called'],
  code: ['string', 'failed_precondition'],
  'reasons[]': ['string', "the contact gate's"],
  nextAllowed: ['string?', 'from when on they may be called; null: not known'],
};
const MAKE_CALL = new Route({
  method: 'POST',
  paths: ['/make_call'],
  operation: 'calls.place',
  fields: [
    field('to', 'to', { required: true }),
    field('agent', 'agent_id', {
      ...AGENT, doc: 'the user id of the agent who talks to them; none: who asks, if they are an agent',
    }),
  ],
  answer: PLACED,
  others: { 202: PLACED, 409: FORBIDDING },
  handle: makeCall,
  needs: NEEDS,
});
const CALLS = new Route({
  method: 'GET',
  paths: ['/calls'],
  operation: 'calls.list',
  fields: [
    field('period', '', {
      place: 'query', doc: 'two days or instants in UTC, e.g. 2026-11-01/2026-12-01; one may be missing',
    }),
    field('status', 'status', { place: 'query' }),
    field('agent', 'agent_id', { ...AGENT, place: 'query' }),
    field('page', 'after', { place: 'query', doc: '`next` of the page before' }),
  ],
  answer: { ...within('calls[]', { ...CALL, ...RECORDING }), next: ['string?', 'the next page; null: there is none'] },
  summary: 'The calls, the newest first, 100 on a page.',
  handle: recent,
  needs: NEEDS,
});
const ONE_CALL = new Route({
  method: 'GET',
  paths: ['/calls/{id}'],
  operation: 'calls.get',
  fields: [field('id', '', { place: 'path', doc: 'of the call, or its CallSid' })],
  answer: { ...within('call', CALL, ''), ...RECORDING },
  handle: oneCall,
  needs: NEEDS,
});
const AUDIO = new Route({
  method: 'GET',
  paths: ['/calls/{id}/recording'],
  operation: 'recordings.audio',
  fields: [
    field('id', '', { place: 'path', doc: 'of the call, or its CallSid' }),
    field('Range', 'range', { place: 'header' }),
  ],
  answer: { '': 'body' },
  handle: recording,
  needs: NEEDS,
  produces: 'audio/x-wav',
});
const TOKEN = new Route({
  method: 'GET',
  paths: ['/token'],
  operation: 'lines.token',
  fields: [field('ttl', 'ttl', { place: 'query', read: number })],
  answer: { token: 'token', identity: 'identity', expiresAt: 'expires_at' },
  handle: token,
  needs: NEEDS,
});

module.exports = [...WEBHOOKS, MAKE_CALL, CALLS, ONE_CALL, AUDIO, TOKEN];
