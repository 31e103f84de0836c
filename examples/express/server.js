'use strict';
// The listening side: where, until when, and what is said of it.

const PATIENCE_MS = 10_000; // for requests under way, when the server is asked to end

// Names the variable that is wrong.
class CannotListen extends Error {}

// By which this machine finds it.
function urlOf(given, port) {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[given] ?? given;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

function listen(server, { values: { HOST, PORT } }) {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }) => {
      const variable = ['EADDRINUSE', 'EACCES'].includes(code) ? 'PORT' : 'HOST';
      reject(new CannotListen(`${variable}: cannot listen at ${HOST} port ${PORT}: ${message}`));
    });
    server.listen(Number(PORT), HOST, () => {
      console.log(`listening on ${urlOf(HOST, server.address().port)}`);
      resolve();
    });
  });
}

// Stops accepting, finishes what is under way, closes the engine.
async function end({ server, push, host }) {
  const answered = new Promise((resolve) => {
    server.close(resolve);
  });
  const impatient = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  push.close();
  server.closeIdleConnections();
  await answered;
  clearTimeout(impatient);
  await host.engine.close();
}

/**
 * `running`: { ending, server, push, host }, the last three once they are. Who is still starting looks at `ending`.
 * A second signal does not wait.
 */
function endOn(signals, running) {
  const heard = () => {
    if (running.ending) process.exit(1);
    running.ending = true;
    if (running.server) end(running);
  };
  for (const signal of signals) process.on(signal, heard);
}

module.exports = { CannotListen, endOn, listen };
