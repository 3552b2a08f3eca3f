/** The time zone of whoever runs the code. */
import { ApexDate } from '../../runtime/dates.ts';
import { runtime } from '../../runtime/current.ts';
import { partsIn } from '../../../zones.ts';

export const todayIn = (zone: string, ms: number): ApexDate => {
  const { year, month, day } = partsIn(zone, ms);
  return ApexDate.of(year, month, day);
};

export const userZone = (): string => runtime().user().timeZone;
