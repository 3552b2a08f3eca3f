/** The time of the org's clock. */
import { runtime } from '../../runtime/current.ts';
import { ApexDatetime, type ApexDate } from '../../runtime/dates.ts';
import { todayIn } from '../dates/zone.ts';

export const now = (): ApexDatetime => new ApexDatetime(Math.floor(runtime().clock()));
/** In the time zone of the running user. */
export const today = (): ApexDate => todayIn(runtime().user().timeZone, runtime().clock());
