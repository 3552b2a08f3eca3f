/** Both sides as a process reaches them: with latency, with errors before and after the effect, with answers that never come. */
import { OutsideError, type CallGate, type MarketoPort, type MarketoProgram, type SalesforcePort, type Side } from '../src/engine/ports.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { STATUSES, type MarketoModel, type MarketoProgramModel } from './marketo-model.ts';
import type { Process } from './process.ts';
import type { Random } from './random.ts';
import type { SalesforceModel } from './salesforce-model.ts';
import type { Switches } from './switches.ts';
import type { Witness } from './witness.ts';

export interface Outside {
  clock: VirtualClock;
  random: Random;
  switches: Switches;
  salesforce: SalesforceModel;
  marketo: MarketoModel;
  witness: Witness;
  /** Share of calls that go wrong; 0 while all is quiet. */
  faults: number;
}

type Fault = 'none' | 'before' | 'after' | 'late' | 'rate' | 'slow';

/** One call to one side. @param records How many members it writes; 0 for a read. */
async function call<T>(outside: Outside, side: Side, records: number, effect: () => T): Promise<T> {
  const { clock, random, switches, witness } = outside;
  const fault: Fault = random.chance(outside.faults) ? random.pick(faultsOf(side, records)) : 'none';
  if (fault !== 'none') witness.fault(Math.max(1, records));
  await clock.sleep(random.between(1, switches.callMs));
  if (fault === 'before') throw new OutsideError(side, 'temporary', side === 'marketo' ? '611' : 'UNABLE_TO_LOCK_ROW', 'System error');
  if (fault === 'rate') throw new OutsideError('marketo', 'rate', '606', "Max rate limit '100' exceeded with in '20' secs");
  if (fault === 'late') {
    clock.at(clock.now() + random.between(1_000, 120_000), () => {
      try {
        effect();
      } catch {
        return; // What it named is gone by now.
      }
    });
    await clock.sleep(10_000);
    throw new OutsideError(side, 'no-answer', 'timeout', 'No answer within 10 s');
  }
  if (fault === 'slow') await clock.sleep(random.between(1_000, 100_000));
  const answer = effect();
  await clock.sleep(random.between(1, switches.callMs));
  if (fault === 'after') throw new OutsideError(side, records > 0 ? 'no-answer' : 'temporary', 'timeout', 'The connection was reset');
  return answer;
}

function faultsOf(side: Side, records: number): Fault[] {
  const some: Fault[] = ['before', 'after', 'slow'];
  if (records > 0) some.push('after', 'late', 'late');
  if (side === 'marketo') some.push('rate');
  return some;
}

export function salesforcePort(outside: Outside, process: Process): SalesforcePort {
  const { salesforce, witness } = outside;
  const ask = <T>(records: number, effect: () => T) => process.through(() => call(outside, 'salesforce', records, effect));
  return {
    readOutbox: (limit) => ask(0, () => structuredClone(salesforce.outbox.slice(0, limit))),
    takeOutbox: (ids) =>
      ask(0, () => {
        witness.outboxTaken(salesforce.outbox.filter((row) => ids.includes(row.id)));
        salesforce.outbox = salesforce.outbox.filter((row) => !ids.includes(row.id));
      }),
    readMembers: (campaignId, ids) =>
      ask(0, () =>
        [...salesforce.members.values()]
          .filter((one) => one.campaignId === campaignId && ids.some((id) => id === one.contactId || id === one.leadId))
          .map((one) => structuredClone(one))
      ),
    listMembers: (campaignId) => paged(() => ask(0, () => structuredClone(salesforce.live(campaignId)))),
    readPeople: (ids) =>
      ask(0, () => [...salesforce.people.values()].filter((one) => ids.includes(one.id)).map((one) => structuredClone(one))),
    findPeople: ({ keys, emails }) =>
      ask(0, () =>
        [...salesforce.people.values()]
          .filter((one) => !one.isDeleted && !one.convertedContactId)
          .filter((one) => keys.includes(one.key ?? '') || emails.includes((one.email ?? '').toLowerCase()))
          .map((one) => structuredClone(one))
      ),
    readCampaigns: (ids) => ask(0, () => ids.flatMap((id) => structuredClone(salesforce.campaigns.get(id) ?? []))),
    writeMembers: (campaignId, changes) => {
      witness.writes(process.workerId, 'salesforce', campaignId, changes);
      return ask(changes.length, () =>
        changes.map((change) => {
          const result = salesforce.write(campaignId, change);
          if (result.outcome === 'done') witness.effect('salesforce', campaignId, change.contactId ?? change.leadId ?? '', change.write);
          return result;
        })
      );
    },
    createPeople: (people) => ask(people.length, () => people.map((person) => salesforce.createPerson(person))),
    ensureStatuses: (campaignId, statuses) =>
      ask(0, () =>
        statuses.map(({ label }) => {
          const known = salesforce.campaigns.get(campaignId)?.statuses.some((status) => status.label === label);
          return { label, outcome: known ? ('exists' as const) : ('refused' as const), message: null };
        })
      ),
    createCampaign: (campaign) => ask(1, () => salesforce.createCampaign(campaign)),
    writeLinks: (links) =>
      ask(0, () =>
        links.map((link) => {
          salesforce.shown.set(link.campaignId, { ...salesforce.shown.get(link.campaignId), ...structuredClone(link) });
          const campaign = salesforce.campaigns.get(link.campaignId);
          if (campaign && link.campaign?.type !== undefined) campaign.type = link.campaign.type;
          if (campaign && link.campaign?.actualCost !== undefined) campaign.actualCost = link.campaign.actualCost;
          return { campaignId: link.campaignId, outcome: 'done' as const, message: null };
        })
      ),
    diagnostics: () => ask(0, () => ({}))
  };
}

