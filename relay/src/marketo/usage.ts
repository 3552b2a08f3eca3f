/** How many calls the instance's integrations made today, all together. Marketo REST, usage. */
import { z } from 'zod';
import type { MarketoClient } from './client.ts';

const day = z.looseObject({ date: z.string().nullish(), total: z.number() });

/** @returns Null when Marketo has not counted any yet. */
export async function usageToday(client: MarketoClient): Promise<number | null> {
  const { rows } = await client.get('/rest/v1/stats/usage.json', {}, day);
  return rows[0]?.total ?? null;
}
