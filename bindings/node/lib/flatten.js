'use strict';
// A request as two values that cross to C++ at once, where Node-API takes a call for each member: what stands where as
// numbers in `cells`, and all texts as one. src/flat_source.hpp reads them and says what each cell is.

const { isProxy } = require('node:util/types');

const NULL = 0, FALSE = 1, TRUE = 2, NUMBER = 3, TEXT = 4, OTHER = 5, LIST = 6, OBJECT = 7;
const MOST_CELLS = 16_384;
const LONG = 16_384; // a longer text costs more to copy than to ask for
const DEEPEST = 60; // below what C++ refuses, with its own error

const cells = new Float64Array(MOST_CELLS);
const plain = Object.prototype;
const { getPrototypeOf } = Object;
let texts = '';
let others = [];
let busy = false;

// Writes a value at cell `at` and answers the next one. What is neither of JSON's kinds nor plain goes along as it is.
function put(value, at, depth) {
  if (at > MOST_CELLS - 8 || depth > DEEPEST) throw new RangeError('too large to be flattened');
  if (typeof value === 'string' && value.length < LONG) {
    cells[at] = TEXT;
    cells[at + 1] = texts.length;
    cells[at + 2] = value.length;
    texts += value;
    return at + 3;
  }
  if (typeof value === 'number') {
    cells[at] = NUMBER;
    cells[at + 1] = value;
    return at + 2;
  }
  if (typeof value === 'boolean' || value === undefined || value === null) {
    cells[at] = value ? TRUE : value === false ? FALSE : NULL;
    return at + 1;
  }
  let end = at + 2;
  if (typeof value !== 'object') {
    cells[at] = OTHER;
    cells[at + 1] = others.push(value) - 1;
    return end;
  }
  // To Node-API the proxy of an array is none.
  if (Array.isArray(value) && !isProxy(value)) {
    cells[at] = LIST;
    for (let i = 0; i < value.length; i += 1) end = put(value[i], end, depth + 1);
  } else if (getPrototypeOf(value) === plain) {
    cells[at] = OBJECT;
    for (const name in value) { // inherited members too, as in C++
      cells[end] = texts.length;
      cells[end + 1] = name.length;
      texts += name;
      end = put(value[name], end + 2, depth + 1);
    }
  } else {
    cells[at] = OTHER;
    cells[at + 1] = others.push(value) - 1;
    return end;
  }
  cells[at + 1] = end;
  return end;
}

/** The texts of a value whose form is in `cells`, or [texts, others]; undefined where it is to be read one by one. */
function flatten(value) {
  if (busy) return undefined; // a getter of the value calls us
  busy = true;
  try {
    put(value, 0, 0);
    if (cells[0] === OTHER) return undefined;
    return others.length === 0 ? texts : [texts, others];
  } catch {
    return undefined;
  } finally {
    texts = '';
    if (others.length !== 0) others = [];
    busy = false;
  }
}

module.exports = { flatten, cells };
