'use strict';
// Who is asking: a Bearer JWT, HS256, signed with SECRET_KEY; claims sub (user id), tenant and role.

const jwt = require('jsonwebtoken');

const ROLES = ['contact', 'agent', 'supervisor', 'admin', 'service'];

// Answered with its HTTP status and text, and the field that is wrong.
class Refused extends Error {
  constructor(status, message, field = '') {
    super(message);
    Object.assign(this, { status, field });
  }
}

function callerOfToken(token, secret) {
  let claims;
  try {
    claims = jwt.verify(token, secret, { algorithms: ['HS256'] });
  } catch {
    throw new Refused(401, 'The token is not valid');
  }
  const { tenant, sub: user = '', role } = claims;
  const known = typeof tenant === 'string' && /^[A-Za-z0-9_.:-]{1,64}$/.test(tenant) && typeof user === 'string';
  if (!known || !ROLES.includes(role) || (!user && role !== 'service')) {
    throw new Refused(401, 'The token names no tenant, user and role');
  }
  return { tenant, user, role };
}

function callerOfHeader(authorization, secret) {
  const [, scheme = '', token = ''] = /^(\S+) +(\S+)$/.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() !== 'bearer') throw new Refused(401, 'A Bearer token is needed');
  return callerOfToken(token, secret);
}

module.exports = { Refused, callerOfHeader, callerOfToken };
