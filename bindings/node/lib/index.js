'use strict';

const { Decoder, Frame } = require('./esl.js');
const { invalid } = require('./invalid.js');
const native = require('./native.js');
const { messengerOf } = require('./messenger.js');
const { defineGroups, makeGroup } = require('./table.js');

const text = (value, name) => {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw invalid(name, 'must be a text');
  return value;
};

/** How a FreeSWITCH is reached; hand it to Engine.open as `telephony`. */
class FreeSwitch {
  constructor({ dnd, ...options } = {}) {
    if (dnd !== undefined && typeof dnd !== 'function') throw invalid('dnd', 'must be a function');
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
    const run = ({ kind, index }, request, options = {}) => {
      if (kind === 'pure') return engine.callPure(index, id, request);
      return engine.call(index, id, user, role, text(options.requestId, 'requestId'), options.timeout, request);
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

  static async open({ telephony, messenger, messengerTimeout, ...options } = {}) {
    return new Engine(await native.open(options, telephony, messengerOf(messenger, messengerTimeout)));
  }

  tenant(id, { user, role } = {}) {
    return new Tenant(this.#native, text(id, 'id'), text(user, 'user'), role);
  }

  health() {
    return this.#native.health();
  }

  backup(path) {
    return this.#native.backup(text(path, 'path'));
  }

  async events({ tenant, cursor = '0', limit = 1000 } = {}) {
    return this.#native.events(text(tenant, 'tenant'), text(cursor, 'cursor'), limit);
  }

  subscribe(listener, { tenant, topic } = {}) {
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

const pure = (group) => makeGroup(group, ({ kind, index, name }, request) => {
  if (kind !== 'pure') throw new TypeError(`${name} needs a tenant`);
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
