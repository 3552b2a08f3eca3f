/** Behaviour that Adobe does not document. The product may rest on no setting of these; tests run at both extremes. */

interface Switch<T> {
  says: string;
  /** The two extremes; the default is among them. */
  values: readonly [T, T];
  default: T;
}
const choice = <T extends string>(says: string, first: T, last: T, chosen: T = first): Switch<T> => ({
  says,
  values: [first, last],
  default: chosen
});
const flag = (says: string, chosen: boolean): Switch<boolean> => ({ says, values: [false, true], default: chosen });
const duration = (says: string, most: number): Switch<number> => ({ says, values: [0, most], default: 0 });

export const SWITCHES = {
  apiRemovalLogs104: flag('delete.json logs activity 104 to "Not in Program".', true),
  apiActivityReason: flag('Activity 104 of an API call carries a Reason.', false),
  sameStepMove: choice('A status of the same step as the present one is …', 'allowed', 'skipped'),
  unknownStatusLevel: choice('A status outside the channel is refused (1025) at the level of the …', 'response', 'record'),
  unknownLeadLevel: choice('An unknown lead in status.json or delete.json is refused (1004) at the level of the …', 'record', 'response'),
  statusLabels: choice('statusName is compared …', 'exactly', 'ignoring case'),
  hiddenStatusAsTarget: choice('A hidden status as statusName is …', 'allowed', 'refused'),
  reachedSuccess: choice('reachedSuccess means …', 'is in a success status', 'has been in one'),
  membershipDateAfterRejoin: choice('membershipDate of a person who was removed and added again is …', 'new', 'kept'),
  skippedTouchesUpdatedAt: flag('A skipped record changes updatedAt of the membership.', false),
  mergedMemberStatus: choice('When both merged people are members, the status that stays is …', 'of the winner', 'the furthest'),
  mergeLogs104: flag('A merge logs 104 for the winner.', false),
  rateWindow: choice('The window of 100 calls in 20 seconds is …', 'sliding', 'fixed'),
  failedCallsCount: flag('Calls answered with an error count against the rate limit.', true),
  extractMs: duration('A bulk extract is processed for this many milliseconds.', 1500),
  extractBooleans: choice('Booleans in a bulk extract are …', 'words', 'digits'),
  activityDelayMs: duration('An activity shows in the feed this many milliseconds late.', 1500),
  emptyActivityPages: flag('A page of activities may be empty and say moreResult: true.', false),
  repeatedActivities: flag('An activity may be delivered twice.', false),
  customAttributeName: choice('An attribute of a custom activity stands in the feed under its …', 'name', 'API name'),
  objectApiName: choice('A custom object made by the API is called …', 'as asked', 'as asked, with _c')
} as const;

export type SwitchName = keyof typeof SWITCHES;
export type SwitchSettings = { [N in SwitchName]: (typeof SWITCHES)[N]['values'][number] };
const NAMES = Object.keys(SWITCHES) as SwitchName[];
const settings = (pick: (one: Switch<unknown>) => unknown) =>
  Object.fromEntries(NAMES.map((name) => [name, pick(SWITCHES[name])])) as SwitchSettings;

export function extremes(): [SwitchSettings, SwitchSettings] {
  return [settings((one) => one.values[0]), settings((one) => one.values[1])];
}

export class Switches {
  private readonly values = settings((one) => one.default);

  get<N extends SwitchName>(name: N): SwitchSettings[N] {
    return this.values[name];
  }
  all(): SwitchSettings {
    return { ...this.values };
  }
  /** @throws {Error} a sentence, when there is no such switch or the value does not fit. */
  set(name: string, value: unknown): void {
    if (!NAMES.includes(name as SwitchName)) {
      throw new Error(`There is no switch ${name}. There are: ${NAMES.join(', ')}.`);
    }
    const one: Switch<unknown> = SWITCHES[name as SwitchName];
    const fits = typeof one.default === 'number' ? Number.isInteger(value) && (value as number) >= 0 : one.values.includes(value);
    if (!fits) {
      throw new Error(
        `${name} takes ${typeof one.default === 'number' ? 'a whole number from 0' : one.values.join(' or ')}, not ${String(value)}.`
      );
    }
    (this.values as Record<string, unknown>)[name] = value;
  }
}
