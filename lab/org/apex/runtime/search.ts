/**
 * Searches from Apex: `[FIND …]`, and `Search.query` through the library. In tests only what `Test.setFixedSearchResults` named is found. Apex Developer
 * Guide, "Adding SOSL Queries to Unit Tests".
 */
import { parseSosl, searchTest, type Returned, type Search } from '../../soql/sosl.ts';
import { SoqlError, type Access, type ObjectDef } from '../../types.ts';
import { ApexList } from './collections.ts';
import { runtime } from './current.ts';
import { apexError } from './exception-value.ts';
import { bindValue, runQuery } from './query.ts';
import type { SObjectValue } from './sobject-value.ts';

/** Ids that a search gives back in a test. */
export const fixedResults = (): { ids: string[] } => runtime().state('fixed search results', () => ({ ids: [] }));

const TEXTS = ['string', 'textarea', 'picklist', 'email', 'phone', 'url', 'combobox'];

function searched(object: ObjectDef, fields: Search['fields']): string[] {
  const all = [...object.fields.values()].filter((field) => TEXTS.includes(field.type));
  const kinds: Partial<Record<Search['fields'], (field: (typeof all)[number]) => boolean>> = {
    NAME: (field) => /name$/i.test(field.name) || field.name === 'Subject' || field.name === 'CaseNumber',
    EMAIL: (field) => field.type === 'email',
    PHONE: (field) => field.type === 'phone'
  };
  return all.filter(kinds[fields] ?? (() => true)).map((field) => field.name);
}

function idsOf(object: ObjectDef, search: Search, access: Access): string[] {
  const { data, test } = runtime();
  if (test !== null) {
    return fixedResults().ids.filter((id) => id.startsWith(object.keyPrefix));
  }
  const fields = searched(object, search.fields);
  const fits = searchTest(search.text);
  if (fields.length === 0) {
    return [];
  }
  const rows = data.query(`SELECT Id, ${fields.join(', ')} FROM ${object.name}`, {}, access).records;
  return rows.filter((row) => fields.some((field) => fits(String(row.fields[field] ?? '')))).map((row) => String(row.fields['Id']));
}

function recordsOf(one: Returned, search: Search, binds: Record<string, unknown>, access: Access): SObjectValue[] {
  const object = runtime().data.schema.find(one.object);
  if (!object) {
    throw new SoqlError('INVALID_TYPE', `sObject type '${one.object}' is not supported.`);
  }
  const where = one.where === null ? '' : ` AND (${one.where})`;
  const soql = `SELECT ${one.fields || 'Id'} FROM ${object.name} WHERE Id IN :searchedIds${where} ${one.rest}`;
  return runQuery(soql, { ...binds, searchedIds: new ApexList(idsOf(object, search, access)) }, access, false);
}

/** One list an object of RETURNING, in its order. @throws System.SearchException */
export function runSearch(sosl: string, binds: Record<string, unknown>, access: Access = runtime().access()): SObjectValue[][] {
  runtime().transaction.limits.use('soslQueries', 1);
  try {
    const search = parseSosl(sosl);
    const name = /^:\s*(\w+)$/.exec(search.text)?.[1];
    if (name !== undefined) {
      search.text = String(bindValue(binds[name] ?? null) ?? '');
    }
    if (search.text.replace(/[*?"\s]/g, '').length < 2) {
      throw apexError('SearchException', `search term must be longer than one character: ${search.text}`);
    }
    const lists = search.returning.map((one) => recordsOf(one, search, binds, access));
    const { limit } = search;
    return limit === null ? lists : lists.map((list) => list.slice(0, limit));
  } catch (cause) {
    throw cause instanceof SoqlError ? apexError('SearchException', cause.message) : cause;
  }
}
