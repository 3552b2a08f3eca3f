/** What a tenant at rest costs, with nobody changing anything in fifty links. Time is the simulation's. */
import { countingWrites } from '../simulation/counting-store.ts';
import { ACTOR, StillWorld } from '../simulation/still-world.ts';
import { openMemoryStore } from '../src/store/memory.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LINKS = 50;

async function fiftyLinks(idleStepMs: number): Promise<{ world: StillWorld; written: Map<string, number> }> {
  const written = new Map<string, number>();
  const world = new StillWorld({ store: countingWrites(openMemoryStore(), written), settings: { idleStepMs } });
  const operations = await world.start();
  for (let index = 0; index < LINKS; index++) {
    const campaign = `70100000000${String(1000 + index)}AAA`;
    world.addCampaign(campaign);
    world.addProgram(1000 + index);
    const request = {
      actor: ACTOR,
      programId: 1000 + index,
      rules: {},
      map: null,
      createStatuses: false,
      switchProgram: false,
      consent: 'as-planned' as const
    };
    await world.wait(operations.link(campaign, { ...request, idempotencyKey: campaign }));
  }
  await world.pass(30 * MINUTE);
  return { world, written };
}

/** @param minutes Between two sweeps, which come once an hour while something happens and once a day otherwise. @returns Writes by the store's call. */
export async function writesAtRest(minutes: number): Promise<Map<string, number>> {
  const { world, written } = await fiftyLinks(5_000);
  written.clear();
  await world.pass(minutes * MINUTE);
  return written;
}

/** @returns Calls to Marketo of every kind in a whole day, its night's compares among them, after a day on which nothing happened either. */
export async function callsOfADayAtRest(): Promise<number> {
  // Only how often the store is looked at; nothing outside is asked by it.
  const { world, written } = await fiftyLinks(5 * MINUTE);
  await world.pass(DAY + 60 * MINUTE);
  written.clear();
  await world.pass(DAY);
  // Each call is written down when it begins and when it ends.
  return (written.get('putBudget') ?? 0) / 2;
}
