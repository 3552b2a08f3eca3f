/**
 * Behaviour that Salesforce does not document, or documents in two ways, as named switches. Whoever relies on the org stand-in should
 * hold at both extremes of each.
 */

interface SwitchDef<V> {
  values: readonly V[];
  default: V;
  /** One sentence: what the value decides. */
  about: string;
}
const yesNo = (standard: boolean, about: string): SwitchDef<boolean> => ({ values: [false, true], default: standard, about });
const oneOf = <const V extends string>(values: readonly V[], standard: NoInfer<V>, about: string): SwitchDef<V> => ({
  values,
  default: standard,
  about
});

const SHARING = ['Private', 'Read', 'ReadWrite'] as const;

/** The first and the last value of each are its extremes. */
export const SWITCHES = {
  leadConversionFiresMemberTriggers: yesNo(false, 'Whether the members that a lead conversion moves to the contact fire update triggers.'),
  convertedMemberKeepsLeadId: yesNo(true, 'Whether such a member keeps its LeadId beside the new ContactId.'),
  convertWhenBothAreMembers: oneOf(
    ['keepBoth', 'keepContact'],
    'keepBoth',
    'What becomes of a converted lead’s member where the contact is in the campaign too: it stays as the lead’s, or goes.'
  ),
  mergeWhenBothAreMembers: oneOf(
    ['keepWinner', 'keepResponded'],
    'keepWinner',
    'Which status stands after a merge of two people in one campaign: the winner’s, or the loser’s when only that one had responded.'
  ),
  undeleteRestoresMembers: yesNo(true, 'Whether members come back with an undeleted campaign, lead or contact.'),
  firstRespondedDateStays: yesNo(true, 'Whether FirstRespondedDate stays when a member goes back to a status that is no response.'),
  statusIgnoresCase: yesNo(false, 'Whether a written member status also fits a label that differs in upper and lower case only.'),
  memberStatusUpdateable: oneOf(
    ['all', 'withoutLabel', 'sortOrder'],
    'all',
    'Which fields of a CampaignMemberStatus can be changed after it was made.'
  ),
  renamedStatusMovesMembers: yesNo(true, 'Whether members follow when the label of their status is changed.'),
  memberStatusSortOrderUnique: yesNo(true, 'Whether two statuses of one campaign may not have the same SortOrder.'),
  systemModeNeedsMarketingUser: yesNo(
    false,
    'Whether code in system mode, too, may write members and member statuses only for a user who is a Marketing User.'
  ),
  afterTriggersInFailedAttempt: yesNo(
    true,
    'Whether in a partial success the rows that pass fire their after-triggers in the first attempt already, and again in the retry.'
  ),
  testJobsRunAs: oneOf(
    ['whoQueuedThem', 'whoStopsTheTest'],
    'whoQueuedThem',
    'In Apex tests, as whom the jobs run: the user that queued them, or the one for whom Test.stopTest is called.'
  ),
  accountsAsMembers: yesNo(false, 'The campaign setting “Accounts as Campaign Members”.'),
  duplicateRules: oneOf(
    ['off', 'allow', 'block'],
    'off',
    'A duplicate rule on leads and contacts with the same e-mail address: none, one that warns (saving is allowed on request), one that blocks.'
  ),
  campaignMemberSharing: oneOf(
    ['ControlledByLeadOrContact', 'ControlledByCampaign'],
    'ControlledByCampaign',
    'Which parent decides who may change a member; seeing one takes both.'
  ),
  leadSharing: oneOf(SHARING, 'ReadWrite', 'Organisation-wide default of leads.'),
  contactSharing: oneOf(SHARING, 'ReadWrite', 'Organisation-wide default of contacts.'),
  accountSharing: oneOf(SHARING, 'ReadWrite', 'Organisation-wide default of accounts.'),
  campaignSharing: oneOf(SHARING, 'ReadWrite', 'Organisation-wide default of campaigns.')
} satisfies Record<string, SwitchDef<boolean | string>>;

export type SwitchName = keyof typeof SWITCHES;
export type SwitchValue<N extends SwitchName> = (typeof SWITCHES)[N]['values'][number];
export type SwitchSettings = { [N in SwitchName]: SwitchValue<N> };

const NAMES = Object.keys(SWITCHES) as SwitchName[];
const settings = (pick: (def: SwitchDef<boolean | string>) => boolean | string | undefined) =>
  Object.fromEntries(NAMES.map((name) => [name, pick(SWITCHES[name] as SwitchDef<boolean | string>)])) as SwitchSettings;

/** All switches at their first values, and all at their last. */
export function extremes(): [SwitchSettings, SwitchSettings] {
  return [settings((def) => def.values[0]), settings((def) => def.values.at(-1))];
}

export class Switches {
  private readonly values = settings((def) => def.default);

  get<N extends SwitchName>(name: N): SwitchValue<N> {
    return this.values[name];
  }
  all(): SwitchSettings {
    return { ...this.values };
  }
  /** @throws {Error} a sentence when there is no such switch or the value does not fit. `true` and `false` may come as text. */
  set(name: string, value: unknown): void {
    if (!(name in SWITCHES)) {
      throw new Error(`There is no switch ${name}. There are: ${NAMES.join(', ')}.`);
    }
    const def = SWITCHES[name as SwitchName] as SwitchDef<boolean | string>;
    const fitting = def.values.find((one) => one === value || String(one) === value);
    if (fitting === undefined) {
      throw new Error(`${name} takes ${def.values.map(String).join(' or ')}, not ${String(value)}.`);
    }
    (this.values as Record<string, boolean | string>)[name] = fitting;
  }
}
