/** What must hold of what Marketo was told, once edits and faults have stopped and the relay had time. A1 is checked as activities arrive. */
import { keyOf, values } from './edits.ts';
import type { Before } from './invariants.ts';
import type { World } from './world.ts';

/**
 * A2: a person's activities about one campaign, in the order in which they happened, lead from each status to the next, and the last of them ends at what
 * stands there; where something changed since the start of the round, there is one. A3: the record of the custom object says what stands there.
 */
export function checkTold(world: World, start: Before): void {
  for (const pairing of world.pairings) {
    for (const human of world.humans) {
      // Whoever was converted or merged goes on under another id, and may be told of as added there.
      if (human.disturbed) world.activities.rekeyed.add(human.name);
      if (world.activities.rekeyed.has(human.name) || human.salesforce === null || human.marketo === null) continue;
      const { marketo: leadId } = human;
      const now = values(world, pairing, human).salesforce;
      const name = `${human.name} (${leadId}) of ${pairing.campaignId}`;
      const record = world.activities.records.get(`${leadId}:${pairing.campaignId}`) ?? null;
      if (record !== now) world.witness.violated('A3', `${name}: the record says ${record}, Salesforce ${now}`);
      // Of what happened while there was no link nobody tells, and whoever is there when it comes again is not told of as added.
      if (pairing.linkedAnew) continue;
      const from = world.activities.toldFrom.get(pairing.campaignId) ?? -Infinity;
      const told = world.activities.log.filter(
        (one) => one.leadId === leadId && one.campaignId === pairing.campaignId && one.loggedAt >= from
      );
      const first = [...new Map([...told].reverse().map((one) => [one.id, one])).values()];
      const chain = first.sort((a, b) => a.at - b.at || a.loggedAt - b.loggedAt);
      for (const [index, one] of chain.entries()) {
        const before = chain[index - 1];
        if (before && before.to !== one.from) world.witness.violated('A2', `${name}: told ${show(before)}, then ${show(one)}`);
      }
      const last = chain.at(-1);
      if (last && last.to !== now) world.witness.violated('A2', `${name}: last told ${show(last)}, stands at ${now}`);
      const was = start.get(keyOf(pairing, human))?.salesforce ?? null;
      if (!last && was !== now && start.get(keyOf(pairing, human))?.state !== 'none') {
        world.witness.violated('A2', `${name}: from ${was} to ${now}, and nobody was told`);
      }
    }
    if (pairing.linkedAnew) world.activities.toldFrom.set(pairing.campaignId, world.clock.now());
  }
}

const show = ({ from, to, at }: { from: string | null; to: string | null; at: number }) =>
  `${from} → ${to} (${new Date(at).toISOString()})`;
