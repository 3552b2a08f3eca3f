/**
 * Both sides of many tenants as plain maps, so that what is measured is the engine and its store. Everybody is a contact that Marketo knows; statuses are
 * all that there is.
 */
import type { MarketoPort, OutboxEntry, SalesforcePort } from '../src/engine/ports.ts';
import type { Sides } from '../src/engine/parts.ts';

export const STATUSES = ['Invited', 'Registered', 'Attended'].map((name, index) => ({
  name,
  step: index + 1,
  success: name === 'Attended',
  hidden: false
}));
export const contactId = (person: number) => `003${String(person).padStart(12, '0')}AAA`;
const SAVED_AT_ONCE = 200;
const personOf = (id: string) => Number(id.slice(3, 15));

/** One tenant's campaign and program. */
export interface Pairing {
  salesforce: Map<number, string>;
  marketo: Map<number, string>;
  /** Members written to Marketo, each write counted. */
  writes: Map<number, number>;
  /** What the package has to tell: see `changed`. */
  outbox: { id: string; entries: OutboxEntry[] }[];
}

/** What is asked of one side; answers are plain data, so that another process may ask. */
export type Ask = (tenantId: string, call: string, args: unknown[]) => Promise<unknown>;

export class Outside {
  private readonly pairings = new Map<string, Pairing>();

  /** Everybody is a member on both sides: `salesforce` there, `marketo` here. */
  add(tenantId: string, people: number, salesforce: string, marketo: string): Pairing {
    const all = Array.from({ length: people }, (_, person) => person + 1);
    const pairing = {
      salesforce: new Map(all.map((one) => [one, salesforce])),
      marketo: new Map(all.map((one) => [one, marketo])),
      writes: new Map(),
      outbox: []
    };
    this.pairings.set(tenantId, pairing);
    return pairing;
  }

  /** Puts what became of everybody in Salesforce into the outbox, as the package does for saves of 200 members. */
  changed(tenantId: string, campaignId: string): void {
    const { salesforce, outbox } = this.of(tenantId);
    const entries = [...salesforce].map(([person, status]) => ({
      op: 'update' as const,
      campaignId,
      memberId: null,
      leadId: null,
      contactId: contactId(person),
      oldStatus: null,
      newStatus: status,
      at: new Date()
    }));
    for (let from = 0; from < entries.length; from += SAVED_AT_ONCE) {
      outbox.push({ id: `${tenantId}-${outbox.length}`, entries: entries.slice(from, from + SAVED_AT_ONCE) });
    }
  }

  of(tenantId: string): Pairing {
    const pairing = this.pairings.get(tenantId);
    if (!pairing) throw new Error(`There is no tenant ${tenantId}`);
    return pairing;
  }

  answer(tenantId: string, call: string, args: unknown[]): unknown {
    const pairing = this.of(tenantId);
    const { salesforce, marketo, writes } = pairing;
    switch (call) {
      case 'salesforce.readMembers':
        return (args[1] as string[]).map((id) => ({
          memberId: `00v${id.slice(3)}`,
          campaignId: args[0],
          leadId: null,
          contactId: id,
          status: salesforce.get(personOf(id)),
          isDeleted: false,
          modifiedAt: 0,
          modifiedById: '005000000000001AAA'
        }));
      case 'salesforce.readPeople':
        return (args[0] as string[]).map((id) => ({
          id,
          kind: 'contact',
          isDeleted: false,
          convertedContactId: null,
          masterRecordId: null,
          key: null,
          firstName: null,
          lastName: null,
          company: null,
          email: null
        }));
      case 'salesforce.readOutbox':
        return pairing.outbox.slice(0, Number(args[0])).map((row) => ({ ...row, at: new Date() }));
      case 'salesforce.takeOutbox':
        pairing.outbox = pairing.outbox.filter(({ id }) => !(args[0] as string[]).includes(id));
        return null;
      case 'salesforce.writeLinks':
        return (args[0] as { campaignId: string }[]).map(({ campaignId }) => ({ campaignId, outcome: 'done', message: null }));
      case 'marketo.readMembers':
        return (args[1] as number[]).map((leadId) => ({ leadId, status: marketo.get(leadId), reachedSuccess: false, updatedAt: null }));
      case 'marketo.setStatus':
        return (args[2] as number[]).map((leadId) => {
          marketo.set(leadId, String(args[1]));
          writes.set(leadId, (writes.get(leadId) ?? 0) + 1);
          return { leadId, outcome: 'updated', code: null, message: null };
        });
      case 'marketo.activityCursor':
        return '0';
      case 'marketo.activities':
      case 'marketo.deletedLeads':
        return { cursor: String(args[0]), more: false, activities: [] };
      default:
        throw new Error(`The measurement has no answer to ${call}`);
    }
  }
}

/** Ports that ask. */
export function sidesOf(tenantId: string, ask: Ask): Sides {
  const port = <T extends object>(side: string) =>
    new Proxy({} as T, {
      get:
        (_target, name) =>
        async (...args: unknown[]) => {
          const answer = await ask(tenantId, `${side}.${String(name)}`, args);
          if (`${side}.${String(name)}` === 'salesforce.readMembers') {
            for (const member of answer as { modifiedAt: unknown }[]) member.modifiedAt = new Date(0);
          }
          return answer;
        }
    });
  return { salesforce: port<SalesforcePort>('salesforce'), marketo: port<MarketoPort>('marketo') };
}
