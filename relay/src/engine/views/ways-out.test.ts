import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';
import type { LinkRow } from '../../store/port.ts';
import type { Candidate, Raw, Rules, WayOut } from '../../sync/model.ts';
import { DEFAULT_RULES } from '../../sync/rules.ts';
import { ISSUE_REASONS, WAYS_OUT, type IssueReason } from '../../sync/ways-out.ts';
import { OperationRefused, type IssueView, type Operations } from '../operations.ts';
import { OutsideError } from '../ports.ts';

interface Case {
  world: StillWorld;
  operations: Operations;
  /** What both sides show for the member. */
  shown(): [Raw, Raw];
  ada: { salesforce: string; marketo: number };
}

async function linked(rules: Partial<Rules> = {}, world = new StillWorld()): Promise<Case> {
  const operations = await world.start();
  await world.link(operations, { rules });
  const ada = world.addPerson('Ada');
  return { world, operations, ada, shown: () => [world.inSalesforce(ada.salesforce), world.inMarketo(ada.marketo)] };
}

const fails = (side: 'salesforce' | 'marketo') => (): never => {
  throw new OutsideError(side, 'temporary', 'X1', 'Busy');
};

/** Brings one member into each of the issues there are. */
const cases: Record<IssueReason, () => Promise<Case>> = {
  'marketo-never-moves-back': async () => {
    const one = await linked();
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Attended');
    await one.world.pass(60_000);
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Registered', 'user', false);
    return one;
  },
  conflict: async () => {
    const one = await linked({ conflict: 'ask' });
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Attended', 'user', true);
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Registered');
    return one;
  },
  'unknown-status': async () => {
    const one = await linked();
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Registered');
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Maybe', 'user', true);
    return one;
  },
  'not-in-salesforce': async () => {
    const one = await linked();
    const cleo = one.world.addLead('Cleo');
    one.world.marketo.move(PROGRAM, cleo, 'Invited');
    const created = () => one.world.salesforce.created[0]?.id;
    return { ...one, shown: () => [one.world.inSalesforce(created() ?? ''), one.world.inMarketo(cleo)] };
  },
  'ambiguous-person': async () => {
    const one = await linked();
    one.world.salesforce.addPerson('contact', { email: 'ADA@example.com' });
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Registered');
    return one;
  },
  'duplicate-person': async () => {
    const one = await linked();
    const { world } = one;
    const lead = world.salesforce.addPerson('lead', {});
    const marketo = world.marketo.addLead({ salesforceId: lead });
    const contact = world.salesforce.addPerson('contact', { key: `123-ABC-456:${marketo}` });
    world.salesforce.set(CAMPAIGN, lead, 'Registered', 'user', false);
    await world.pass(60_000);
    world.salesforce.set(CAMPAIGN, contact, 'Attended', 'user', false);
    return { ...one, shown: () => [world.inSalesforce(contact), world.inMarketo(marketo)] };
  },
  'marketo-refused': async () => {
    const one = await linked({}, new StillWorld({ switches: { sameStepMoves: false } }));
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Registered');
    await one.world.pass(60_000);
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Waitlisted', 'user', false);
    await one.world.pass(180_000);
    return one;
  },
  'salesforce-refused': async () => {
    const one = await linked();
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Registered', 'user', false);
    await one.world.pass(60_000);
    one.world.salesforce.refusing.add(one.ada.salesforce);
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Attended');
    return one;
  },
  'something-changes-it-back': async () => {
    const one = await linked({ backward: 'restore' });
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Attended');
    for (let times = 0; times < 5; times++) {
      await one.world.pass(60_000);
      one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Invited', 'automation', false);
    }
    return one;
  },
  'waits-for-native-sync': async () => {
    const one = await linked({ people: 'create' });
    one.world.marketo.move(PROGRAM, one.world.marketo.addLead({ sfdcLeadId: one.world.salesforce.addPerson('lead', {}) }), 'Registered');
    await one.operations.sync(CAMPAIGN, ACTOR);
    await one.world.pass(60_000);
    const cleo = one.world.addLead('Cleo');
    one.world.marketo.move(PROGRAM, cleo, 'Registered');
    return { ...one, shown: () => [null, one.world.inMarketo(cleo)] };
  },
  'salesforce-fails': async () => {
    const one = await linked();
    one.world.salesforce.write = fails('salesforce');
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Registered');
    return one;
  },
  'marketo-fails': async () => {
    const one = await linked();
    one.world.marketo.move = fails('marketo');
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Registered', 'user', false);
    return one;
  },
  'person-unreadable': async () => {
    const one = await linked();
    one.world.salesforce.set(CAMPAIGN, one.ada.salesforce, 'Registered', 'user', false);
    await one.world.pass(60_000);
    one.world.salesforce.people.delete(one.ada.salesforce);
    one.world.marketo.move(PROGRAM, one.ada.marketo, 'Attended');
    return one;
  }
};

