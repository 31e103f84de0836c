'use strict';

/** The library's own error for a field that is wrong. */
const invalid = (field, reason) => {
  const error = new Error(`field "${field}": ${reason}`);
  return Object.assign(error, { name: 'SmartHandoffError', code: 'invalid_argument', retryable: false, details: { field, reason } });
};

/** The options given to `owner`: an object, or nothing. */
const objectOf = (owner, given) => {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) throw invalid('options', `of ${owner} must be an object`);
  return given;
};

/** The same of one that knows `names`; another one is refused, never ignored. */
const optionsOf = (owner, names, given) => {
  const options = objectOf(owner, given);
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw invalid(name, `is not an option of ${owner}`);
  }
  return options;
};

module.exports = { invalid, objectOf, optionsOf };
