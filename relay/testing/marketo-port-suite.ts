/**
 * What every `MarketoPort` owes the engine: the adapter over HTTP against the Marketo stand-in, and the simulation's model, which is worth no more than what it has in
 * common with it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { OutsideError, type MarketoActivity, type MarketoPort, type MarketoWriteResult } from '../src/engine/ports.ts';

/** An instance with a channel of Invited 10, Registered 20, No Show 30, Attended 40 (success). */
export interface MarketoSetting {
  port: MarketoPort;
  channel: string;
  /** Resolves what a port was asked, in a world whose time is not real too. */
  wait: <T>(answer: Promise<T>) => Promise<T>;
  program(name: string): Promise<number>;
  lead(email: string, lastName: string): Promise<number>;
  /** A user's doing. */
  set(programId: number, leadId: number, status: string): Promise<void>;
  remove(programId: number, leadId: number): Promise<void>;
  deleteLead(leadId: number): Promise<void>;
  merge(winner: number, loser: number): Promise<void>;
  /** Lets pass the time after which activities can be seen. */
  later(): Promise<void>;
  /** Every token given so far is worth nothing any more. */
  endTokens(): Promise<void>;
  close(): Promise<void>;
}

export function marketoPortSuite(name: string, open: () => Promise<MarketoSetting>): void {
  describe(`Marketo as a port: ${name}`, () => {
    let on: MarketoSetting;
    let serial = 0;
    // A name with a comma cannot be asked for.
    const plain = name.replaceAll(',', '');
    const fresh = () => on.program(`Program ${plain} ${++serial}`);
    const someone = () => {
      const lastName = `Person${++serial}`;
      return on.lead(`${lastName}.${name.replace(/\W/g, '')}@example.com`.toLowerCase(), lastName);
    };
    const shown = async (programId: number, ids: number[]) =>
      Object.fromEntries((await on.wait(on.port.readMembers(programId, ids))).map((member) => [member.leadId, member.status]));
    before(async () => {
      on = await open();
    });
    after(() => on.close());

    it('shows members with their status and leaves out who is none', async () => {
      const [programId, ada, ben] = [await fresh(), await someone(), await someone()];
      await on.set(programId, ada, 'Registered');
      await on.set(programId, ben, 'Attended');
      const members = await on.wait(on.port.readMembers(programId, [ada, ben, await someone()]));
      assert.deepEqual(
        members.map(({ leadId, status, reachedSuccess }) => ({ leadId, status, reachedSuccess })).sort((a, b) => a.leadId - b.leadId),
        [
          { leadId: ada, status: 'Registered', reachedSuccess: false },
          { leadId: ben, status: 'Attended', reachedSuccess: true }
        ]
      );
      assert.ok(members.every(({ updatedAt }) => updatedAt instanceof Date));
    });

    it('lists every member with its lead', async () => {
      const [programId, ada, ben] = [await fresh(), await someone(), await someone()];
      await on.set(programId, ada, 'Invited');
      await on.set(programId, ben, 'Registered');
      const listed = (await on.wait(all(on.port.listMembers(programId)))).map(({ member, lead }) => [
        member.leadId,
        lead.id,
        member.status
      ]);
      assert.deepEqual(listed.sort(), [
        [ada, ada, 'Invited'],
        [ben, ben, 'Registered']
      ]);
      assert.deepEqual(await on.wait(all(on.port.listMembers(await fresh()))), []);
    });

    it('adds and moves forward, skips whoever is there or past it, and answers in the order asked', async () => {
      const [programId, ada, ben, cleo] = [await fresh(), await someone(), await someone(), await someone()];
      await on.set(programId, ada, 'Invited');
      await on.set(programId, ben, 'Attended');
      assert.deepEqual(outcomes(await on.wait(on.port.setStatus(programId, 'Registered', [cleo, ben, ada]))), [
        [cleo, 'created'],
        [ben, 'already'],
        [ada, 'updated']
      ]);
      assert.deepEqual(outcomes(await on.wait(on.port.setStatus(programId, 'Registered', [ada]))), [[ada, 'already']]);
      assert.deepEqual(await shown(programId, [ada, ben, cleo]), { [ada]: 'Registered', [ben]: 'Attended', [cleo]: 'Registered' });
    });

    it('refuses a status outside the channel and a lead that is none, and writes nothing for them', async () => {
      const [programId, ada, gone] = [await fresh(), await someone(), await someone()];
      assert.deepEqual(outcomes(await on.wait(on.port.setStatus(programId, 'Nonsense', [ada]))), [[ada, 'refused']]);
      await on.deleteLead(gone);
      // Of this lead alone, or of the whole call: Adobe does not say.
      const unknown = await on.wait(on.port.setStatus(programId, 'Invited', [gone])).then(outcomes, kindOf);
      assert.ok(unknown === 'gone' || JSON.stringify(unknown) === JSON.stringify([[gone, 'unknown-lead']]), JSON.stringify(unknown));
      assert.deepEqual(await shown(programId, [ada, gone]), {});
    });

    it('removes members and says who was none', async () => {
      const [programId, ada, ben] = [await fresh(), await someone(), await someone()];
      await on.set(programId, ada, 'Attended');
      assert.deepEqual(outcomes(await on.wait(on.port.removeMembers(programId, [ben, ada]))), [
        [ben, 'not-member'],
        [ada, 'deleted']
      ]);
      assert.deepEqual(await shown(programId, [ada, ben]), {});
      assert.deepEqual(outcomes(await on.wait(on.port.setStatus(programId, 'Invited', [ada]))), [[ada, 'created']]);
    });

    it('tells of status changes by program, once behind a cursor', async () => {
      const [programId, other, ada] = [await fresh(), await fresh(), await someone()];
      const cursor = await on.wait(on.port.activityCursor(new Date((await now(on)) - 1_000)));
      await on.set(programId, ada, 'Invited');
      await on.set(other, ada, 'Registered');
      await on.set(programId, ada, 'Attended');
      await on.later();
      const first = await follow(on, cursor, (at) => on.port.activities(at, 104, [programId]));
      assert.deepEqual(
        inTime(first.activities).map(({ type, leadId, programId: of, newStatus }) => [type, leadId, of, newStatus]),
        [
          [104, ada, programId, 'Invited'],
          [104, ada, programId, 'Attended']
        ]
      );
      assert.equal(inTime(first.activities)[1]?.oldStatus, 'Invited');
      const second = await follow(on, first.cursor, (at) => on.port.activities(at, 104, [programId]));
      const seen = new Set(first.activities.map(({ guid }) => guid));
      assert.deepEqual(
        second.activities.filter(({ guid }) => !seen.has(guid)),
        []
      );
    });

    it('tells of deleted leads and of merged ones, and knows neither any more', async () => {
      const [ada, ben, cleo] = [await someone(), await someone(), await someone()];
      const since = new Date((await now(on)) - 1_000);
      const cursor = await on.wait(on.port.activityCursor(since));
      await on.merge(ada, ben);
      await on.deleteLead(cleo);
      await on.later();
      const merged = (await follow(on, cursor, (at) => on.port.activities(at, 32, []))).activities;
      assert.ok(merged.some(({ leadId, mergedIds }) => leadId === ada && mergedIds.includes(ben)));
      const deleted = (await follow(on, cursor, (at) => on.port.deletedLeads(at))).activities;
      assert.ok(deleted.some(({ leadId }) => leadId === cleo));
      assert.deepEqual(
        (await on.wait(on.port.readLeads([ada, ben, cleo]))).map(({ id }) => id),
        [ada]
      );
    });

    it('keeps the further member of two merged ones, or the winner’s, and never both', async () => {
      const [programId, ada, ben] = [await fresh(), await someone(), await someone()];
      await on.set(programId, ada, 'Invited');
      await on.set(programId, ben, 'Attended');
      await on.merge(ada, ben);
      const after = await shown(programId, [ada, ben]);
      assert.deepEqual(Object.keys(after), [String(ada)]);
      assert.ok(['Invited', 'Attended'].includes(after[ada] ?? ''));
    });

    it('finds people by address and by Salesforce id, and makes one for a Salesforce id only once', async () => {
      const lastName = `Found${++serial}`;
      const email = `${lastName}@example.com`.toLowerCase();
      const ada = await on.lead(email, lastName);
      const byEmail = await on.wait(on.port.findLeads('email', [email, 'nobody@example.com']));
      assert.deepEqual(
        byEmail.map(({ id, email: address }) => [id, address]),
        [[ada, email]]
      );
      const idOf = (number: number) => `00Q${String(number).padStart(12, '0')}AAA`;
      const salesforceId = idOf(900_000_000 + ++serial);
      await on.wait(on.port.nameLead(ada, salesforceId));
      assert.deepEqual(
        (await on.wait(on.port.findLeads('salesforceId', [salesforceId]))).map(({ id }) => id),
        [ada]
      );
      const person = { salesforceId, email, firstName: null, lastName, company: 'Example Works' };
      assert.equal(await on.wait(on.port.createLead(person)), ada);
      const other = { ...person, salesforceId: idOf(900_000_000 + ++serial), email: `other.${email}` };
      const made = await on.wait(on.port.createLead(other));
      assert.notEqual(made, ada);
      assert.equal(await on.wait(on.port.createLead(other)), made);
      assert.deepEqual(await on.wait(on.port.findLeads('email', [])), []);
    });

    it('shows programs by id and by name, their channel, and where there is none', async () => {
      const programId = await fresh();
      const program = await on.wait(on.port.program(programId));
      assert.equal(program?.id, programId);
      assert.equal(program?.channel, on.channel);
      assert.equal(program?.sfdcId, null);
      assert.deepEqual((await on.wait(on.port.programNamed(program?.name ?? '')))?.id, programId);
      assert.equal(await on.wait(on.port.program(987_654)), null);
      assert.equal(await on.wait(on.port.programNamed('No such program')), null);
      const channel = await on.wait(on.port.channel(on.channel));
      const steps = channel?.statuses.map(({ step }) => step) ?? [];
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b)
      );
      assert.ok(channel?.statuses.some(({ name: status, success }) => status === 'Attended' && success));
      assert.ok(!channel?.statuses.some(({ name: status }) => status === 'Not in Program'));
      assert.equal(await on.wait(on.port.channel('No such channel')), null);
      assert.ok((await on.wait(on.port.channels())).some(({ name: one }) => one === on.channel));
    });

    it('makes a program where one may be made, and none of a name that is taken', async () => {
      const { folders } = await on.wait(on.port.folders('', 1));
      const wanted = { name: `Made ${plain} ${++serial}`, description: null, type: 'Event', channel: on.channel, tags: [] };
      const folderId = folders.find(({ path }) => path.includes('Example'))?.id ?? folders[0]?.id ?? 0;
      const made = await on.wait(on.port.createProgram({ ...wanted, folderId }));
      assert.equal((await on.wait(on.port.program(made.id)))?.name, wanted.name);
      assert.equal(await on.wait(on.port.createProgram({ ...wanted, folderId })).then(String, kindOf), 'refused');
    });

    it('goes on with a fresh token when the one in use has ended', async () => {
      const [programId, ada] = [await fresh(), await someone()];
      await on.set(programId, ada, 'Invited');
      await on.endTokens();
      assert.deepEqual(await shown(programId, [ada]), { [ada]: 'Invited' });
      await on.endTokens();
      assert.deepEqual(outcomes(await on.wait(on.port.setStatus(programId, 'Registered', [ada]))), [[ada, 'updated']]);
    });
  });
}

