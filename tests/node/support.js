'use strict';
// What the tests share: an engine on a simulated PBX, both ended with the test.

const { Engine, SimulatedPbx } = require('smarthandoff');

async function openEngine(t, options = {}) {
  const engine = await Engine.open({ store: 'sqlite://:memory:', ...options });
  t.after(() => engine.close());
  return engine;
}

async function openWithPbx(t, phones = [], options = {}) {
  const pbx = new SimulatedPbx();
  pbx.addStandardPhones();
  phones.forEach((phone) => pbx.addPhone(phone));
  pbx.start();
  const engine = await openEngine(t, { telephony: pbx, ...options });
  t.after(() => pbx.stop());
  return { engine, pbx, tenant: engine.tenant('acme') };
}

// Resolves with the first event of a topic.
function nextEvent(engine, topic, options = {}) {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 1000); // a subscription alone does not keep a program alive
    const end = engine.subscribe((event) => {
      end();
      clearInterval(alive);
      resolve(event);
    }, { topic, ...options });
  });
}

module.exports = { openEngine, openWithPbx, nextEvent };
