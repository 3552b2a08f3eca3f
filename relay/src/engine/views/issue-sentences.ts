/** What people read about a member that is parked or failing, and why a way out was not taken: the one catalogue of these sentences. */
import type { WayOut } from '../../sync/model.ts';
import type { IssueReason } from '../../sync/ways-out.ts';

interface Said {
  /** What each side shows, as people say it: a status in quotation marks, or `not a member`. */
  salesforce: string;
  marketo: string;
}

/** What happened and what can be done; what a side said itself is added behind it. */
export const sentences: Record<IssueReason, (said: Said) => string> = {
  'marketo-never-moves-back': ({ salesforce, marketo }) =>
    `Salesforce says ${salesforce}, Marketo says ${marketo}, and Marketo never moves a member back. Put Marketo's status back into Salesforce, or remove the member in Marketo and add it again, which loses its membership date and member fields.`,
  conflict: ({ salesforce, marketo }) =>
    `Both sides were changed: Salesforce says ${salesforce}, Marketo says ${marketo}, and the link asks which one counts. Choose one.`,
  'unknown-status': ({ salesforce, marketo }) =>
    `Salesforce says ${salesforce}, Marketo says ${marketo}, and one of them has no counterpart in the link's status map. Map it in the link, or choose another status.`,
  'not-in-salesforce': () => 'Marketo alone knows this person, and the link does not create people. Create the person, or leave it.',
  'ambiguous-person': () => 'Several people match. Choose the right one, or merge them and try again.',
  'duplicate-person': () =>
    'Another member of this campaign is the same person on the other side. Choose the one that counts, or merge the two.',
  'marketo-refused': () => 'Marketo refuses this change. Put right what it names and try again.',
  'salesforce-refused': () => 'Salesforce refuses this change. Put right what it names and try again.',
  'something-changes-it-back': () =>
    'Something else changes this member back each time. Find what writes this status (a flow, a trigger, a smart campaign), or choose the side that counts.',
  'waits-for-native-sync': () => "Marketo's own Salesforce sync creates this person. It goes on by itself when the person has arrived.",
  'salesforce-fails': () => 'Salesforce did not take the change; it is tried again by itself.',
  'marketo-fails': () => 'Marketo did not take the change; it is tried again by itself.',
  'person-unreadable': () =>
    'Salesforce does not show this person: it was deleted for good, or the integration user may not see it. It is looked for again by itself.'
};

/** Why a way out leads nowhere for a member. */
export const misfits = {
  unknown: (key: string) => `There is no member ${key} in this campaign.`,
  atRest: (key: string) => `Member ${key} is neither parked nor failing: nothing waits for a decision.`,
  notOffered: (key: string, way: WayOut, reason: string, offered: WayOut[]) =>
    `"${way}" is no way out for member ${key}, which is parked or failing as "${reason}". Its ways out: ${offered.join(', ')}.`,
  notListed: (key: string) => `The person named is none of those whom member ${key} may be. They are listed with the issue.`
};
