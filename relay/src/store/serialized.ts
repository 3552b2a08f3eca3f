/** What the stores of one process share: calls and transactions come one after the other, each call outside a transaction being one of its own. */
import type { MemberState } from '../sync/model.ts';
import type { MemberCounts, Store, StoreTransaction } from './port.ts';

export const NO_COUNTS: Readonly<MemberCounts> = { inSync: 0, pending: 0, parked: 0, failing: 0, leftByRule: 0, ended: 0 };
export const COUNT_OF_STATE: Record<MemberState, keyof MemberCounts> = {
  'in-sync': 'inSync',
  pending: 'pending',
  parked: 'parked',
  failing: 'failing',
  'left-by-rule': 'leftByRule',
  ended: 'ended'
};

/** What an adapter implements: every call of the store, on rows that nobody else touches meanwhile. */
export type Rows = StoreTransaction & Pick<Store, 'claim' | 'release' | 'releaseAll' | 'tenantsWithWork' | 'nextDue'> & { close(): void };

const CALLS: (keyof Omit<Rows, 'close'>)[] = [
  'tenants',
  'tenant',
  'putTenant',
  'eraseTenant',
  'links',
  'link',
  'linkOfCampaign',
  'linkOfProgram',
  'putLink',
  'removeLink',
  'member',
  'membersOf',
  'membersOfPeople',
  'membersPage',
  'membersInState',
  'addMember',
  'replaceMember',
  'removeMember',
  'hint',
  'counts',
  'oldestPending',
  'statusCounts',
  'person',
  'putPerson',
  'cursor',
  'setCursor',
  'seenActivities',
  'journal',
  'outcome',
  'journalPage',
  'openWrites',
  'budget',
  'putBudget',
  'answer',
  'putAnswer',
  'claim',
  'release',
  'releaseAll',
  'tenantsWithWork',
  'nextDue'
];

/** @param around runs work as one transaction: kept when it returns, taken back when it throws. */
export function serialized(rows: Rows, around: <T>(work: () => Promise<T>) => Promise<T>): Store {
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(() => around(work));
    tail = result.catch(() => undefined);
    return result;
  };
  const calls = Object.fromEntries(
    CALLS.map((name) => [
      name,
      (...args: unknown[]) => inTurn(() => (rows[name] as (...args: unknown[]) => Promise<unknown>).apply(rows, args))
    ])
  );
  return {
    ...(calls as unknown as Omit<Store, 'transact' | 'close'>),
    transact: (work) => inTurn(() => work(rows)),
    close: async () => {
      await tail;
      rows.close();
    }
  };
}
