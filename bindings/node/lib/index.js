'use strict';

const { Decoder, Frame } = require('./esl.js');
const { invalid, objectOf, optionsOf } = require('./invalid.js');
const native = require('./native.js');
const { messengerOf } = require('./messenger.js');
const { defineGroups, makeGroup } = require('./table.js');

const text = (value, name) => {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw invalid(name, 'must be a text');
  if (/\p{Surrogate}/u.test(value)) throw invalid(name, 'must not hold half a surrogate pair');
  return value;
};

const wholeBetween = (value, name, least, most) => {
  if (!Number.isInteger(value) || value < least || value > most) throw invalid(name, `must be a whole number, ${least} to ${most}`);
  return value;
};

const LONGEST_WAIT_MS = 86_400_000;
// Of one call: what its promise needs beside the request.
function callOptions(given) {
  const { requestId, timeout } = optionsOf('a call', ['requestId', 'timeout'], given);
  if (timeout !== undefined && timeout !== null) wholeBetween(timeout, 'timeout', 0, LONGEST_WAIT_MS);
  return { requestId: text(requestId, 'requestId'), timeout };
}

/** How a FreeSWITCH is reached; hand it to Engine.open as `telephony`. */
class FreeSwitch {
  constructor(given) {
    const { dnd, ...options } = objectOf('FreeSwitch', given);
    if (dnd !== undefined && typeof dnd !== 'function') throw invalid('dnd', 'must be a function');
    native.checkFreeSwitch(options);
    this.freeSwitch = options;
    this.dnd = dnd;
    Object.freeze(this);
  }

  // A password does not belong into a log.
  toJSON() {
    return { freeSwitch: { ...this.freeSwitch, password: '***' } };
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `FreeSwitch { host: '${this.freeSwitch.host ?? '127.0.0.1'}', port: ${this.freeSwitch.port ?? 8021} }`;
  }
}

/** An account of Twilio as a phone system, and where the host hands over Twilio's requests; hand it to Engine.open as
 *  `telephony`. */
class Twilio extends native.Twilio {
  constructor({ presence, ...options } = {}) {
    if (presence !== undefined && typeof presence !== 'function') throw invalid('presence', 'must be a function');
    super(options, presence);
  }
}

/** One tenant, seen by one user; made by Engine.tenant, touches no store. */
class Tenant {
  constructor(engine, id, user, role) {
    this.id = id;
    const begin = async (index, request, given) => {
      const { requestId, timeout } = callOptions(given);
      return engine.call(index, id, user, role, requestId, timeout, request);
    };
    const run = ({ kind, index }, request, options) => {
      if (kind !== 'pure') return begin(index, request, options);
      optionsOf('a pure function', [], options);
      return engine.callPure(index, id, request);
    };
    defineGroups(this, run);
  }
}

/** An open store with everything that works on it. */
class Engine {
  #native;

  constructor(opened) {
    if (!(opened instanceof native.EngineObject)) throw new TypeError('use Engine.open()');
    this.#native = opened;
  }

  static async open(given) {
    const { telephony, messenger, messengerTimeout, ...options } = objectOf('Engine', given);
    return new Engine(await native.open(options, telephony, messengerOf(messenger, messengerTimeout)));
  }

  tenant(id, options) {
    const { user, role } = optionsOf('tenant', ['user', 'role'], options);
    const given = { id: text(id, 'tenant'), user: text(user, 'user'), role: text(role, 'role') || undefined };
    if (role === '') throw invalid('role', 'must not be empty');
    native.checkTenant(given.id, given.role);
    return new Tenant(this.#native, given.id, given.user, given.role);
  }

  health() {
    return this.#native.health();
  }

  backup(path) {
    return this.#native.backup(text(path, 'path'));
  }

  async events(options) {
    const { tenant, cursor = '0', limit = 1000 } = optionsOf('events', ['tenant', 'cursor', 'limit'], options);
    wholeBetween(limit, 'limit', 0, Number.MAX_SAFE_INTEGER);
    return this.#native.events(text(tenant, 'tenant'), text(cursor, 'cursor'), limit);
  }

  subscribe(listener, options) {
    const { tenant, topic } = optionsOf('subscribe', ['tenant', 'topic'], options);
    return this.#native.subscribe(text(tenant, 'tenant'), text(topic, 'topic'), listener);
  }

  step(now) {
    return this.#native.step(now);
  }

  close() {
    return this.#native.close();
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.close();
  }
}

const pure = (group) => makeGroup(group, ({ kind, index, name }, request, options) => {
  if (kind !== 'pure') throw new TypeError(`${name} needs a tenant`);
  optionsOf('a pure function', [], options);
  return native.callPure(index, request);
});

module.exports = {
  Engine,
  Tenant,
  FreeSwitch,
  Twilio,
  SimulatedPbx: native.SimulatedPbx,
  TwilioDouble: native.TwilioDouble,
  esl: Object.freeze({ Decoder, Frame }),
  understand: pure('understand'),
  documents: pure('documents'),
  openapi: pure('openapi'),
  twilio: pure('twilio'),
  whatsapp: pure('whatsapp'),
};
