'use strict';
// How fast a table of the PostgreSQL at a URL empties: watch.js <url> <table> <rows in it>. Prints a line of JSON, the
// rows that went a second between a tenth and nine tenths.

const { finish, peer } = require('./common.js');

const { Client } = peer('pg');

const [url, table, rows] = process.argv.slice(2);
const PAUSE = 50;

async function main() {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("set smarthandoff.tenant = '*'"); // our tables show no row to whoever names no tenant
  const seen = [];
  let left = Number(rows);
  while (left > 0) {
    const answer = await client.query(`select count(*) as left, extract(epoch from clock_timestamp()) as at from ${table}`);
    left = Number(answer.rows[0].left);
    seen.push({ done: rows - left, at: Number(answer.rows[0].at) });
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
  }
  const middle = seen.filter(({ done }) => done >= rows * 0.1 && done <= rows * 0.9);
  const [from, to] = [middle[0], middle[middle.length - 1]];
  finish({ per_second: (to.done - from.done) / (to.at - from.at) });
}

main();
