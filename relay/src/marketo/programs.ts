/** Programs and their costs. Marketo REST, assets: pages by offset, no total; nothing found means no `result`. */
import { z } from 'zod';
import { OutsideError, type MarketoPort, type MarketoProgram } from '../engine/ports.ts';
import type { MarketoClient } from './client.ts';
import { parseTime } from './dates.ts';
import { garbled, type Page } from './envelope.ts';

/** Marketo REST, assets: at most 200 a page. */
export const ASSETS_A_CALL = 200;
export const PROGRAMS_A_PAGE = 50;
/** Marketo cannot search names: pages that were read this short ago serve the next page, and what is typed next into the search. */
const LIST_KNOWN_MS = 15_000;

const programRow = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  type: z.string().nullish(),
  channel: z.string().nullish(),
  workspace: z.string().nullish(),
  url: z.string().nullish(),
  updatedAt: z.string().nullish(),
  sfdcId: z.string().nullish(),
  costs: z.array(z.looseObject({ startDate: z.string(), cost: z.number(), note: z.string().nullish() })).nullish()
});
export function createPrograms(client: MarketoClient): Pick<MarketoPort, 'program' | 'programs' | 'programNamed' | 'createProgram'> {
  const list = new Map<number, { rows: MarketoProgram[]; at: number }>();

  /** @param index Which 200 programs, from 0. */
  async function listed(index: number): Promise<MarketoProgram[]> {
    const known = list.get(index);
    if (known && client.now() - known.at < LIST_KNOWN_MS) return known.rows;
    const query = { offset: index * ASSETS_A_CALL, maxReturn: ASSETS_A_CALL };
    const { rows } = await client.get('/rest/asset/v1/programs.json', query, programRow);
    const read = { rows: rows.map((row) => program(row, false)), at: client.now() };
    list.set(index, read);
    return read.rows;
  }

  return {
    async program(id) {
      const [row] = await orNone(client.get(`/rest/asset/v1/program/${id}.json`, {}, programRow));
      return row ? program(row, true) : null;
    },
    async programs(search, page) {
      const wanted = search.trim().toLowerCase();
      const from = (page - 1) * PROGRAMS_A_PAGE;
      const found: MarketoProgram[] = [];
      // Whoever opens the list anew looks for what was made a moment ago.
      if (wanted === '' && page === 1) list.clear();
      // Without a search the place of a page is known; with one, everything before it has to be read.
      let index = wanted === '' ? Math.floor(from / ASSETS_A_CALL) : 0;
      const skip = wanted === '' ? from % ASSETS_A_CALL : from;
      for (; found.length <= skip + PROGRAMS_A_PAGE; index++) {
        const rows = await listed(index);
        found.push(...rows.filter((row) => wanted === '' || row.name.toLowerCase().includes(wanted) || String(row.id) === wanted));
        if (rows.length < ASSETS_A_CALL) break;
      }
      return { programs: found.slice(skip, skip + PROGRAMS_A_PAGE), more: found.length > skip + PROGRAMS_A_PAGE };
    },
    async programNamed(name) {
      if (name.includes(',')) return null;
      const [row] = await orNone(client.get('/rest/asset/v1/program/byName.json', { name }, programRow));
      return row ? program(row, false) : null;
    },
    async createProgram({ name, description, type, channel, folderId, tags }) {
      const path = '/rest/asset/v1/programs.json';
      const form = {
        name,
        folder: JSON.stringify({ id: folderId, type: 'Folder' }),
        type,
        channel,
        ...(description === null ? {} : { description }),
        ...(tags.length === 0 ? {} : { tags: JSON.stringify(tags.map((tag) => ({ tagType: tag.type, tagValue: tag.value }))) })
      };
      const [row] = await client.postForm(path, form, programRow);
      if (!row) throw garbled(`POST ${path}`, 'names no program');
      list.clear();
      return program(row, true);
    }
  };
}

/** An asset that is not there: no `result`, or 702. */
export async function orNone<T>(page: Promise<Page<T>>): Promise<T[]> {
  try {
    return (await page).rows;
  } catch (error) {
    if (error instanceof OutsideError && error.kind === 'gone') return [];
    throw error;
  }
}

/** @param withCosts The list leaves costs out; then they are unknown, not none. */
function program(row: z.infer<typeof programRow>, withCosts: boolean): MarketoProgram {
  const costs = (row.costs ?? []).map(({ startDate, cost, note }) => ({ month: startDate.slice(0, 7), amount: cost, note: note || null }));
  return {
    id: row.id,
    name: row.name,
    type: row.type ?? '',
    channel: row.channel ?? '',
    workspace: row.workspace ?? null,
    url: row.url ?? null,
    updatedAt: parseTime(row.updatedAt),
    sfdcId: row.sfdcId || null,
    costs: withCosts ? costs : null
  };
}
