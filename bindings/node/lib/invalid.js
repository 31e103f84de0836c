'use strict';

/** The library's own error for a field that is wrong. */
exports.invalid = (field, reason) => {
  const error = new Error(`field "${field}": ${reason}`);
  return Object.assign(error, { name: 'SmartHandoffError', code: 'invalid_argument', retryable: false, details: { field, reason } });
};
