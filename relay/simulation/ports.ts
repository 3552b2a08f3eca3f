/** Both sides as a process reaches them: the models, behind whatever can go wrong with a call. */
import type { CallGate, MarketoPort, MarketoProgram, MarketoWriteResult, SalesforceGate, SalesforcePort } from '../src/engine/ports.ts';
import { call, type Outside } from './faults.ts';
import type { MarketoProgramModel } from './marketo-model.ts';
import type { Process } from './process.ts';

/** For whoever has a port of the model without an engine. */
export const unlimited: SalesforceGate = { admit: async () => undefined, heard: () => undefined };

export function salesforcePort(outside: Outside, process: Process, gate: SalesforceGate): SalesforcePort {
  const { salesforce, witness } = outside;
  const ask = <T>(ids: string[], effect: () => T) =>
    process.through(async () => {
      await gate.admit();
      gate.heard(salesforce.countCall());
      return call(outside, 'salesforce', ids, effect);
    });
  return {
    readOutbox: (limit) => ask([], () => structuredClone(salesforce.readOutbox(limit))),
    takeOutbox: (ids) =>
      ask([], () => {
        witness.outboxTaken(salesforce.outbox.filter((row) => ids.includes(row.id)));
        salesforce.outbox = salesforce.outbox.filter((row) => !ids.includes(row.id));
      }),
    readMembers: (campaignId, ids) =>
      ask([], () =>
        [...salesforce.members.values()]
          .filter((one) => one.campaignId === campaignId && ids.some((id) => id === one.contactId || id === one.leadId))
          .map((one) => structuredClone(one))
      ),
    listMembers: (campaignId) => paged(() => ask([], () => structuredClone(salesforce.live(campaignId)))),
    changedMembers: (campaignIds, since) => paged(() => ask([], () => structuredClone(salesforce.changed(campaignIds, since)))),
    orderMembers: (campaignId, job) => ask([], () => salesforce.orders.order(campaignId, job, () => salesforce.live(campaignId))),
    readPeople: (ids) =>
      ask([], () => [...salesforce.people.values()].filter((one) => ids.includes(one.id)).map((one) => structuredClone(one))),
    findPeople: ({ keys, emails }) =>
      ask([], () =>
        [...salesforce.people.values()]
          .filter((one) => !one.isDeleted && !one.convertedContactId)
          .filter((one) => keys.includes(one.key ?? '') || emails.includes((one.email ?? '').toLowerCase()))
          .map((one) => structuredClone(one))
      ),
    readCampaigns: (ids) => ask([], () => ids.flatMap((id) => structuredClone(salesforce.campaigns.get(id) ?? []))),
    writeMembers: (campaignId, changes) => {
      witness.writes(process.workerId, 'salesforce', campaignId, changes);
      const ids = changes.map((change) => change.contactId ?? change.leadId ?? '');
      return ask(ids, () => {
        const results = changes.map((change, index) => {
          const result = salesforce.write(campaignId, change);
          if (result.outcome === 'done') witness.effect('salesforce', campaignId, ids[index] ?? '', change.write);
          return result;
        });
        process.reach('after write');
        return results;
      });
    },
    createPeople: (people) =>
      ask(
        people.map(({ key }) => key),
        () => people.map((person) => salesforce.createPerson(person))
      ),
    ensureStatuses: (campaignId, statuses) => ask([], () => salesforce.ensureStatuses(campaignId, statuses)),
    createCampaign: (campaign) => ask([campaign.key], () => salesforce.createCampaign(campaign)),
    writeLinks: (links) =>
      ask([], () =>
        links.map((link) => {
          salesforce.shown.set(link.campaignId, { ...salesforce.shown.get(link.campaignId), ...structuredClone(link) });
          const campaign = salesforce.campaigns.get(link.campaignId);
          if (campaign && link.campaign?.type !== undefined) campaign.type = link.campaign.type;
          if (campaign && link.campaign?.actualCost !== undefined) campaign.actualCost = link.campaign.actualCost;
          return { campaignId: link.campaignId, outcome: 'done' as const, message: null };
        })
      ),
    tell: (notices) =>
      ask([], () => {
        salesforce.told.push(...notices);
        return notices.map(() => ({ outcome: 'done' as const, code: null, message: null }));
      }),
    diagnostics: () => ask([], () => ({}))
  };
}