/** What a way out leads to: both sides, then the member's state, or the reason for which it waits again. */
const endings: Record<IssueReason, Partial<Record<WayOut, [Raw, Raw, string]>>> = {
  'marketo-never-moves-back': {
    restore: ['Attended', 'Attended', 'in-sync'],
    rejoin: ['Registered', 'Registered', 'in-sync'],
    retry: ['Registered', 'Attended', 'marketo-never-moves-back'],
    ignore: ['Registered', 'Attended', 'left-by-rule']
  },
  conflict: {
    'choose-salesforce': ['Attended', 'Attended', 'in-sync'],
    'choose-marketo': ['Registered', 'Registered', 'in-sync'],
    retry: ['Attended', 'Registered', 'conflict'],
    ignore: ['Attended', 'Registered', 'left-by-rule']
  },
  'unknown-status': {
    'choose-marketo': ['Registered', 'Registered', 'in-sync'],
    retry: ['Maybe', 'Registered', 'unknown-status'],
    ignore: ['Maybe', 'Registered', 'left-by-rule']
  },
  'not-in-salesforce': {
    'create-person': ['Invited', 'Invited', 'in-sync'],
    retry: [null, 'Invited', 'not-in-salesforce'],
    ignore: [null, 'Invited', 'left-by-rule']
  },
  'ambiguous-person': {
    'choose-person': ['Registered', 'Registered', 'in-sync'],
    retry: [null, 'Registered', 'ambiguous-person'],
    ignore: [null, 'Registered', 'left-by-rule']
  },
  'duplicate-person': {
    'choose-person': ['Attended', 'Registered', 'left-by-rule'],
    retry: ['Attended', 'Registered', 'duplicate-person'],
    ignore: ['Attended', 'Registered', 'left-by-rule']
  },
  'marketo-refused': {
    retry: ['Waitlisted', 'Registered', 'pending'],
    'choose-marketo': ['Registered', 'Registered', 'in-sync'],
    ignore: ['Waitlisted', 'Registered', 'left-by-rule']
  },
  'salesforce-refused': {
    retry: ['Registered', 'Attended', 'pending'],
    'choose-salesforce': ['Registered', 'Attended', 'marketo-never-moves-back'],
    ignore: ['Registered', 'Attended', 'left-by-rule']
  },
  'something-changes-it-back': {
    retry: ['Attended', 'Attended', 'in-sync'],
    'choose-salesforce': ['Attended', 'Attended', 'in-sync'],
    'choose-marketo': ['Attended', 'Attended', 'in-sync'],
    ignore: ['Invited', 'Attended', 'left-by-rule']
  },
  'waits-for-native-sync': {
    retry: [null, 'Registered', 'waits-for-native-sync'],
    ignore: [null, 'Registered', 'left-by-rule']
  },
  'salesforce-fails': { retry: [null, 'Registered', 'salesforce-fails'], ignore: [null, 'Registered', 'left-by-rule'] },
  'marketo-fails': { retry: ['Registered', null, 'marketo-fails'], ignore: ['Registered', null, 'left-by-rule'] },
  'person-unreadable': { retry: ['Registered', 'Attended', 'person-unreadable'], ignore: ['Registered', 'Attended', 'left-by-rule'] }
};