export function marketoPort(outside: Outside, process: Process, gate: CallGate): MarketoPort {
  const { marketo, witness, clock } = outside;
  const ask = <T>(records: number, effect: () => T, begins: () => void = () => undefined) =>
    process.through(() =>
      gate.run('sync', () => {
        begins();
        const end = witness.marketoCall(clock.now());
        return call(outside, 'marketo', records, effect).finally(end);
      })
    );
  const leads = (some: (id: number) => boolean) =>
    [...marketo.leads.values()].filter((lead) => some(lead.id)).map((lead) => structuredClone(lead));
  return {
    readMembers: (programId, ids) => ask(0, () => ids.map((id) => marketo.seen(programId, id)).filter((member) => member !== null)),
    listMembers: (programId) =>
      paged(() =>
        ask(0, () => marketo.members(programId).flatMap((member) => leads((id) => id === member.leadId).map((lead) => ({ member, lead }))))
      ),
    readLeads: (ids) => ask(0, () => leads((id) => ids.includes(id))),
    findLeads: (by, values) =>
      ask(0, () => {
        const wanted = values.map((value) => value.toLowerCase());
        return leads(() => true).filter((lead) => wanted.includes((lead[by] ?? '').toLowerCase()));
      }),
    createLead: (lead) => ask(1, () => marketo.upsertBySalesforceId(lead)),
    nameLead: (leadId, salesforceId) =>
      ask(1, () => {
        const lead = marketo.leads.get(leadId);
        if (lead) lead.salesforceId = salesforceId;
      }),
    setStatus: (programId, status, ids) => {
      const records = ids.map((id) => ({ id, write: status }));
      return ask(
        ids.length,
        () =>
          ids.map((leadId) => {
            const outcome = marketo.move(programId, leadId, status);
            if (outcome === 'created' || outcome === 'updated') witness.effect('marketo', programId, leadId, status);
            return { leadId, outcome, code: outcome === 'already' ? '1037' : null, message: null };
          }),
        () => witness.writes(process.workerId, 'marketo', programId, records)
      );
    },
    removeMembers: (programId, ids) => {
      const records = ids.map((id) => ({ id, write: null }));
      return ask(
        ids.length,
        () =>
          ids.map((leadId) => {
            const outcome = marketo.remove(programId, leadId, 'api');
            if (outcome === 'deleted') witness.effect('marketo', programId, leadId, null);
            return { leadId, outcome, code: outcome === 'not-member' ? '1037' : null, message: null };
          }),
        () => witness.writes(process.workerId, 'marketo', programId, records)
      );
    },
    activityCursor: (since) => ask(0, () => marketo.cursorAt(since)),
    activities: async (cursor, type, programIds) => {
      const page = await ask(0, () =>
        marketo.page(cursor, (one) => one.type === type && (type !== 104 || programIds.includes(one.programId ?? 0)))
      );
      witness.page(page);
      return page;
    },
    deletedLeads: (cursor) => ask(0, () => marketo.page(cursor, (one) => one.type === 37)),
    program: (id) =>
      ask(0, () => {
        const program = marketo.programs.get(id);
        return program ? shownProgram(program) : null;
      }),
    programs: () =>
      ask(0, () => ({ programs: [...marketo.programs.values()].map((one) => ({ ...shownProgram(one), costs: null })), more: false })),
    programNamed: (name) =>
      ask(0, () => {
        const program = [...marketo.programs.values()].find((one) => one.name === name);
        return program ? shownProgram(program) : null;
      }),
    createProgram: (program) => ask(1, () => shownProgram(marketo.createProgram(program))),
    channel: (name) => ask(0, () => (name === CHANNEL.name ? structuredClone(CHANNEL) : null)),
    channels: () => ask(0, () => [structuredClone(CHANNEL)]),
    folders: () => ask(0, () => ({ folders: [{ id: 1, name: 'Example', path: '/Example', workspace: null }], more: false }))
  };
}

async function* paged<T>(read: () => Promise<T[]>): AsyncIterable<T[]> {
  yield await read();
}

const CHANNEL = { id: 1, name: 'Webinar', programType: 'Event', statuses: STATUSES };

function shownProgram(program: MarketoProgramModel): MarketoProgram {
  const costs = program.costs.map((amount, month) => ({ month: `2026-0${month + 1}`, amount, note: null }));
  return { ...program, type: 'Event', workspace: null, url: null, updatedAt: null, costs };
}
