'use strict';
// smarthandoff in an Express application: node main.js, configured by environment variables (settings.js).

const http = require('node:http');

const express = require('express');
const { openapi } = require('smarthandoff');

const { Refused } = require('./auth.js');
const { openHost } = require('./host.js');
const { startPush } = require('./push.js');
const { CannotListen, endOn, listen } = require('./server.js');
const { BadSettings, load } = require('./settings.js');
const { Route, camel } = require('./table.js');

const STATUS = {
  invalid_argument: 400, not_found: 404, already_exists: 409, failed_precondition: 409, conflict: 409,
  unavailable: 503, timeout: 504, rate_limited: 429, in_doubt: 504, unauthorized: 403, unsupported: 501,
};

async function health({ host }) {
  const told = await host.engine.health();
  const phones = told.telephony.state;
  const unread = told.unreadableCredentials.map((one) => `${one.kind}: key ${one.keyId} is ${one.problem} (${one.count})`);
  const reachable = told.store === 'ok' && ['connected', 'stopped'].includes(phones);
  const well = reachable && told.channelsError === 0 && unread.length === 0;
  return {
    status: well ? 'ok' : 'degraded',
    store: told.store,
    telephony: phones,
    queuedOperations: told.queuedOperations,
    jobsWaiting: told.jobsWaiting,
    jobsLeased: told.jobsLeased,
    jobsLate: told.jobsLate,
    jobsDead: told.jobsDead,
    oldestDue: told.oldestDue,
    channelsActive: told.channelsActive,
    channelsError: told.channelsError,
    credentials: unread.join('; ') || 'ok',
    unknownWebhooks: told.unknownWebhooks,
  };
}

const HEALTH = new Route({
  method: 'GET',
  paths: ['/health'],
  operation: '',
  access: 'open',
  summary: 'How the server and what it depends on are doing.',
  handle: health,
  answer: {
    status: ['string', 'ok or degraded'],
    store: ['string', 'ok, or what is wrong'],
    telephony: ['string', "the phone system's connection"],
    queuedOperations: ['integer', 'not begun yet'],
    jobsWaiting: ['integer', 'for their time, or for their turn'],
    jobsLeased: ['integer', 'being done'],
    jobsLate: ['integer', 'of those that wait: past their time'],
    jobsDead: ['integer', 'given up'],
    oldestDue: ['string?', 'when the next of those that wait falls due, or has; null: none waits'],
    channelsActive: ['integer', 'messaging channels that may send'],
    channelsError: ['integer', 'messaging channels whose credentials were refused'],
    credentials: ['string', 'ok, or which encryption key of stored ones is missing or wrong, and for how many'],
    unknownWebhooks: ['integer', "of accounts and numbers that are nobody's, since the start"],
  },
});
const JOB = { kind: 'kind', waiting: 'waiting', leased: 'leased', late: 'late', dead: 'dead', oldestDue: 'oldest_due' };
const QUEUES = new Route({
  method: 'GET',
  paths: ['/api/debug/queues'],
  operation: 'jobs.stats',
  answer: Object.fromEntries(Object.entries(JOB).map(([name, field]) => [`queues[].${name}`, `kinds[].${field}`])),
});
const TABLES = ['voice', 'webhooks', 'twilio'];
const ROUTES = [...TABLES.flatMap((name) => require(`./routes/${name}.js`)), HEALTH, QUEUES];

function document({ values }) {
  const routes = ROUTES.flatMap((route) => route.openapi());
  const { json } = openapi.document({ title: 'smarthandoff', version: '0.1.0', routes, server: values.BASE_URL });
  return JSON.parse(json);
}

function makeApp(host) {
  const app = express();
  app.disable('x-powered-by');
  const router = express.Router({ caseSensitive: true }); // not strict: a trailing slash makes no difference
  for (const route of ROUTES) route.addTo(router, host);
  const made = document(host.settings);
  router.get('/openapi.json', (request, response) => response.json(made));
  refuseOtherMethods(router);
  app.use(router);
  app.use(() => {
    throw new Refused(404, 'Not Found');
  });
  app.use(failed);
  return app;
}

// A path that is served, but not by this method.
function refuseOtherMethods(router) {
  const allowed = new Map([['/openapi.json', ['GET', 'HEAD']]]);
  for (const route of ROUTES) {
    for (const pattern of route.patterns()) {
      const known = allowed.get(pattern) ?? allowed.set(pattern, []).get(pattern);
      known.push(...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
    }
  }
  for (const [pattern, methods] of allowed) {
    router.all(pattern, (request, response) => {
      response.set('Allow', methods.sort().join(', '));
      throw new Refused(405, 'Method Not Allowed');
    });
  }
}

// What was refused or failed: an error of the library with its status, and its field as HTTP spells it.
function failed(error, request, response, next) {
  if (response.headersSent) return next(error);
  if (error.name !== 'SmartHandoffError') {
    const status = error.status ?? 500;
    if (status >= 500 && !(error instanceof Refused)) console.error(`${request.method} ${request.path}: ${error.stack}`);
    if (status === 401) response.set('WWW-Authenticate', 'Bearer');
    const named = error.field ? { code: 'invalid_argument', field: error.field } : {};
    const told = status < 500 || error instanceof Refused ? error.message : 'Internal error';
    return response.status(status).json({ error: told, ...named });
  }
  const line = request.route?.line;
  const status = error.code === 'unauthorized' && line ? line.refused : STATUS[error.code] ?? 500;
  if (status === 500) console.error(`${request.method} ${request.path}: ${error.code}: ${error.message}`);
  if (status === 429 || status === 503) response.set('Retry-After', '1');
  const known = (line?.fields ?? []).find(({ field }) => field && camel(field) === error.details.field);
  // `say`: the sentence for whoever asked, in the company's language.
  const told = known ? `${known.name} ${error.details.reason ?? 'is not valid'}` : error.details.say || error.message;
  const body = { error: status === 500 ? 'Internal error' : told, code: error.code };
  return response.status(status).json(known ? { ...body, field: known.name } : body);
}

async function main() {
  const settings = load();
  settings.notes.forEach((note) => console.error(note));
  const running = { ending: false };
  endOn(['SIGTERM', 'SIGINT'], running);
  const host = await openHost(settings).catch((error) => {
    if (running.ending) process.exit(0); // whatever kept it from starting: it is not wanted any more
    throw error;
  });
  if (running.ending) return host.engine.close();
  const server = http.createServer(makeApp(host));
  Object.assign(running, { host, server, push: startPush(server, host) });
  return listen(server, settings);
}

main().catch((error) => {
  console.error(error instanceof BadSettings || error instanceof CannotListen ? error.message : error);
  process.exit(error instanceof BadSettings ? 2 : 1);
});
