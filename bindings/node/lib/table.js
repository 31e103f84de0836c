'use strict';
// The operations as methods, made once from the addon's table.

const native = require('./native.js');

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

// Names that another operation of the group is reached by.
function methodsOf(group) {
  return native.operations
    .map((operation, index) => ({ ...operation, index, group: operation.name.split('.')[0], method: camel(operation.name.split('.')[1]) }))
    .filter((operation) => operation.group === group);
}

const groups = [...new Set(native.operations.map((operation) => operation.name.split('.')[0]))];

// An object with a method per operation; `run(operation, request, options)` carries it out.
function makeGroup(group, run) {
  const result = {};
  for (const operation of methodsOf(group)) {
    result[operation.method] = (request = {}, options = undefined) => run(operation, request, options);
  }
  return Object.freeze(result);
}

// All groups of operations, each an attribute that is made when it is first used.
function defineGroups(target, run) {
  for (const group of groups) {
    let made;
    Object.defineProperty(target, camel(group), {
      enumerable: true,
      get() {
        made ??= makeGroup(group, run);
        return made;
      },
    });
  }
}

module.exports = { groups, camel, makeGroup, defineGroups };