export function marketoPort(outside: Outside, process: Process, gate: CallGate): MarketoPort {
  const { marketo, witness, clock } = outside;
  const ask = <T>(ids: (string | number)[], effect: () => T, begins: () => void = () => undefined) =>
    process.through(() =>
      gate.run('sync', () => {
        begins();
        const end = witness.marketoCall(clock.now());
        return call(outside, 'marketo', ids, effect).finally(end);
      })
    );
  const leads = (some: (id: number) => boolean) =>
    [...marketo.leads.values()].filter((lead) => some(lead.id)).map((lead) => structuredClone(lead));
  const listed = (programId: number) =>
    marketo.members(programId).flatMap((member) => leads((id) => id === member.leadId).map((lead) => ({ member, lead })));
  return {
    readMembers: (programId, ids) => ask([], () => ids.map((id) => marketo.seen(programId, id)).filter((member) => member !== null)),
    listMembers: (programId) => paged(() => ask([], () => listed(programId))),
    orderMembers: (programId, job) => ask([], () => marketo.orders.order(String(programId), job, () => listed(programId))),
    readLeads: (ids) => ask([], () => leads((id) => ids.includes(id))),
    findLeads: (by, values) =>
      ask([], () => {
        const wanted = values.map((value) => value.toLowerCase());
        return leads(() => true).filter((lead) => wanted.includes((lead[by] ?? '').toLowerCase()));
      }),
    createLead: (lead) => ask([lead.salesforceId], () => marketo.upsertBySalesforceId(lead)),
    nameLead: (leadId, salesforceId) =>
      ask([leadId], () => {
        const lead = marketo.leads.get(leadId);
        if (lead) lead.salesforceId = salesforceId;
      }),
    setStatus: (programId, status, ids) => {
      const records = ids.map((id) => ({ id, write: status }));
      return ask(
        ids,
        () => {
          const known = marketo.statuses.find(({ name }) => name === status);
          if (!known || (known.hidden && outside.switches.hiddenRefused)) return ids.map((leadId) => notOfChannel(leadId, status));
          marketo.refuseUnknown(ids);
          const results = ids.map((leadId) => {
            const outcome = marketo.move(programId, leadId, status);
            if (outcome === 'created' || outcome === 'updated') witness.effect('marketo', programId, leadId, status);
            return { leadId, outcome, code: outcome === 'already' ? '1037' : null, message: null };
          });
          process.reach('after write');
          return results;
        },
        () => witness.writes(process.workerId, 'marketo', programId, records)
      );
    },
    removeMembers: (programId, ids) => {
      const records = ids.map((id) => ({ id, write: null }));
      return ask(
        ids,
        () => {
          marketo.refuseUnknown(ids);
          const results = ids.map((leadId) => {
            const outcome = marketo.remove(programId, leadId, 'api');
            if (outcome === 'deleted') witness.effect('marketo', programId, leadId, null);
            return { leadId, outcome, code: outcome === 'not-member' ? '1037' : null, message: null };
          });
          process.reach('after write');
          if (ids.some((id) => witness.rowOf('marketo', programId, id)?.want?.rejoin)) process.reach('between the halves of a rejoin');
          return results;
        },
        () => witness.writes(process.workerId, 'marketo', programId, records)
      );
    },
    activityCursor: (since) => ask([], () => marketo.cursorAt(since)),
    activities: async (cursor, type, programIds) => {
      const page = await ask([], () =>
        marketo.page(cursor, (one) => one.type === type && (type !== 104 || programIds.includes(one.programId ?? 0)))
      );
      witness.page(page);
      return page;
    },
    deletedLeads: (cursor) => ask([], () => marketo.page(cursor, (one) => one.type === 37)),
    program: (id) =>
      ask([], () => {
        const program = marketo.programs.get(id);
        return program ? shownProgram(program) : null;
      }),
    programs: () =>
      ask([], () => ({ programs: [...marketo.programs.values()].map((one) => ({ ...shownProgram(one), costs: null })), more: false })),
    programNamed: (name) =>
      ask([], () => {
        const program = [...marketo.programs.values()].find((one) => one.name === name);
        return program ? shownProgram(program) : null;
      }),
    createProgram: (program) => ask([program.name], () => shownProgram(marketo.createProgram(program))),
    channel: (name) => ask([], () => (name === CHANNEL.name ? { ...CHANNEL, statuses: structuredClone(marketo.statuses) } : null)),
    channels: () => ask([], () => [{ ...CHANNEL, statuses: structuredClone(marketo.statuses) }]),
    folders: () => ask([], () => ({ folders: [{ id: 1, name: 'Example', path: '/Example', workspace: null }], more: false }))
  };
}

function notOfChannel(leadId: number, status: string): MarketoWriteResult {
  return { leadId, outcome: 'refused', code: '1025', message: `Program status "${status}" not found` };
}

async function* paged<T>(read: () => Promise<T[]>): AsyncIterable<T[]> {
  yield await read();
}

const CHANNEL = { id: 1, name: 'Webinar', programType: 'Event' };

function shownProgram(program: MarketoProgramModel): MarketoProgram {
  const costs = program.costs.map((amount, month) => ({ month: `2026-0${month + 1}`, amount, note: null }));
  return { ...program, type: 'Event', workspace: null, url: null, updatedAt: null, costs };
}
