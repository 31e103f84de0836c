'use strict';
// Routes as data: how the fields of HTTP map to those of operations. The same lines make openapi.json.

const { pipeline } = require('node:stream/promises');

const express = require('express');

const { Refused, callerOfHeader } = require('./auth.js');

const MAX_BODY = 1 << 20;
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/**
 * A field of a request; without an operation's `field` the route's own, for its handler to read.
 * `read`: (tenant, value) → the operation's value.
 */
const field = (name, of = '', { place = 'body', doc = '', type = '', required = null, read = null } = {}) => (
  { name, field: of, place, doc, type, required, read }
);

/** What a handler answers that is not the route's usual 200. */
class Answer {
  /** `body`: a text, bytes, or bytes one piece after the other (an async generator). */
  constructor(status, body, type = 'application/json', headers = {}) {
    Object.assign(this, { status, body, headers: { ...headers, 'Content-Type': type } });
  }

  send(response) {
    response.status(this.status).set(this.headers);
    if (!this.body[Symbol.asyncIterator]) return response.send(this.body);
    return pipeline(this.body, response).catch((error) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // the player has heard enough
    });
  }
}

/**
 * A route: { method, paths, operation, fields, answer, others, access, summary, handle, maxBody, refused, needs, consumes,
 * produces }. `answer`: name → the operation's, or [type, doc] of the route's own. `others`: what a handler
 * answers with other statuses than 200. `handle`: (call) → what is answered;
 * none: the operation, as the table says. `refused`: the status where the operation is not allowed. `needs`: the
 * variable without which there is nothing to ask. `consumes`, `produces`: media types of a raw body and of an answer
 * that is a text. A call has { route, request, tenant, caller, fields, own, host }.
 */
class Route {
  constructor(line) {
    const usual = { access: 'user', summary: '', maxBody: MAX_BODY, refused: 403, needs: '', consumes: '', produces: '' };
    Object.assign(this, { fields: [], answer: {} }, usual, line);
  }

  operate({ tenant, fields }) {
    const [group, name] = this.operation.split('.').map(camel);
    return tenant[group][name](fields);
  }

  /** An operation's response in the route's words; a text for an answer without a name. */
  spelled(response) {
    if ('' in this.answer) return response[camel(this.answer[''])];
    const spelled = {};
    for (const [name, of] of Object.entries(this.answer)) {
      if (typeof of === 'string') copy(response, of.split('.'), spelled, name.split('.'));
    }
    return spelled;
  }

  /** This route's lines for `openapi.document`, one per path. */
  openapi() {
    const statuses = Object.entries({ 200: this.answer, ...this.others });
    const answer = statuses.flatMap(([status, members]) => Object.entries(members).map(([name, of]) => ({
      name, status: Number(status), ...(typeof of === 'string' ? { field: of } : { type: of[0], doc: of[1] }),
    })));
    const fields = this.fields.map(({ read, ...rest }) => rest);
    const { method, operation, summary, access, consumes, produces } = this;
    return this.paths.map((path) => ({ method, path, operation, summary, access, fields, answer, consumes, produces }));
  }

  /** The paths as Express spells them. */
  patterns() {
    return this.paths.map((path) => path.replace(/\{(\w+)\}/g, ':$1'));
  }

  addTo(router, host) {
    const raw = express.raw({ type: () => true, limit: this.maxBody, inflate: false });
    for (const pattern of this.patterns()) {
      router[this.method.toLowerCase()](pattern, (request, response, next) => {
        request.route.line = this;
        request.caller = this.#admit(request, host);
        this.#checkNeeds(request, host);
        next();
      }, raw, (request, response) => this.#respond(request, response, host));
    }
  }

  #admit(request, { settings }) {
    if (this.access !== 'user' && this.access !== 'service') return null;
    const caller = callerOfHeader(request.headers.authorization, settings.values.SECRET_KEY);
    if (this.access === 'service' && caller.role !== 'service') {
      throw new Refused(403, "Only the host's own services may do this");
    }
    return caller;
  }

  #checkNeeds({ path }, { settings }) {
    if (this.needs && !(this.needs in settings.values)) {
      throw new Refused(503, `${this.needs} is not set: this server does not serve ${path}`);
    }
  }

  async #respond(request, response, host) {
    const { caller } = request;
    const tenant = host.tenantOf(caller);
    const call = { route: this, request, host, tenant, caller, ...await this.#read(request, tenant) };
    const answer = this.handle ? await this.handle(call) : this.spelled(await this.operate(call));
    if (answer instanceof Answer) await answer.send(response);
    else if (typeof answer === 'string') response.type('text/plain').send(answer);
    else response.json(answer);
  }

  async #read(request, tenant) {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const members = this.fields.filter(({ place }) => place === 'body').map(({ name }) => name);
    const sources = {
      path: (name) => request.params[name],
      query: (name) => [request.query[name]].flat().pop(),
      header: (name) => request.get(name),
      raw: () => body,
    };
    const parsed = members.length ? parse(body, members) : {};
    sources.body = (name) => parsed[name];
    const fields = {};
    const own = {};
    for (const { name, field: of, place, required, read } of this.fields) {
      const value = sources[place](name) ?? null;
      if (required && (value === null || value === '')) throw new Refused(400, `${name} must be given`, name);
      if (value === null) continue;
      (of ? fields : own)[of ? camel(of) : name] = read ? await reading(name, read(tenant, value)) : value;
    }
    return { fields, own };
  }
}

// What cannot be read is told by the field's name here, not by that of whatever was asked for it.
const reading = (name, promise) => promise.catch((error) => {
  if (error.code !== 'invalid_argument') throw error;
  throw new Refused(400, `${name} ${error.details.reason ?? 'is not valid'}`, name);
});

// Of a query; what is none is for the operation to refuse.
const number = async (_, text) => (/^[0-9]+$/.test(text) ? Number(text) : text);

function textOf(body) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new Refused(400, 'The body is not UTF-8');
  }
}

function parse(body, members) {
  let parsed;
  const text = textOf(body);
  try {
    parsed = JSON.parse(text || '{}');
  } catch {
    throw new Refused(400, 'The body is not JSON');
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new Refused(400, 'The body must be a JSON object');
  }
  if (Object.values(parsed).some((value) => value !== null && typeof value === 'object')) {
    throw new Refused(400, "The body's members must be texts, numbers, booleans or null");
  }
  const unknown = Object.keys(parsed).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new Refused(400, `${unknown} is not a field of this route`, unknown);
  return parsed;
}

// Copies one member of a response, through lists (`callbacks[]`) and members, to its place in the answer.
function copy(source, [from, ...path], target, [to, ...names]) {
  const name = to.replace('[]', '');
  if (names.length > path.length) {
    copy(source, [from, ...path], target[name] ??= {}, names);
    return;
  }
  const value = source[camel(from.replace('[]', ''))];
  if (from.endsWith('[]')) {
    target[name] ??= value.map(() => ({}));
    value.forEach((item, i) => copy(item, path, target[name][i], names));
  } else if (path.length && value !== null) {
    copy(value, path, target[name] ??= {}, names);
  } else {
    target[name] = value;
  }
}

module.exports = { Answer, Route, camel, field, number };