async function issueOf(reason: IssueReason): Promise<Case & { issue: IssueView }> {
  const one = await cases[reason]();
  await one.world.pass(90_000);
  const [issue, ...others] = await one.world.issues(one.operations);
  assert.ok(issue && others.length === 0);
  assert.equal(issue.reason, reason, issue.sentence);
  return { ...one, issue };
}

async function refusal(work: Promise<unknown>): Promise<OperationRefused> {
  const error: unknown = await work.then(
    () => null,
    (cause: unknown) => cause
  );
  assert.ok(error instanceof OperationRefused, `not refused: ${String(error)}`);
  return error;
}

for (const reason of ISSUE_REASONS) {
  describe(`a member that is "${reason}"`, () => {
    test('has a sentence, since when, tries, and the ways out that lead somewhere', async () => {
      const { issue } = await issueOf(reason);
      assert.ok(issue.sentence.length > 20 && !issue.sentence.includes('undefined'), issue.sentence);
      assert.ok(Date.parse(issue.since) > 0);
      assert.deepEqual([...issue.waysOut].sort(), Object.keys(endings[reason]).sort());
      const tried = ['marketo-refused', 'salesforce-refused', 'salesforce-fails', 'marketo-fails', 'person-unreadable'].includes(reason);
      assert.equal(issue.attempts > 1, tried, `${issue.attempts} tries`);
      assert.equal(issue.state, reason.endsWith('-fails') || reason === 'person-unreadable' ? 'failing' : 'parked');
      if (issue.state === 'failing') assert.ok(issue.nextTry !== null);
      assert.equal(issue.candidates.length > 0, issue.waysOut.includes('choose-person'));
    });

    for (const way of WAYS_OUT) {
      const ending = endings[reason][way];
      test(ending ? `"${way}" leads to ${ending.join(' | ')}` : `"${way}" is refused`, async () => {
        const { world, operations, issue, shown } = await issueOf(reason);
        const person = way === 'choose-person' ? (issue.candidates[0] ?? nobody) : null;
        const before = shown();
        if (!ending) {
          const error = await refusal(world.take(operations, way, { member: issue.memberKey }, person));
          assert.deepEqual([error.code, error.status], ['no-way-out', 409]);
          assert.match(error.message, new RegExp(`"${way}" is no way out`));
          assert.deepEqual(shown(), before);
          assert.equal((await world.issues(operations))[0]?.reason, reason);
          return;
        }
        assert.deepEqual(await world.take(operations, way, { member: issue.memberKey }, person), { changed: 1, refused: [], cursor: null });
        const row = await world.store.member(issue.memberKey);
        const [again] = await world.issues(operations);
        assert.deepEqual([...shown(), again?.reason ?? row?.state], ending);
        assert.equal(row?.taken ?? null, null, 'used once');
        const entries = await world.journal(operations);
        const taken = entries.find(({ kind, memberKey }) => kind === 'way-out' && memberKey === issue.memberKey);
        assert.deepEqual([taken?.rule, taken?.actor], [way, '005000000000001AAA']);
      });
    }
  });
}
const nobody: Candidate = { leadId: null, contactId: null, marketoLeadId: 1 };

