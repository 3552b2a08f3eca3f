/** What the stores have in common; and how those of one process work: calls and transactions come one after the other. */
import type { MemberState } from '../sync/model.ts';
import type { LinkRow, MemberCounts, Store, StoreTransaction } from './port.ts';
import type { TaskClaims } from './port-tasks.ts';
import { Posts } from './posts.ts';

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
export type Calls = StoreTransaction & TaskClaims & Pick<Store, 'claim' | 'release' | 'releaseAll' | 'hasWork' | 'nextDue'>;

/** @returns Whether the link has to be shown earlier than it had to. */
export function mark(link: LinkRow, { syncedAt, showBy }: { syncedAt?: number; showBy?: number }): boolean {
  const earlier = showBy !== undefined && (link.projectionDue === null || link.projectionDue > showBy);
  if (earlier) link.projectionDue = showBy;
  if (syncedAt !== undefined) link.lastSyncAt = syncedAt;
  if (earlier || syncedAt !== undefined) link.version++;
  return earlier;
}

/** `leases`: what they write may be forgotten when the machine stops, since whoever held it is gone then too. */
export type Kind = 'reads' | 'writes' | 'leases';
/** Every call of the store, and what it does. */
export const CALLS = {
  tenants: 'reads',
  tenant: 'reads',
  putTenant: 'writes',
  eraseTenant: 'writes',
  links: 'reads',
  link: 'reads',
  linkOfCampaign: 'reads',
  linkOfProgram: 'reads',
  putLink: 'writes',
  markLink: 'writes',
  removeLink: 'writes',
  member: 'reads',
  membersOf: 'reads',
  membersOfPeople: 'reads',
  membersPage: 'reads',
  membersInState: 'reads',
  issues: 'reads',
  issueCounts: 'reads',
  addMember: 'writes',
  replaceMember: 'writes',
  removeMember: 'writes',
  hint: 'writes',
  counts: 'reads',
  waiting: 'reads',
  statusCounts: 'reads',
  person: 'reads',
  putPerson: 'writes',
  cursor: 'reads',
  setCursor: 'writes',
  seenActivities: 'writes',
  journal: 'writes',
  outcome: 'writes',
  journalPage: 'reads',
  openWrites: 'reads',
  putPreview: 'writes',
  preview: 'reads',
  previews: 'reads',
  removePreview: 'writes',
  putRun: 'writes',
  run: 'reads',
  runsPage: 'reads',
  markingRuns: 'reads',
  membersOfRun: 'reads',
  journalOfRun: 'reads',
  budget: 'reads',
  putBudget: 'writes',
  answer: 'reads',
  putAnswer: 'writes',
  putNotice: 'writes',
  openNotices: 'reads',
  forget: 'writes',
  eraseHuman: 'writes',
  runs: 'reads',
  tasks: 'reads',
  tasksOf: 'reads',
  taskCounts: 'reads',
  addTasks: 'writes',
  replaceTasks: 'writes',
  hintTasks: 'writes',
  removeTasks: 'writes',
  claimTasks: 'leases',
  releaseTasks: 'leases',
  nextTask: 'reads',
  claim: 'leases',
  release: 'leases',
  releaseAll: 'writes',
  hasWork: 'reads',
  nextDue: 'reads'
} as const satisfies Record<keyof Calls, Kind>;

/** @param around runs work as one transaction: kept when it returns, taken back when it throws. */
export function serialized(rows: Calls & { close(): void }, around: <T>(work: () => Promise<T>, kind: Kind) => Promise<T>): Store {
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>, kind: Kind): Promise<T> => {
    const result = tail.then(() => around(work, kind));
    tail = result.catch(() => undefined);
    return result;
  };
  const calls = Object.fromEntries(
    (Object.keys(CALLS) as (keyof typeof CALLS)[]).map((name) => [
      name,
      (...args: unknown[]) => inTurn(() => (rows[name] as (...args: unknown[]) => Promise<unknown>).apply(rows, args), CALLS[name])
    ])
  );
  const posts = new Posts();
  return {
    ...(calls as unknown as Calls),
    transact: (work) => inTurn(() => work(rows), 'writes'),
    transactLeased: (work) => inTurn(() => work(rows), 'writes'),
    tend: async (tenantId, worker, now, termMs) => posts.take(tenantId, worker, now, now + termMs),
    leave: async (worker) => void posts.leave(worker),
    // There are no other processes: one at a time serves a file, and commands are short.
    rouse: async () => undefined,
    onRouse: async () => undefined,
    close: async () => {
      await tail;
      rows.close();
    }
  };
}
