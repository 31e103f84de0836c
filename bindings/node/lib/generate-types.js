'use strict';
// Writes lib/index.d.ts from the addon's table: `npm run types`. A test fails when the file is not current.

const fs = require('node:fs');
const path = require('node:path');

const native = require('./native.js');
const { camel, groups } = require('./table.js');

const declared = new Map();

function collect(type) {
  if (type.element) collect(type.element);
  if (type.fields && type.kind === 'structure') {
    declared.set(type.name, type);
    type.fields.forEach((field) => collect(field.type));
  } else if (type.values && type.kind === 'enumeration') {
    declared.set(type.name, type);
  }
}

// What is taken in more than one form.
const taken = {
  Body: 'string | Uint8Array',
  Bytes: 'Uint8Array',
  FormValue: 'string | string[]',
  TwimlVerb: '{ kind: string; [member: string]: unknown }',
  UnixTime: 'Date | number',
};

function typeName(type, incoming) {
  if (type.name in taken) return taken[type.name];
  switch (type.kind) {
    case 'boolean': return 'boolean';
    case 'integer': case 'number': case 'milliseconds': return 'number';
    case 'instant': return 'Date';
    case 'money': return 'Money';
    case 'list': return `${wrap(typeName(type.element, incoming))}[]`;
    case 'map': return `Record<string, ${typeName(type.element, incoming)}>`;
    case 'optional': return `${typeName(type.element, incoming)} | null`;
    case 'structure': case 'enumeration': return type.name;
    default: return 'string';
  }
}

const wrap = (name) => (name.includes(' ') ? `(${name})` : name);
const comment = (doc, indent = '') => (doc ? `${indent}/** ${doc.replaceAll('*/', '* /')} */\n` : '');

function declareStructure(type, requests) {
  const lines = type.fields.map((field) => {
    const given = requests.has(type.name) && !field.required;
    return `${comment(field.doc, '  ')}  ${field.name}${given ? '?' : ''}: ${typeName(field.type)}${given && field.type.kind !== 'optional' ? ' | null' : ''};`;
  });
  return `${comment(type.doc)}export interface ${type.name} {\n${lines.join('\n')}\n}`;
}

function declareEnumeration(type) {
  return `${comment(type.doc)}export type ${type.name} = ${type.values.map((value) => `'${value}'`).join(' | ')};`;
}

// Requests and what they contain: their members with defaults may be left out.
function requestNames() {
  const names = new Set();
  const walk = (type) => {
    if (type.element) walk(type.element);
    const known = declared.get(type.name);
    if (type.kind !== 'structure' || names.has(type.name)) return;
    names.add(type.name);
    known.fields.forEach((field) => walk(field.type));
  };
  native.operations.forEach((operation) => walk(operation.request));
  return names;
}

function declareMethod(operation) {
  const method = camel(operation.name.split('.')[1]);
  const optional = (declared.get(operation.request.name)?.fields ?? []).some((field) => field.required) ? '' : '?';
  const request = `request${optional}: ${operation.request.name}`;
  const signature = operation.kind === 'pure'
    ? `${method}(${request}): ${typeName(operation.response)};`
    : `${method}(${request}, options?: CallOptions): Promise<${typeName(operation.response)}>;`;
  return `${comment(operation.doc, '  ')}  ${signature}`;
}

const groupType = (group) => `${camel(group).replace(/^./, (letter) => letter.toUpperCase())}Operations`;

function declareGroup(group) {
  const methods = native.operations.filter((operation) => operation.name.startsWith(`${group}.`)).map(declareMethod);
  return `export interface ${groupType(group)} {\n${methods.join('\n')}\n}`;
}

function generate() {
  native.operations.forEach((operation) => [operation.request, operation.response].forEach(collect));
  const requests = requestNames();
  const types = [...declared.values()].map((type) => (
    type.kind === 'structure' ? declareStructure(type, requests) : declareEnumeration(type)
  ));
  const members = groups.map((group) => `  readonly ${camel(group)}: ${groupType(group)};`);
  const fixed = fs.readFileSync(path.join(__dirname, 'fixed.d.ts'), 'utf8');
  return [
    '// Made by lib/generate-types.js from the table of operations; not edited by hand.',
    fixed.replace('  // <groups>', members.join('\n')),
    ...types,
    ...groups.map(declareGroup),
    '',
  ].join('\n\n').replace(/\n+$/, '\n');
}

if (require.main === module) fs.writeFileSync(path.join(__dirname, 'index.d.ts'), generate());

module.exports = { generate };