describe('a way out', () => {
  test('answers for what was shown: once a side shows something else, the member is planned as if nobody had said anything', async () => {
    const { world, operations, issue, shown } = await issueOf('conflict');
    world.marketo.move(PROGRAM, issue.marketoLeadId ?? 0, 'No Show');
    await world.take(operations, 'choose-salesforce', { member: issue.memberKey });
    assert.deepEqual(shown(), ['No Show', 'No Show'], 'one side was changed after both were shown: that is the answer');
  });

  test('taken while a look fails is taken when it succeeds', async () => {
    const { world, operations, issue, shown } = await issueOf('not-in-salesforce');
    const { createPerson } = world.salesforce;
    world.salesforce.createPerson = fails('salesforce');
    await world.take(operations, 'create-person', { member: issue.memberKey });
    await world.store.hint({ memberIds: [issue.memberKey], cause: 'sweep', at: world.clock.now() });
    await world.pass(20_000);
    assert.deepEqual(shown(), [null, 'Invited']);
    world.salesforce.createPerson = createPerson;
    await world.pass(120_000);
    assert.deepEqual(shown(), ['Invited', 'Invited'], 'a hint that came meanwhile does not undo the click');
  });

  test('is done once for the same idempotency key, and a key is good for one request', async () => {
    const { world, operations, issue } = await issueOf('conflict');
    const asked = {
      actor: ACTOR,
      action: 'choose-marketo' as const,
      memberKeys: [issue.memberKey],
      reason: null,
      person: null,
      cursor: null,
      idempotencyKey: 'once'
    };
    const first = await operations.actOnIssues(CAMPAIGN, asked);
    assert.deepEqual(await operations.actOnIssues(CAMPAIGN, asked), first);
    const entries = await world.journal(operations);
    assert.equal(entries.filter(({ kind }) => kind === 'way-out').length, 1);
    const error = await refusal(operations.actOnIssues(CAMPAIGN, { ...asked, action: 'ignore' }));
    assert.deepEqual([error.code, error.status], ['key-used', 409]);
    await world.pass(10_000);
    assert.deepEqual(await operations.actOnIssues(CAMPAIGN, asked), first, 'also when the member is at rest by then');
  });

  test('is refused for a member that is at rest or of another campaign, and of a list only for those', async () => {
    const { world, operations, issue } = await issueOf('conflict');
    const ben = world.addPerson('Ben');
    world.salesforce.set(CAMPAIGN, ben.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    const link = await world.store.linkOfCampaign(TENANT, CAMPAIGN);
    const [calm] = await world.store.membersOf(link?.id ?? '', { personIds: [ben.salesforce] });
    assert.ok(calm);
    const error = await refusal(world.take(operations, 'restore', { member: calm.id }));
    assert.equal(error.message, `Member ${calm.id} is neither parked nor failing: nothing waits for a decision.`);
    assert.match((await refusal(world.take(operations, 'ignore', { member: 'elsewhere' }))).message, /no member elsewhere/);
    const memberKeys = [calm.id, issue.memberKey, 'elsewhere'];
    const asked = { actor: ACTOR, action: 'ignore' as const, memberKeys, reason: null, person: null, cursor: null, idempotencyKey: 'list' };
    const answer = await operations.actOnIssues(CAMPAIGN, asked);
    assert.equal(answer.changed, 1);
    assert.deepEqual(
      answer.refused.map(({ memberKey, code }) => [memberKey, code]),
      [
        ['elsewhere', 'unknown-member'],
        [calm.id, 'at-rest']
      ]
    );
  });

  test('that the reason does not have is refused before anything is done', async () => {
    const { world, operations } = await issueOf('conflict');
    const error = await refusal(world.take(operations, 'create-person', { reason: 'conflict' }));
    assert.deepEqual([error.code, error.message], ['no-way-out', '"create-person" is no way out of "conflict".']);
    assert.equal((await world.issues(operations)).length, 1);
  });

  test('back from ignoring is to look again', async () => {
    const { world, operations, issue } = await issueOf('conflict');
    await world.take(operations, 'ignore', { member: issue.memberKey });
    await world.link(operations, { rules: { conflict: 'salesforce' } });
    assert.equal((await operations.campaign(CAMPAIGN)).counts.leftByRule, 1, 'other rules are no change of a side');
    await world.take(operations, 'retry', { member: issue.memberKey });
    assert.equal((await operations.campaign(CAMPAIGN)).counts.inSync, 1);
  });

  test('of a one-way link never writes into its source', async () => {
    const { world, operations } = await issueOf('marketo-never-moves-back');
    await world.link(operations, { rules: { direction: 'to-marketo' } });
    const [issue] = await world.issues(operations);
    assert.deepEqual(issue?.waysOut, ['rejoin', 'retry', 'ignore']);
  });
});

describe('choosing a person', () => {
  const only = (ids: Partial<Candidate>): Candidate => ({ leadId: null, contactId: null, marketoLeadId: null, ...ids });

  test('among several Salesforce records writes for the one chosen, in every campaign from then on', async () => {
    const { world, operations, issue, ada } = await issueOf('ambiguous-person');
    const other = issue.candidates.find(({ contactId }) => contactId !== ada.salesforce);
    assert.ok(other?.contactId);
    await world.take(operations, 'choose-person', { member: issue.memberKey }, other);
    assert.equal(world.inSalesforce(other.contactId), 'Registered');
    assert.equal((await world.store.person(TENANT, { marketoLeadId: issue.marketoLeadId ?? 0 }))?.contactId, other.contactId);
  });

  test('among several Marketo persons writes for the one chosen', async () => {
    const { world, operations, ada } = await linked();
    const double = world.addLead('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    const [issue] = await world.issues(operations);
    assert.deepEqual(
      issue?.candidates.map(({ marketoLeadId }) => marketoLeadId),
      [ada.marketo, double]
    );
    await world.take(operations, 'choose-person', { member: issue?.memberKey ?? '' }, only({ marketoLeadId: double }));
    assert.deepEqual([world.inMarketo(ada.marketo), world.inMarketo(double)], [null, 'Registered']);
  });

  test('that is not listed is refused', async () => {
    const { world, operations, issue } = await issueOf('ambiguous-person');
    const error = await refusal(
      world.take(operations, 'choose-person', { member: issue.memberKey }, only({ contactId: '003000000000099AAA' }))
    );
    assert.match(error.message, /none of those/);
  });

  test('of two members for one Marketo person takes the one, and leaves the other as it is without asking twice', async () => {
    const { world, operations, issue } = await issueOf('duplicate-person');
    const [lead, contact] = issue.candidates;
    assert.ok(lead?.leadId && contact?.contactId && issue.contactId === contact.contactId);
    await world.take(operations, 'choose-person', { member: issue.memberKey }, contact);
    await world.pass(30_000);
    assert.deepEqual([world.inSalesforce(lead.leadId), world.inSalesforce(contact.contactId)], ['Registered', 'Attended']);
    assert.equal(world.marketo.members(PROGRAM)[0]?.status, 'Attended');
    const { counts } = await operations.campaign(CAMPAIGN);
    assert.deepEqual([counts.inSync, counts.leftByRule, counts.parked], [1, 1, 0]);
    world.salesforce.set(CAMPAIGN, lead.leadId, 'No Show', 'user', false);
    await world.pass(60_000);
    assert.deepEqual(
      (await world.issues(operations)).map(({ reason }) => reason),
      ['duplicate-person'],
      'a side changed: people are asked anew'
    );
    assert.equal(world.marketo.members(PROGRAM)[0]?.status, 'Attended');
  });
});

describe('what was once wrong', () => {
  test('what a side said stands in the issue also after a hint that changed nothing', async () => {
    const { world, operations, issue } = await issueOf('salesforce-refused');
    assert.match(issue.sentence, /This member is locked/);
    await world.store.hint({ memberIds: [issue.memberKey], cause: 'sweep', at: world.clock.now() });
    await world.pass(10_000);
    assert.equal((await world.issues(operations))[0]?.sentence, issue.sentence);
  });

  test('an edit that Marketo refused is not given up for Marketo’s value when it is tried again or the rules change', async () => {
    for (const again of ['retry', 'rules']) {
      const { world, operations, shown } = await issueOf('marketo-refused');
      if (again === 'rules') await world.link(operations, { rules: { conflict: 'marketo' } });
      else {
        await world.store.putLink({
          ...((await world.store.links(TENANT))[0] as LinkRow),
          rules: { ...DEFAULT_RULES, conflict: 'marketo' }
        });
        await world.take(operations, 'retry', { reason: 'marketo-refused' });
      }
      await world.pass(180_000);
      assert.deepEqual(shown(), ['Waitlisted', 'Registered'], again);
    }
  });

  test('a write of ours that arrived before the member was parked is nobody’s edit afterwards', async () => {
    const { world, ada, shown } = await linked({ conflict: 'marketo' });
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'No Show', 'user', false);
    await world.until(() => world.inMarketo(ada.marketo) === 'No Show', 60_000);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', false);
    await world.pass(60_000);
    assert.deepEqual(shown(), ['Invited', 'No Show'], 'parked: Marketo never moves back');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await world.pass(60_000);
    assert.deepEqual(shown(), ['Attended', 'Attended']);
  });
});
