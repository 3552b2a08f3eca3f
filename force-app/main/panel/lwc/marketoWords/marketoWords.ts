/** What reasons, ways out and values of members are called, wherever they stand. Pure. */
import type { Side, WayOut } from 'c/marketoAnswer';
import { labels } from './wordLabels';

const REASONS: Record<string, string> = {
  'marketo-never-moves-back': labels.backward,
  conflict: labels.conflict,
  'unknown-status': labels.unknownStatus,
  'not-in-salesforce': labels.notInSalesforce,
  'ambiguous-person': labels.ambiguousPerson,
  'duplicate-person': labels.duplicatePerson,
  'marketo-refused': labels.marketoRefused,
  'salesforce-refused': labels.salesforceRefused,
  'something-changes-it-back': labels.changesItBack,
  'waits-for-native-sync': labels.nativeSync,
  'salesforce-fails': labels.salesforceFails,
  'marketo-fails': labels.marketoFails,
  'person-unreadable': labels.personUnreadable,
  direction: labels.direction,
  'minimum-status': labels.minimumStatus,
  'removal-left': labels.removalLeft,
  'people-never': labels.peopleNever,
  ignored: labels.ignored,
  'not-chosen': labels.notChosen,
  undone: labels.undone,
  'person-stays': labels.personStays,
  'member-fields-lost': labels.memberFieldsLost,
  'changed-since': labels.changedSince,
  ended: labels.ended
};

const WAYS: Record<WayOut, string> = {
  retry: labels.retry,
  restore: labels.restore,
  rejoin: labels.rejoin,
  'create-person': labels.createPerson,
  'choose-salesforce': labels.chooseSalesforce,
  'choose-marketo': labels.chooseMarketo,
  'choose-person': labels.choosePerson,
  ignore: labels.ignore
};

/** A reason that a newer relay has is shown by its own name rather than not at all. */
export const reasonWords = (reason: string) => REASONS[reason] ?? reason.replaceAll('-', ' ');
export const wayOutWords = (way: WayOut) => WAYS[way] ?? way;
/** A member's status on one side. */
export const valueWords = (value: string | null) => value ?? labels.notAMember;
export const sideWords = (side: Side) => (side === 'salesforce' ? labels.salesforce : labels.marketo);
