/**
 * The checker has to be able to fail: for each invariant an engine that breaks it, made of the real one and one broken part. A run in which it is not caught says that the
 * checker does not look.
 */
import { createEngine } from '../src/engine/engine.ts';
import type { EngineParts, Sides } from '../src/engine/parts.ts';
import type { MarketoPort, SalesforcePort } from '../src/engine/ports.ts';
import type { MemberRow, StoreTransaction } from '../src/store/port.ts';
import { BYSTANDER } from './bystander.ts';
import { createNaiveEngine } from './naive-engine.ts';
import type { MakeEngine } from './world.ts';

export interface Control {
  /** What it breaks. */
  invariant: string;
  /** What is wrong with it. */
  what: string;
  make: MakeEngine;
}

const broken =
  (breaks: (parts: EngineParts) => Partial<EngineParts>): MakeEngine =>
  (parts) =>
    createEngine({ ...parts, ...breaks(parts) });

const withSides = (
  breaks: (sides: Sides, parts: EngineParts) => { salesforce?: Partial<SalesforcePort>; marketo?: Partial<MarketoPort> }
) =>
  broken((parts) => ({
    connect: (tenant, ...gates) => {
      const sides = parts.connect(tenant, ...gates);
      const { salesforce, marketo } = breaks(sides, parts);
      return { salesforce: { ...sides.salesforce, ...salesforce }, marketo: { ...sides.marketo, ...marketo } };
    }
  }));

/** Calls of the store, inside transactions and outside. */
const withStore = (breaks: (calls: StoreTransaction) => Partial<StoreTransaction>) =>
  broken(({ store }) => {
    const around = <Tx extends object>(tx: Tx): Tx => {
      const changed = breaks(tx as StoreTransaction) as Record<string | symbol, unknown>;
      return new Proxy(tx, { get: (inner, name) => changed[name] ?? (Reflect.get(inner, name) as unknown) });
    };
    return {
      store: {
        ...store,
        ...breaks(store),
        transact: (work) => store.transact((tx) => work(around(tx))),
        transactLeased: (work) => store.transactLeased((tx) => work(around(tx)))
      }
    };
  });

export const CONTROLS: Control[] = [
  { invariant: 'I1', what: 'it remembers after the write', make: createNaiveEngine },
  { invariant: 'I2', what: 'it remembers after the write', make: createNaiveEngine },
  {
    invariant: 'I3',
    what: 'it writes whatever it is hinted at, to be sure',
    make: broken((parts) => {
      const sides = new Map<string, Sides>();
      return {
        connect: (tenant, ...gates) => {
          const made = parts.connect(tenant, ...gates);
          sides.set(tenant.id, made);
          return made;
        },
        store: {
          ...parts.store,
          claim: async (tenantId, ...more) => {
            const rows = await parts.store.claim(tenantId, ...more);
            for (const row of rows.filter(({ state }) => state === 'in-sync')) await again(parts, sides.get(tenantId), row);
            return rows;
          }
        }
      };
    })
  },
  {
    invariant: 'I4',
    what: 'it takes the first absence that it reads for a removal',
    make: (parts) => {
      const { random = Math.random } = parts;
      const forgetful = withSides(({ marketo }) => ({
        marketo: { readMembers: async (...asked) => (await marketo.readMembers(...asked)).filter(() => random() < 0.8) }
      }));
      return forgetful({ ...parts, settings: { ...parts.settings, absenceMs: 0 } });
    }
  },
  {
    invariant: 'I5',
    what: 'it sends every write into Marketo over and over',
    make: withSides(({ marketo }) => ({
      marketo: {
        setStatus: async (...asked) => {
          for (let times = 0; times < 20; times++) await marketo.setStatus(...asked);
          return marketo.setStatus(...asked);
        }
      }
    }))
  },
  {
    invariant: 'I6',
    what: 'it keeps no journal of writes',
    make: withStore((calls) => ({ journal: async (entry) => (entry.kind === 'write' ? 0 : calls.journal(entry)) }))
  },
  {
    invariant: 'I7',
    what: 'it claims what others hold',
    make: broken(({ store }) => ({
      store: {
        ...store,
        claim: async (...asked) => {
          await store.releaseAll();
          return store.claim(...asked);
        }
      }
    }))
  },
  {
    invariant: 'I8',
    what: 'it empties the outbox while it reads it',
    make: withSides(({ salesforce }) => ({
      salesforce: {
        readOutbox: async (limit) => {
          const rows = await salesforce.readOutbox(limit);
          if (rows.length > 0) await salesforce.takeOutbox(rows.map(({ id }) => id));
          return rows;
        }
      }
    }))
  },
  {
    invariant: 'I8',
    what: 'it moves the cursor and forgets to mark',
    make: withStore((calls) => ({
      hint: async (hint) => (hint.cause === 'activity' ? undefined : calls.hint(hint)),
      addMember: async (member) => (member.cause === 'activity' ? undefined : calls.addMember(member))
    }))
  },
  {
    invariant: 'I9',
    what: 'it calls without asking the budget',
    make: broken((parts) => ({
      connect: (tenant, _gate, salesforce) => parts.connect(tenant, { run: (_weight, call) => call() }, salesforce)
    }))
  },
  {
    invariant: 'I10',
    what: 'it serves the small tenant once in ten minutes',
    make: broken(({ store, clock }) => ({
      store: {
        ...store,
        hasWork: async (tenantId, now) => (tenantId !== BYSTANDER || clock.now() % 600_000 < 60_000) && store.hasWork(tenantId, now)
      }
    }))
  },
  {
    invariant: 'I11',
    what: 'it creates people whatever the rules say',
    make: withStore((calls) => ({
      link: async (id) => {
        const link = await calls.link(id);
        return link && { ...link, rules: { ...link.rules, people: 'create', minimumStatus: null } };
      }
    }))
  },
  {
    invariant: 'I12',
    what: 'it parks without saying since when',
    make: withStore((calls) => ({
      replaceMember: (row, version) => calls.replaceMember({ ...row, park: row.park && { ...row.park, since: 0 } }, version)
    }))
  }
];

async function again({ store }: EngineParts, sides: Sides | undefined, { linkId, leadId, contactId, base }: MemberRow): Promise<void> {
  const link = await store.link(linkId);
  if (!link || (leadId === null && contactId === null)) return;
  const change = { leadId: contactId === null ? leadId : null, contactId, expected: base.salesforce, write: base.salesforce };
  await sides?.salesforce.writeMembers(link.campaignId, [change]).catch(() => undefined);
}