const outcomes = (results: MarketoWriteResult[]) => results.map(({ leadId, outcome }) => [leadId, outcome]);
/** Which of two activities can be seen first is not said. */
const inTime = (activities: MarketoActivity[]) => [...activities].sort((a, b) => a.at.getTime() - b.at.getTime());
const kindOf = (error: unknown) => (error instanceof OutsideError ? error.kind : Promise.reject(error as Error));

async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

/** By an activity of now: the instance's clock is its own. */
async function now(on: MarketoSetting): Promise<number> {
  const [programId, leadId] = [await on.program(`Clock ${Math.random()}`), await on.lead(`clock${Math.random()}@example.com`, 'Clock')];
  await on.wait(on.port.setStatus(programId, 'Invited', [leadId]));
  const [member] = await on.wait(on.port.readMembers(programId, [leadId]));
  return member?.updatedAt?.getTime() ?? 0;
}

async function follow(
  on: MarketoSetting,
  from: string,
  read: (cursor: string) => ReturnType<MarketoPort['deletedLeads']>
): Promise<{ cursor: string; activities: MarketoActivity[] }> {
  const activities = new Map<string, MarketoActivity>();
  for (let cursor = from, pages = 0; ; pages++) {
    assert.ok(pages < 100, 'the feed has no end');
    const page = await on.wait(read(cursor));
    for (const activity of page.activities) activities.set(activity.guid, activity);
    cursor = page.cursor;
    if (!page.more) return { cursor, activities: [...activities.values()] };
  }
}
