'use strict';

/** The library's own error for a field that is wrong. */
const invalid = (field, reason) => {
  const error = new Error(`field "${field}": ${reason}`);
  return Object.assign(error, { name: 'SmartHandoffError', code: 'invalid_argument', retryable: false, details: { field, reason } });
};

/** The options given to `owner`, which knows `names`; another one is refused, never ignored. */
const optionsOf = (owner, names, given) => {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) throw invalid('options', `of ${owner} must be an object`);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw invalid(name, `is not an option of ${owner}`);
  }
  return given;
};

module.exports = { invalid, optionsOf };
