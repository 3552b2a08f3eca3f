/**
 * Both sides' members, listed whole. A list is asked for page by page as long as that takes few calls, and ordered as one extract where it is long; which of the
 * two, and where an extract stands, is remembered, so that after a crash it is fetched and not ordered again.
 */
import { noteNativeLeads } from '../turn/native-leads.ts';
import { OutsideError, type ListedMarketoMember, type ListedSalesforceMember, type Ordered, type Side } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

/** Where one list stands: null or `pages`, `order`, or the job that was ordered. */
interface Place {
  read(): Promise<string | null>;
  write(value: string): Promise<void>;
}
const PAGES = 'pages';
const ORDER = 'order';

/** A list, or the milliseconds after which its extract is asked for again. */
export type Listing<T> =
  | {
      pages: AsyncIterable<T[]>;
      extract: boolean;
      /** What the extract brought is used: so many members; the next one is ordered afresh, or the list read by pages again. */
      used(members: number): Promise<void>;
    }
  | { againMs: number };
/** Read by pages, a list proved to be too long for that: it is to be asked for again, from its beginning. */
export class TooLong extends Error {}

export interface BothListings {
  salesforce: Listing<ListedSalesforceMember>;
  marketo: Listing<ListedMarketoMember['member']>;
}

/** Begins both. What an extract is to bring is remembered for the link, so any process goes on with it. @throws {OutsideError} */
export async function beginLists(
  tenant: Tenant,
  { id, campaignId, programId }: { id: string; campaignId: string; programId: number }
): Promise<BothListings> {
  return begin(tenant, campaignId, programId, (side) => {
    const name = `list-${side}-${id}`;
    return { read: () => tenant.store.cursor(tenant.id, name), write: (value) => tenant.store.setCursor(tenant.id, name, value) };
  });
}

export interface BothLists {
  salesforce: ListedSalesforceMember[];
  marketo: ListedMarketoMember['member'][];
}

/** For a preview and to see which statuses are in use. Waits for extracts. @throws {OutsideError} */
export async function listBothSides(tenant: Tenant, campaignId: string, programId: number): Promise<BothLists> {
  const places: Record<Side, Place> = { salesforce: remembered(), marketo: remembered() };
  for (;;) {
    const { salesforce, marketo } = await begin(tenant, campaignId, programId, (side) => places[side]);
    if ('againMs' in salesforce || 'againMs' in marketo) {
      await tenant.clock.sleep(longest(salesforce, marketo));
      continue;
    }
    try {
      return { salesforce: (await Array.fromAsync(salesforce.pages)).flat(), marketo: (await Array.fromAsync(marketo.pages)).flat() };
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
    }
  }
}

export function longest(...listings: Listing<unknown>[]): number {
  return Math.max(...listings.map((one) => ('againMs' in one ? one.againMs : 0)));
}

function remembered(): Place {
  let value: string | null = null;
  return { read: async () => value, write: async (next) => void (value = next) };
}

async function begin(tenant: Tenant, campaignId: string, programId: number, place: (side: Side) => Place): Promise<BothListings> {
  const { salesforce, marketo, settings } = tenant;
  const [mine, theirs] = [place('salesforce'), place('marketo')];
  return {
    salesforce: await listing(mine, settings.orderFrom.salesforce, {
      pages: () => salesforce.listMembers(campaignId),
      order: (job) => salesforce.orderMembers(campaignId, job)
    }),
    marketo: onlyMembers(
      tenant,
      await listing<ListedMarketoMember>(theirs, settings.orderFrom.marketo, {
        pages: () => marketo.listMembers(programId),
        order: (job) => marketo.orderMembers(programId, job)
      })
    )
  };
}

function onlyMembers(tenant: Tenant, listing: Listing<ListedMarketoMember>): Listing<ListedMarketoMember['member']> {
  return 'againMs' in listing ? listing : { ...listing, pages: noted(tenant, listing.pages) };
}

async function* noted(tenant: Tenant, pages: AsyncIterable<ListedMarketoMember[]>): AsyncGenerator<ListedMarketoMember['member'][]> {
  for await (const page of pages) {
    await noteNativeLeads(
      tenant,
      page.map(({ lead }) => lead)
    );
    yield page.map(({ member }) => member);
  }
}

interface Ways<T> {
  pages(): AsyncIterable<T[]>;
  order(job: string | null): Promise<Ordered<T>>;
}

/** @param most Members of a list that is read by pages. */
async function listing<T>(place: Place, most: number, ways: Ways<T>): Promise<Listing<T>> {
  const stands = await place.read();
  if (stands === null || stands === PAGES) return { pages: atMost(ways.pages(), place, most), extract: false, used: async () => undefined };
  const job = stands === ORDER ? null : stands;
  const ordered = await orGone(place, job, () => ways.order(job));
  const used = (members: number) => place.write(members > most ? ORDER : PAGES);
  if (ordered.ready) return { pages: untilGone(ordered.pages, place, job), extract: true, used };
  if (ordered.job !== job) await place.write(ordered.job);
  return { againMs: ordered.againMs };
}

async function* atMost<T>(pages: AsyncIterable<T[]>, place: Place, most: number): AsyncGenerator<T[]> {
  let members = 0;
  for await (const page of pages) {
    members += page.length;
    if (members > most) {
      await place.write(ORDER);
      throw new TooLong();
    }
    yield page;
  }
}

async function* untilGone<T>(pages: AsyncIterable<T[]>, place: Place, job: string | null): AsyncGenerator<T[]> {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const next = await orGone(place, job, () => iterator.next());
    if (next.done) return;
    yield next.value;
  }
}

/** A job that failed, or that is older than it is kept, is forgotten: the next look orders anew. */
async function orGone<R>(place: Place, job: string | null, ask: () => Promise<R>): Promise<R> {
  try {
    return await ask();
  } catch (error) {
    if (job !== null && error instanceof OutsideError && error.kind === 'gone') await place.write(ORDER);
    throw error;
  }
}
