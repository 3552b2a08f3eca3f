/**
 * Statuses that people rename in Salesforce, and rename or hide in Marketo, while all else goes on; and people who map them again. What a status is stays in
 * its name, so that whether two labels mean the same can be told without asking the relay.
 */
import type { MapRow } from '../src/engine/operations.ts';
import { ask, linking } from './rules.ts';
import type { Pairing, World } from './world.ts';

/** `Registered`, whatever it was renamed to. */
export const meaning = (label: string | null) => label?.split(' v')[0] ?? null;

const renamed = (label: string) => `${meaning(label)} v${Number(label.split(' v')[1] ?? 1) + 1}`;

export function changeStatuses(world: World): void {
  const { random, salesforce, marketo, witness } = world;
  const pairing = random.pick(world.pairings);
  // Each may be answered by a write, and by another once it is mapped.
  witness.edits += 2 * world.humans.length;
  switch (random.pick(['salesforce', 'marketo', 'hide'])) {
    case 'salesforce': {
      const { label } = random.pick(salesforce.campaigns.get(pairing.campaignId)?.statuses ?? []);
      witness.say(`user renames member status ${label} of ${pairing.campaignId}`);
      witness.met('status renamed in Salesforce');
      salesforce.renameStatus(pairing.campaignId, label, renamed(label));
      break;
    }
    case 'marketo': {
      const { name } = random.pick(marketo.statuses);
      witness.say(`user renames progression status ${name}`);
      witness.met('status renamed in Marketo');
      marketo.renameStatus(name, renamed(name));
      break;
    }
    case 'hide': {
      const status = random.pick(marketo.statuses);
      // One is left that users can choose.
      status.hidden = !status.hidden && marketo.statuses.filter(({ hidden }) => !hidden).length > 1;
      witness.say(`user ${status.hidden ? 'hides' : 'shows'} progression status ${status.name}`);
      witness.met('status hidden in Marketo');
    }
  }
  const { clock } = world;
  if (random.chance(0.5)) clock.at(clock.now() + random.between(0, 120_000), () => mapAgain(world, pairing));
}

function mapAgain(world: World, pairing: Pairing): void {
  world.witness.say(`user maps the statuses of ${pairing.campaignId} again`);
  ask(world, (operations) => operations.link(pairing.campaignId, { ...linking(world, pairing), rules: {} }));
}

/** All that means the same, and of it what the campaign has is written. */
export function mapRows({ salesforce, marketo }: Pick<World, 'salesforce' | 'marketo'>, campaignId: string): MapRow[] {
  const own = (salesforce.campaigns.get(campaignId)?.statuses ?? []).map(({ label }) => label);
  const labels = [...new Set([...own, ...salesforce.live(campaignId).map(({ status }) => status)])];
  return marketo.statuses.map(({ name }) => {
    const same = labels.filter((label) => meaning(label) === meaning(name));
    const write = own.find((label) => meaning(label) === meaning(name)) ?? name;
    return { marketo: name, salesforce: [...new Set([...same, write])], write };
  });
}
