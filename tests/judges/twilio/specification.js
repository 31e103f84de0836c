'use strict';
// Writes Twilio's specification as Prism can use it: Prism reads a repeated form key as one text, never as a list,
// so that a list may be a text here. Usage: node specification.js <from> <to>
const fs = require('node:fs');

const [from, to] = process.argv.slice(2);
const specification = JSON.parse(fs.readFileSync(from, 'utf8'));
for (const operations of Object.values(specification.paths)) {
  for (const operation of Object.values(operations)) {
    const properties = operation.requestBody?.content?.['application/x-www-form-urlencoded']?.schema?.properties ?? {};
    for (const [name, property] of Object.entries(properties)) {
      if (property.type === 'array') properties[name] = { anyOf: [property, property.items] };
    }
  }
}
fs.writeFileSync(to, JSON.stringify(specification));
