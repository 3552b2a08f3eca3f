/**
 * The example of `npm start`: a webinar whose people are mostly known to both sides, and whose statuses mostly agree. Pure data; names are
 * fictional and the same at every start.
 */

export interface ExamplePerson {
  firstName: string;
  lastName: string;
  email: string;
  company: string;
  title: string;
  /** Null: nobody of that side has heard of this person. */
  salesforce: 'lead' | 'contact' | null;
  marketo: boolean;
  /** Null: known there, but no member. */
  campaignStatus: string | null;
  programStatus: string | null;
}

export const CAMPAIGN = 'Webinar: Pipelines without surprises';
export const CHANNEL = 'Webinar';
/** Marketo's progression statuses of the channel, and the campaign's member statuses. */
export const STATUSES = [
  { name: 'Invited', step: 10, success: false },
  { name: 'Registered', step: 20, success: false },
  { name: 'No Show', step: 30, success: false },
  { name: 'Attended', step: 40, success: true },
  { name: 'Attended On-demand', step: 50, success: true }
];
export const COSTS = [
  { month: '2026-03', cost: 1800, note: 'Invitations' },
  { month: '2026-04', cost: 4200, note: 'Platform and speakers' },
  { month: '2026-05', cost: 650, note: 'Recording' }
];

const FIRST =
  'Ada Ben Cleo Dov Elia Finn Gwen Hugo Ines Jane Kofi Lena Milo Nora Omar Pia Quin Rosa Sven Tara Ugo Vera Wim Xenia Yara Zeno'.split(' ');
const LAST = 'Example Sample Specimen Placeholder Fiction Demo Testperson'.split(' ');
const COMPANIES = 'Example Works,Sample Industries,Placeholder Group,Specimen Labs,Fiction Media'.split(',');
const TITLES = 'Head of Marketing,Operations Lead,Analyst,Product Owner,Consultant,Account Manager'.split(',');

/** How many people of each kind; together a few hundred. */
const KINDS: {
  people: number;
  of: (index: number) => Pick<ExamplePerson, 'salesforce' | 'marketo' | 'campaignStatus' | 'programStatus'>;
}[] = [
  { people: 240, of: (index) => both(at(index), at(index)) },
  // One side is ahead: the conflict rule decides.
  { people: 16, of: (index) => both('Invited', index % 2 === 0 ? 'Registered' : 'Attended') },
  { people: 8, of: () => both('Attended', 'Registered') },
  // Known to both, member of one.
  { people: 14, of: () => both('Registered', null) },
  { people: 12, of: () => both(null, 'Registered') },
  { people: 22, of: (index) => ({ salesforce: 'lead', marketo: false, campaignStatus: at(index), programStatus: null }) },
  { people: 18, of: (index) => ({ salesforce: null, marketo: true, campaignStatus: null, programStatus: at(index) }) }
];

const at = (index: number) => STATUSES[[0, 1, 1, 3, 2, 3, 0, 4][index % 8] ?? 0]?.name ?? 'Invited';
function both(campaignStatus: string | null, programStatus: string | null) {
  return { salesforce: 'lead', marketo: true, campaignStatus, programStatus } as const;
}

export function examplePeople(): ExamplePerson[] {
  const kinds = KINDS.flatMap(({ people, of }) => Array.from({ length: people }, (_, index) => of(index)));
  return kinds.map((kind, index) => {
    const [firstName, lastName] = [FIRST[index % FIRST.length] ?? '', LAST[index % LAST.length] ?? ''];
    return {
      firstName,
      lastName,
      email: `${firstName}.${lastName}.${String(index + 1).padStart(3, '0')}@example.com`.toLowerCase(),
      company: COMPANIES[index % COMPANIES.length] ?? '',
      title: TITLES[index % TITLES.length] ?? '',
      ...kind,
      // Every fifth person that Salesforce knows is a contact.
      salesforce: kind.salesforce !== null && index % 5 === 4 ? 'contact' : kind.salesforce
    };
  });
}
