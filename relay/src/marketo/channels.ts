/** Channels and their progression statuses. Marketo REST, assets; no API makes or changes them. */
import { z } from 'zod';
import type { MarketoChannel, MarketoPort } from '../engine/ports.ts';
import type { MarketoClient } from './client.ts';
import { NOT_IN_PROGRAM } from './members.ts';
import { ASSETS_A_CALL, orNone } from './programs.ts';

const channelRow = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  applicableProgramType: z.string().nullish(),
  progressionStatuses: z.array(
    z.looseObject({ name: z.string(), step: z.number().int(), success: z.boolean().nullish(), hidden: z.boolean().nullish() })
  )
});

/** Marketo REST names the kinds differently on channels and on programs. */
const PROGRAM_TYPE: Record<string, string> = {
  program: 'Default',
  event: 'Event',
  webinar: 'EventWithWebinar',
  nurture: 'Engagement',
  email_batch: 'Email'
};

export function createChannels(client: MarketoClient): Pick<MarketoPort, 'channel' | 'channels'> {
  async function all(): Promise<MarketoChannel[]> {
    const found: MarketoChannel[] = [];
    for (let offset = 0; ; offset += ASSETS_A_CALL) {
      const { rows } = await client.get('/rest/asset/v1/channels.json', { offset, maxReturn: ASSETS_A_CALL }, channelRow);
      found.push(...rows.map(channel));
      if (rows.length < ASSETS_A_CALL) return found;
    }
  }

  return {
    channels: all,
    async channel(name) {
      // A name with a comma cannot be asked for.
      if (name.includes(',')) return (await all()).find((one) => one.name === name) ?? null;
      const [row] = await orNone(client.get('/rest/asset/v1/channel/byName.json', { name }, channelRow));
      return row ? channel(row) : null;
    }
  };
}

function channel(row: z.infer<typeof channelRow>): MarketoChannel {
  const statuses = row.progressionStatuses
    .filter((status) => status.name !== NOT_IN_PROGRAM)
    .map(({ name, step, success, hidden }) => ({ name, step, success: success ?? false, hidden: hidden ?? false }))
    .sort((a, b) => a.step - b.step);
  return { id: row.id, name: row.name, programType: PROGRAM_TYPE[row.applicableProgramType ?? ''] ?? 'Default', statuses };
}
