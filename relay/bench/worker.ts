/** One worker process: an engine on a PostgreSQL store. Both sides are its parent, which is asked by messages and answers after a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/engine/clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import { defaultSettings } from '../src/engine/settings.ts';
import { openPostgresStore } from '../src/store/postgres.ts';
import { silent } from './engine.ts';
import { sidesOf } from './outside.ts';

const [url = '', workerId = '', latency = '0'] = process.argv.slice(2);
const LATENCY_MS = Number(latency);
/** Wide enough to hold nothing back, and short, so that the row of calls stays as small as a real one. */
const BUDGET = { ...defaultSettings.budget, windowMs: 1_000, windowCalls: 100_000, inFlight: 1_000, dayCalls: 10_000_000 };

const waiting = new Map<number, (answer: unknown) => void>();
let serial = 0;
function ask(tenantId: string, call: string, args: unknown[]): Promise<unknown> {
  return new Promise((resolve) => {
    waiting.set(++serial, resolve);
    process.send?.({ id: serial, tenantId, call, args });
  });
}

const store = await openPostgresStore(url);
const engine = createEngine({
  store,
  clock: systemClock,
  log: silent,
  settings: { budget: BUDGET },
  connect: (tenant, gate) =>
    sidesOf(tenant.id, (id, call, args) => {
      const slowly = async () => {
        const answer = await ask(id, call, args);
        if (LATENCY_MS > 0) await sleep(LATENCY_MS);
        return answer;
      };
      return call.startsWith('marketo.') ? gate.run('sync', slowly) : slowly();
    }),
  workerId
});
process.on('message', async (message: { id: number; answer: unknown } | 'stop') => {
  if (message === 'stop') {
    await engine.stop();
    await store.close();
    process.disconnect();
    return;
  }
  waiting.get(message.id)?.(message.answer);
  waiting.delete(message.id);
});
await engine.start();
process.send?.('ready');
