/**
 * What every `SalesforcePort` owes the engine: the adapter over HTTP against the org stand-in, which runs the package's own Apex, and the simulation's model, which is
 * worth no more than what it has in common with it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MemberChange, OutboxEntry, SalesforceMember, SalesforcePort } from '../src/engine/ports.ts';

/** Campaigns have the member statuses Invited (default), Registered, No Show, Attended (responded). */
export interface SalesforceSetting {
  port: SalesforcePort;
  /** Resolves what a port was asked, in a world whose time is not real too. */
  wait: <T>(answer: Promise<T>) => Promise<T>;
  /** Milliseconds since 1970, as Salesforce's clock has it. */
  now(): number;
  campaign(name: string): Promise<string>;
  person(kind: 'lead' | 'contact', email: string, lastName: string): Promise<string>;
  /** A user's doing; null removes. */
  set(campaignId: string, personId: string, status: string | null): Promise<void>;
  /** @returns The contact. */
  convert(leadId: string): Promise<string>;
  merge(winnerId: string, loserId: string): Promise<void>;
  deletePerson(id: string): Promise<void>;
  /** Every session of the relay is worth nothing any more. */
  endSessions(): Promise<void>;
  close(): Promise<void>;
}

export function salesforcePortSuite(name: string, open: () => Promise<SalesforceSetting>): void {
  describe(`Salesforce as a port: ${name}`, () => {
    let on: SalesforceSetting;
    let serial = 0;
    const fresh = () => on.campaign(`Campaign ${++serial}`);
    const someone = (kind: 'lead' | 'contact' = 'lead') => {
      const lastName = `Person${++serial}`;
      return on.person(kind, `${lastName}@example.com`.toLowerCase(), lastName);
    };
    const members = (campaignId: string, ...ids: string[]) => on.wait(on.port.readMembers(campaignId, ids));
    const status = async (campaignId: string, id: string) => (await members(campaignId, id)).find((one) => !one.isDeleted)?.status ?? null;
    const write = (campaignId: string, ...changes: MemberChange[]) => on.wait(on.port.writeMembers(campaignId, changes));
    /** All of the outbox, taken. */
    async function drain(): Promise<OutboxEntry[]> {
      const entries: OutboxEntry[] = [];
      for (;;) {
        const rows = await on.wait(on.port.readOutbox(200));
        if (rows.length === 0) return entries;
        entries.push(...rows.flatMap((row) => row.entries));
        await on.wait(on.port.takeOutbox(rows.map(({ id }) => id)));
      }
    }
    before(async () => {
      on = await open();
    });
    after(() => on.close());

    it('shows campaigns with their member statuses, and leaves out what never was', async () => {
      const id = await fresh();
      const [campaign, ...more] = await on.wait(on.port.readCampaigns([id, '701000000999999AAA']));
      assert.equal(more.length, 0);
      assert.equal(campaign?.id, id);
      assert.equal(campaign?.isDeleted, false);
      assert.deepEqual(campaign?.statuses.map(({ label, isDefault, responded }) => [label, isDefault, responded]).slice(0, 2), [
        ['Invited', true, false],
        ['Registered', false, false]
      ]);
      assert.ok(campaign?.statuses.some(({ label, responded }) => label === 'Attended' && responded));
    });

    it('shows members, and deleted rows of those who were', async () => {
      const [campaignId, lead, contact, other] = [await fresh(), await someone(), await someone('contact'), await someone()];
      await on.set(campaignId, lead, 'Registered');
      await on.set(campaignId, contact, 'Invited');
      await on.set(campaignId, contact, null);
      const found = await members(campaignId, lead, contact, other);
      assert.deepEqual(found.map(({ leadId, contactId, status, isDeleted }) => [leadId ?? contactId, status, isDeleted]).sort(), [
        ...[
          [lead, 'Registered', false],
          [contact, 'Invited', true]
        ].sort()
      ]);
      assert.ok(found.every(({ modifiedAt }) => modifiedAt instanceof Date));
      const live = await on.wait(all(on.port.listMembers(campaignId)));
      assert.deepEqual(
        live.map(({ leadId, isDeleted }) => [leadId, isDeleted]),
        [[lead, false]]
      );
    });

    it('tells who changed since, in the campaigns asked for, deleted rows included', async () => {
      const [campaignId, other] = [await fresh(), await fresh()];
      const [lead, contact, elsewhere] = [await someone(), await someone('contact'), await someone()];
      const asked = new Date(on.now() - 1_000);
      await on.set(campaignId, lead, 'Registered');
      await on.set(campaignId, contact, 'Invited');
      await on.set(campaignId, contact, null);
      await on.set(other, elsewhere, 'Invited');
      const changed = (campaigns: string[], since: Date) => on.wait(all(on.port.changedMembers(campaigns, since)));
      const found = await changed([campaignId], asked);
      assert.deepEqual(found.map(({ leadId, contactId, status, isDeleted }) => [leadId ?? contactId, status, isDeleted]).sort(), [
        ...[
          [lead, 'Registered', false],
          [contact, 'Invited', true]
        ].sort()
      ]);
      assert.equal((await changed([campaignId, other], asked)).length, 3);
      assert.deepEqual(await changed([campaignId, other], new Date(on.now() + 3_600_000)), []);
    });

    it('keeps an outbox of what users did, until it is taken', async () => {
      const [campaignId, lead] = [await fresh(), await someone()];
      await drain();
      await on.set(campaignId, lead, 'Invited');
      await on.set(campaignId, lead, 'Attended');
      await on.set(campaignId, lead, null);
      const entries = await drain();
      const ours = entries.filter((entry) => entry.campaignId === campaignId && entry.op !== 'look-again');
      assert.deepEqual(ours.map(({ op, leadId, oldStatus, newStatus }) => [op, leadId, oldStatus, newStatus]).sort(), [
        ['delete', lead, 'Attended', null],
        ['insert', lead, null, 'Invited'],
        ['update', lead, 'Invited', 'Attended']
      ]);
      assert.deepEqual(await drain(), []);
    });

    it('writes where nothing else stands by then, and leaves no trace of it in the outbox', async () => {
      const [campaignId, lead, contact] = [await fresh(), await someone(), await someone('contact')];
      await drain();
      const added = await write(campaignId, change(lead, null, 'Invited'), change(contact, null, 'Attended'));
      assert.deepEqual(said(added), [
        ['done', 'Invited'],
        ['done', 'Attended']
      ]);
      const then = await write(campaignId, change(contact, 'Invited', 'Registered'), change(lead, 'Invited', 'Registered'));
      assert.deepEqual(said(then), [
        ['moved-on', 'Attended'],
        ['done', 'Registered']
      ]);
      assert.deepEqual(said(await write(campaignId, change(lead, 'Invited', 'Registered'))), [['no-op', 'Registered']]);
      assert.deepEqual(said(await write(campaignId, change(lead, null, null), change(contact, 'Attended', null))), [
        ['moved-on', 'Registered'],
        ['done', null]
      ]);
      assert.deepEqual(said(await write(campaignId, change(contact, 'Attended', null))), [['no-op', null]]);
      assert.deepEqual([await status(campaignId, lead), await status(campaignId, contact)], ['Registered', null]);
      assert.deepEqual(
        (await drain()).filter((entry) => entry.campaignId === campaignId),
        []
      );
    });

    it('refuses members of people who are gone, and writes the others of the same call', async () => {
      const [campaignId, lead, gone] = [await fresh(), await someone(), await someone()];
      await on.deletePerson(gone);
      const results = await write(campaignId, change(gone, null, 'Invited'), change(lead, null, 'Invited'));
      assert.deepEqual(said(results), [
        ['refused', null],
        ['done', 'Invited']
      ]);
      assert.notEqual(results[0]?.code, null);
      assert.equal(await status(campaignId, lead), 'Invited');
    });

    it('makes a person for a key only once, and finds people by key and address', async () => {
      const email = `made${++serial}@example.com`;
      const person = { key: `123-ABC-456:${9_000 + serial}`, firstName: 'Mia', lastName: 'Made', company: 'Example Works', email };
      const asked = [{ ...person, phone: null, title: null, ownerId: null }];
      const options = { assignmentRule: false, allowDuplicates: true };
      const [made] = await on.wait(on.port.createPeople(asked, options));
      assert.equal(made?.outcome, 'created');
      assert.ok(made.leadId !== null);
      const [again] = await on.wait(on.port.createPeople(asked, options));
      assert.deepEqual([again?.outcome, again?.leadId], ['exists', made.leadId]);
      const found = async (query: { keys: string[]; emails: string[] }) =>
        (await on.wait(on.port.findPeople(query))).map(({ id, key, email: address }) => [id, key, address]);
      const expected = [[made.leadId, person.key, email]];
      assert.deepEqual(await found({ keys: [person.key], emails: [] }), expected);
      assert.deepEqual(await found({ keys: [], emails: [email] }), expected);
      assert.deepEqual(await found({ keys: [], emails: ['nobody.at.all@example.com'] }), []);
      await on.deletePerson(made.leadId);
      assert.deepEqual(await found({ keys: [person.key], emails: [email] }), []);
    });

    it('knows a converted lead as its contact, with its members', async () => {
      const [campaignId, lead] = [await fresh(), await someone()];
      await on.set(campaignId, lead, 'Registered');
      const contact = await on.convert(lead);
      const people = await on.wait(on.port.readPeople([lead, contact]));
      assert.equal(people.find(({ id }) => id === lead)?.convertedContactId, contact);
      assert.equal(people.find(({ id }) => id === contact)?.kind, 'contact');
      assert.equal(await status(campaignId, contact), 'Registered');
      const results = await write(campaignId, change(contact, 'Registered', 'Attended'));
      assert.deepEqual(said(results), [['done', 'Attended']]);
      const emails = people.flatMap(({ email }) => email ?? []);
      assert.deepEqual(
        (await on.wait(on.port.findPeople({ keys: [], emails }))).map(({ id }) => id),
        [contact]
      );
      const other = await fresh();
      assert.equal((await write(other, change(lead, null, 'Invited')))[0]?.outcome, 'refused');
    });

    it('knows whom a merge left: the loser is a deleted row that names its master, and its member is the winner’s', async () => {
      const [campaignId, winner, loser] = [await fresh(), await someone(), await someone()];
      await on.set(campaignId, loser, 'Attended');
      await on.merge(winner, loser);
      const people = await on.wait(on.port.readPeople([winner, loser]));
      const lost = people.find(({ id }) => id === loser);
      assert.deepEqual([lost?.isDeleted, lost?.masterRecordId], [true, winner]);
      assert.equal(people.find(({ id }) => id === winner)?.isDeleted, false);
      assert.equal(await status(campaignId, winner), 'Attended');
    });

    it('asks for a look at people who were converted, merged or deleted', async () => {
      const [one, two, three, four] = [await someone(), await someone(), await someone(), await someone()];
      const campaignId = await fresh();
      for (const id of [one, two, three, four]) await on.set(campaignId, id, 'Invited');
      await drain();
      await on.convert(one);
      await on.merge(two, three);
      await on.deletePerson(four);
      const looked = new Set((await drain()).flatMap(({ leadId, contactId }) => [leadId, contactId]));
      assert.ok(looked.has(one) && looked.has(four), 'converted and deleted');
      assert.ok(looked.has(two) || looked.has(three), 'merged');
    });

    it('makes missing member statuses and knows those that are there', async () => {
      const campaignId = await fresh();
      const wanted = [
        { label: 'Registered', responded: false },
        { label: 'On the list', responded: false }
      ];
      const ensure = async () => (await on.wait(on.port.ensureStatuses(campaignId, wanted))).map(({ label, outcome }) => [label, outcome]);
      assert.deepEqual(await ensure(), [
        ['Registered', 'exists'],
        ['On the list', 'created']
      ]);
      assert.deepEqual(await ensure(), [
        ['Registered', 'exists'],
        ['On the list', 'exists']
      ]);
      const lead = await someone();
      assert.deepEqual(said(await write(campaignId, change(lead, null, 'On the list'))), [['done', 'On the list']]);
    });

    it('stores the default where a campaign has no such status, and says so', async () => {
      const [campaignId, lead] = [await fresh(), await someone()];
      const [result] = await write(campaignId, change(lead, null, 'Nonsense'));
      assert.notEqual(result?.current, 'Nonsense');
      assert.equal(await status(campaignId, lead), result?.current ?? null);
    });

    it('makes a campaign for a key only once', async () => {
      const key = `123-ABC-456:program:${++serial}`;
      const statuses = [
        { label: 'Invited', responded: false, isDefault: true },
        { label: 'Attended', responded: true, isDefault: false }
      ];
      const none = { type: null, ownerId: null, parentId: null, recordTypeId: null, startDate: null, endDate: null };
      const asked = { ...none, key, name: `Made ${serial}`, isActive: true, statuses };
      const made = await on.wait(on.port.createCampaign(asked));
      assert.equal(made.outcome, 'created');
      const again = await on.wait(on.port.createCampaign(asked));
      assert.deepEqual([again.outcome, again.campaignId], ['exists', made.campaignId]);
      const [campaign] = await on.wait(on.port.readCampaigns([made.campaignId ?? '']));
      assert.deepEqual(
        campaign?.statuses.map(({ label }) => label),
        ['Invited', 'Attended']
      );
    });

    it('writes type and cost of a campaign with what the panel shows', async () => {
      const campaignId = await fresh();
      const link = {
        campaignId,
        remove: false,
        link: null,
        statuses: null,
        issues: null,
        campaign: { type: 'Webinar', actualCost: 350.5 }
      };
      assert.deepEqual(
        (await on.wait(on.port.writeLinks([link]))).map(({ outcome }) => outcome),
        ['done']
      );
      const [campaign] = await on.wait(on.port.readCampaigns([campaignId]));
      assert.deepEqual([campaign?.type, campaign?.actualCost], ['Webinar', 350.5]);
    });

    it('goes on with a fresh session when the one in use has ended', async () => {
      const [campaignId, lead] = [await fresh(), await someone()];
      await on.endSessions();
      assert.deepEqual(await members(campaignId, lead), []);
      await on.endSessions();
      assert.deepEqual(said(await write(campaignId, change(lead, null, 'Invited'))), [['done', 'Invited']]);
    });
  });
}

function change(personId: string, expected: string | null, write: string | null): MemberChange {
  const ids = personId.startsWith('003') ? { leadId: null, contactId: personId } : { leadId: personId, contactId: null };
  return { ...ids, expected, write };
}

const said = (results: { outcome: string; current: string | null }[]) => results.map(({ outcome, current }) => [outcome, current]);

async function all(pages: AsyncIterable<SalesforceMember[]>): Promise<SalesforceMember[]> {
  const rows: SalesforceMember[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
