'use strict';
// A messenger written by the host: a function that sends, or an object with `send` and perhaps `markRead` and
// `listTemplates`, plain or async. What they throw is a result.

const { invalid } = require('./invalid.js');

const sent = (said) => (said === undefined || said === null || typeof said === 'string'
  ? { outcome: 'accepted', peerId: said ?? '' }
  : said);
const marked = (said) => said ?? {};
const listed = (said) => (Array.isArray(said) ? { templates: said } : said);

// Calls the host's function and waits for it, but not for ever: past its time it may have sent all the same.
function limited(call, read, limit) {
  return async (request) => {
    let timer;
    const late = new Promise((resolve, reject) => {
      const error = Object.assign(new Error("the host's messenger did not answer in time"), { code: 'timeout' });
      timer = setTimeout(() => reject(error), limit);
    });
    try {
      return read(await Promise.race([(async () => call(request))(), late]));
    } catch (error) {
      if (typeof error?.code !== 'string') process.emitWarning(error instanceof Error ? error : String(error));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** What native.open takes as its messenger; null for none. */
exports.messengerOf = (given, limit = 10_000) => {
  if (given === undefined || given === null) return null;
  const own = typeof given === 'function' ? { send: given } : given;
  if (typeof own.send !== 'function') throw invalid('messenger', 'must be a function, or an object with send(request)');
  if (!Number.isInteger(limit) || limit < 100 || limit > 25_000) throw invalid('messengerTimeout', 'must be 100 to 25000');
  const made = { send: limited((request) => own.send(request), sent, limit) };
  for (const [name, read] of [['markRead', marked], ['listTemplates', listed]]) {
    if (own[name] === undefined) continue;
    if (typeof own[name] !== 'function') throw invalid('messenger', `${name} must be a function`);
    made[name] = limited((request) => own[name](request), read, limit);
  }
  return made;
};
