'use strict';
// The decoder of the Event Socket protocol. The addon keeps the frames of one feed together; what is asked of a frame
// is made when it is asked, since most headers of an event never are.

const { inspect } = require('node:util');

const native = require('./native.js');

const OURS = Symbol('made by Decoder.feed()');

/** What stands behind an event's object: headers are decoded one by one, or all at once where all are wanted. */
class LazyEvent {
  constructor(batch, index) {
    this.batch = batch;
    this.index = index;
    this.filled = false;
  }

  fill(target) {
    if (this.filled) return target;
    this.filled = true;
    delete target[inspect.custom];
    return addHeaders(target, native.eventHeaders(this.batch, this.index));
  }

  get(target, name, receiver) {
    if (!this.filled && typeof name === 'string') {
      const value = native.eventHeader(this.batch, this.index, name);
      if (value !== undefined) return value;
    }
    return Reflect.get(target, name, receiver);
  }

  has(target, name) { return Reflect.has(this.fill(target), name); }
  ownKeys(target) { return Reflect.ownKeys(this.fill(target)); }
  getOwnPropertyDescriptor(target, name) { return Reflect.getOwnPropertyDescriptor(this.fill(target), name); }
  defineProperty(target, name, descriptor) { return Reflect.defineProperty(this.fill(target), name, descriptor); }
  set(target, name, value, receiver) { return Reflect.set(this.fill(target), name, value, receiver); }
  deleteProperty(target, name) { return Reflect.deleteProperty(this.fill(target), name); }
  preventExtensions(target) { return Reflect.preventExtensions(this.fill(target)); }
}

// `parts` are names and values in turn. Of a repeated name the first counts.
function addHeaders(target, parts) {
  for (let i = 0; i < parts.length; i += 2) {
    const name = parts[i];
    if (Object.hasOwn(target, name)) continue;
    if (name === '__proto__') {
      Object.defineProperty(target, name, { value: parts[i + 1], writable: true, enumerable: true, configurable: true });
    } else {
      target[name] = parts[i + 1];
    }
  }
  return target;
}

// console.log looks at a proxy's target, which is empty at first.
const whole = { value() { return { ...this }; }, enumerable: false, configurable: true };

function lazyEvent(batch, index) {
  const target = Object.defineProperty({}, inspect.custom, whole);
  return new Proxy(target, new LazyEvent(batch, index));
}

/** One frame; frames of one feed share their memory. */
class Frame {
  #batch;
  #index;
  #contentType;
  #headers;
  #event;

  constructor(key, batch, index, contentType) {
    if (key !== OURS) throw new TypeError('frames come from Decoder.feed()');
    this.#batch = batch;
    this.#index = index;
    this.#contentType = contentType;
  }

  get contentType() {
    return this.#contentType;
  }

  get headers() {
    this.#headers ??= addHeaders({}, native.frameHeaders(this.#batch, this.#index));
    return this.#headers;
  }

  get body() {
    return native.frameBody(this.#batch, this.#index);
  }

  get event() {
    if (this.#event === undefined && native.openEvent(this.#batch, this.#index)) {
      this.#event = lazyEvent(this.#batch, this.#index);
    }
    return this.#event;
  }

  get eventBody() {
    return native.eventBody(this.#batch, this.#index);
  }

  get(name) {
    return native.eventHeader(this.#batch, this.#index, name);
  }
}

class Decoder {
  #native;

  constructor(options) {
    this.#native = new native.Decoder(options);
  }

  feed(bytes) {
    const frames = this.#native.feed(bytes); // their content types, and behind them what holds them all
    const batch = frames.pop();
    for (let i = 0; i < frames.length; i += 1) frames[i] = new Frame(OURS, batch, i, frames[i]);
    return frames;
  }
}

module.exports = { Decoder, Frame };
