/** Calls of the day, by user. Marketo REST, usage. */
import type { Instance } from '../state/instance.ts';
import { only, result, type Answer, type Call } from './envelope.ts';
import type { Quota } from './quota.ts';

/** The stand-in has one API user, who made all of them. */
export function usageToday(call: Call, _instance: Instance, _id: number, quota: Quota): Answer {
  only(call);
  const { date, total } = quota.today();
  return result([{ date, total, users: [{ userId: 'api@example.com', count: total }] }]);
}
