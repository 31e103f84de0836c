'use strict';
// Voice and callbacks: the first table of the API.

const { Refused } = require('../auth.js');
const { found } = require('../host.js');
const { Route, field, number } = require('../table.js');

const MAX_ROWS = 1000; // that the operation answers at once

async function callbackOfTicket(tenant, ticketId) {
  const ticket = await found(tenant.tickets.get({ ticketId: String(ticketId) }));
  if (!ticket?.callbackId) throw new Refused(404, 'Ticket not found');
  return ticket.callbackId;
}

// The outcome, or the sentence or word of the refusal.
async function click({ tenant, fields }) {
  try {
    return { outcome: await tenant.callbacks.initiate(fields) };
  } catch (error) {
    const refusal = error.details?.say || error.details?.reason?.toUpperCase();
    if (error.code !== 'failed_precondition' || !refusal) throw error;
    return { refusal };
  }
}

const wordOf = ({ reason, end, stage }) => reason || end || stage;

async function initiate(call) {
  const { outcome, refusal } = await click(call);
  if (refusal) return { success: false, error: refusal };
  if (outcome.success) return { success: true, callUuid: outcome.callId };
  const answer = { success: false, error: wordOf(outcome) };
  if (outcome.retryAfter !== null) Object.assign(answer, { shouldRetry: true, retryAfterSeconds: outcome.retryAfter });
  return answer;
}

async function originate(call) {
  if ('clientNumber' in call.own) await checkNumber(call);
  const { outcome, refusal } = await click(call);
  if (refusal) return { success: false, error: refusal };
  if (outcome.success) return { success: true, callUuid: outcome.callId };
  const words = { unavailable: 'BUSY', agent_busy: 'BUSY', agent_unanswered: 'BUSY', no_route: 'NO_ROUTE' };
  return { success: false, error: words[outcome.end] ?? wordOf(outcome) };
}

// Nobody else is called than who asked for it.
async function checkNumber({ tenant, fields, own }) {
  const { number } = await tenant.callbacks.get({ callbackId: fields.callbackId });
  if (tenant.understand.phone({ text: String(own.clientNumber) }).e164 !== number) {
    throw new Refused(400, 'clientNumber is not the number of this ticket', 'clientNumber');
  }
}

async function pending(call) {
  const { tenant, own, fields } = call;
  if ('userId' in own) {
    if (!own.userId) throw new Refused(400, 'userId must not be empty', 'userId');
    const agent = await found(tenant.agents.get({ userId: own.userId }));
    if (!agent?.extension && !agent?.department) return { callbacks: [], badge: 0 };
    Object.assign(fields, agent.extension ? { extension: agent.extension } : { department: agent.department });
  }
  fields.limit ??= MAX_ROWS;
  return PENDING.spelled(await PENDING.operate(call));
}

const TICKET = field('ticketId', 'callback_id', { doc: "the callback's ticket", required: true, read: callbackOfTicket });
const CALLBACK = {
  id: 'ticket_id',
  ticketId: 'ticket_id',
  callbackNumber: 'number',
  callbackReason: 'reason',
  callbackDepartment: 'department',
  callbackExtension: 'extension',
  callbackStatus: 'status',
  callbackAttempts: 'attempts',
  callbackMaxAttempts: 'max_attempts',
  scheduledAt: 'scheduled_at',
  priority: 'priority',
  callUuid: 'callback_call_id',
  result: 'result',
  duration: 'talk_seconds',
};
const IN_LIST = ['id', 'ticketId', 'callbackNumber', 'callbackReason', 'callbackDepartment', 'scheduledAt', 'priority'];
const OUTCOME = {
  success: 'success',
  callUuid: 'call_id',
  error: ['string', 'why not; BUSY and NO_ROUTE are words, all else is text'],
};

const STATUS = new Route({
  method: 'GET',
  paths: ['/extension/status/{extension}', '/api/extension/status/{extension}'],
  operation: 'extensions.status',
  fields: [
    field('extension', 'extension', { place: 'path' }),
    field('domain_uuid', 'domain', { place: 'query', doc: "one of the company's PBX domains, by name or UUID" }),
  ],
  answer: { extension: 'extension', status: 'state', available: 'available', reason: 'reason' },
  access: 'service',
});
const ORIGINATE = new Route({
  method: 'POST',
  paths: ['/callback/originate', '/api/callback/originate'],
  operation: 'callbacks.initiate',
  fields: [
    field('extension', 'extension'),
    TICKET,
    field('clientNumber', '', { doc: "if given, it must be the ticket's" }),
    field('reason', '', { doc: 'known from the ticket' }),
    field('domainUuid', 'domain', { doc: "if given, it must be one of the company's" }),
  ],
  answer: OUTCOME,
  access: 'service',
  summary: 'Places the call.',
  handle: originate,
});
const INITIATE = new Route({
  method: 'POST',
  paths: ['/api/voice/callback/initiate'],
  operation: 'callbacks.initiate',
  fields: [TICKET, field('userId', '', { doc: 'known from the token' })],
  answer: {
    ...OUTCOME,
    error: ['string', 'why not, for the agent'],
    shouldRetry: ['boolean', 'trying again makes sense'],
    retryAfterSeconds: ['integer', 'and when'],
  },
  handle: initiate,
});
const RESULT = new Route({
  method: 'POST',
  paths: ['/api/voice/callback/result'],
  operation: 'callbacks.result',
  fields: [
    TICKET,
    field('callUuid', 'call_id', { required: true }),
    field('result', 'result', { required: true }),
    field('duration', 'talk_seconds', { doc: 'seconds of talk, 0-86400' }),
  ],
  answer: CALLBACK,
  access: 'service',
});
const PENDING = new Route({
  method: 'GET',
  paths: ['/api/voice/callback/pending'],
  operation: 'callbacks.pending',
  fields: [
    field('userId', '', { place: 'query', doc: "whose list; none: the whole company's, for an agent the own" }),
    field('limit', 'limit', { place: 'query', doc: 'of the rows, 1-1000; none: 1000', read: number }),
  ],
  answer: {
    ...Object.fromEntries(IN_LIST.map((name) => [`callbacks[].${name}`, `callbacks[].${CALLBACK[name]}`])),
    'callbacks[].waitingMinutes': 'callbacks[].waiting_minutes',
    'callbacks[].hasAudio': 'callbacks[].has_audio',
    'callbacks[].hasTranscript': 'callbacks[].has_transcript',
    badge: 'badge',
  },
  handle: pending,
});
const SNOOZE = new Route({
  method: 'POST',
  paths: ['/api/voice/callback/snooze'],
  operation: 'callbacks.snooze',
  fields: [TICKET, field('minutes', 'minutes')],
  answer: CALLBACK,
});
const DISMISS = new Route({
  method: 'POST',
  paths: ['/api/voice/callback/dismiss'],
  operation: 'callbacks.dismiss',
  fields: [TICKET],
  answer: CALLBACK,
});

module.exports = [STATUS, ORIGINATE, INITIATE, RESULT, PENDING, SNOOZE, DISMISS];
