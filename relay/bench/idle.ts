/** What a tenant at rest costs: the writes of an hour, with nobody changing anything in fifty links. Time is the simulation's. */
import { countingWrites } from '../simulation/counting-store.ts';
import { ACTOR, StillWorld } from '../simulation/still-world.ts';
import { openMemoryStore } from '../src/store/memory.ts';

const MINUTE = 60_000;
const LINKS = 50;

/** @param minutes Between two sweeps, which come once an hour while something happens and once a day otherwise. @returns Writes by the store's call. */
export async function writesAtRest(minutes: number): Promise<Map<string, number>> {
  const written = new Map<string, number>();
  const world = new StillWorld({ store: countingWrites(openMemoryStore(), written) });
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
  written.clear();
  await world.pass(minutes * MINUTE);
  return written;
}
