// Compiled, not run: a host's program as TypeScript sees it.
import { Engine, FreeSwitch, SimulatedPbx, esl, understand, type TransferOutcome } from 'smarthandoff';

async function program(): Promise<TransferOutcome> {
  const pbx = new SimulatedPbx({ domain: 'pbx.local' });
  pbx.addPhone({ extension: '1004', behaviour: 'busy' });
  const telephony = new FreeSwitch({ host: '127.0.0.1', port: pbx.listen(), password: 'ClueCon', domain: 'pbx.local' });
  const engine = await Engine.open({ store: 'sqlite://:memory:', telephony });
  const tenant = engine.tenant('acme', { role: 'admin' });
  await tenant.destinations.create({ name: 'Jeni', aliases: ['financeiro'], number: '1004', department: 'Financeiro' });
  const handoff = await tenant.handoffs.start({ callId: pbx.placeCall(), caller: '+5518997751234' });
  const outcome = await tenant.handoffs.transfer({ handoffId: handoff.id, to: 'a Jeni do financeiro' }, { timeout: 5000 });
  const said: string = outcome.say;
  const frames: esl.Frame[] = new esl.Decoder().feed(Buffer.from(said));
  const number: string | null = understand.phone({ text: '18 99775-1234', defaultRegion: 'BR' }).e164;
  // @ts-expect-error a misspelled field is found by the compiler
  await tenant.destinations.create({ nmae: 'Jeni', number: '1004' });
  console.log(frames.length, number);
  await engine.close();
  return outcome;
}

void program;
