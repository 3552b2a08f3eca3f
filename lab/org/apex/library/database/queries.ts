/** `Database.query` and its like. Apex Reference Guide, "Database Class"; Apex Developer Guide, "Dynamic SOQL". */
import type { Access } from '../../../types.ts';
import type { ApexList, ApexMap } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { boundVariable } from '../../runtime/environment.ts';
import { queryAccess, queryOf, runCount, runQuery } from '../../runtime/query.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { listOf, library, nullArgument, type LibraryDeclaration } from '../define.ts';
import { LibraryIterator } from '../collections/iterating.ts';
import { accessFor, type AccessLevelValue } from './access-level.ts';

type Members = NonNullable<LibraryDeclaration['members']>;

/** Binds may be written in any case; what the map lacks is an error. */
function bindsOf(soql: string | null, binds: ApexMap | null): Record<string, unknown> {
  if (binds === null) {
    throw nullArgument();
  }
  const values = new Map(binds.entries().map(([name, value]) => [String(name).toLowerCase(), value]));
  const found: Record<string, unknown> = {};
  for (const name of bindNames(text(soql))) {
    const key = name.toLowerCase();
    if (!values.has(key)) {
      throw apexError('QueryException', `Key '${name}' does not exist in the bindMap`);
    }
    found[name] = values.get(key);
  }
  return found;
}

/** Texts in quotes and times of day have colons that are no binds. */
function bindNames(soql: string): string[] {
  const bare = soql.replace(/'(?:[^'\\]|\\.)*'/g, "''").replace(/\d:\d/g, '');
  return [...bare.matchAll(/:\s*([A-Za-z_]\w*)/g)].map(([, name]) => name as string);
}

/** Without a map of binds, the variables around the call are meant. Apex Developer Guide, "Dynamic SOQL". */
function variablesOf(soql: string | null): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of bindNames(text(soql))) {
    const value = boundVariable(name);
    if (value === undefined) {
      throw apexError('QueryException', `Variable does not exist: ${name}`);
    }
    found[name] = value;
  }
  return found;
}

function text(soql: string | null): string {
  if (soql === null) {
    throw nullArgument();
  }
  return soql;
}

const rows = (soql: string | null, binds: Record<string, unknown>, access: Access): unknown =>
  listOf('SObject', runQuery(text(soql), binds, queryAccess(text(soql), access)));
const count = (soql: string | null, binds: Record<string, unknown>, access: Access): number =>
  runCount(text(soql), binds, queryAccess(text(soql), access));

class QueryLocatorValue {
  readonly typeName = 'Database.QueryLocator';
  readonly soql: string;
  readonly access: Access;
  readonly binds: Record<string, unknown>;
  constructor(soql: string, access: Access, binds: Record<string, unknown> = {}) {
    this.soql = soql;
    this.access = access;
    this.binds = binds;
  }
  rows(): unknown[] {
    return runQuery(this.soql, this.binds, queryAccess(this.soql, this.access));
  }
}
export { QueryLocatorValue };

/** Of a query in the source: only its own rows will do. */
function locatorOf(list: ApexList | null): QueryLocatorValue {
  const query = list && queryOf.get(list);
  if (!query) {
    throw apexError('IllegalArgumentException', 'Database.getQueryLocator takes a query: its text, or [SELECT …] itself.');
  }
  // Binds have their values already; the text shows them as they were written to the compiler.
  return new QueryLocatorValue(query.soql, query.access, query.binds);
}

export const queryMembers: Members = {
  'static List<SObject> query(String soql)': (soql: string | null) => rows(soql, variablesOf(soql), runtime().access()),
  'static List<SObject> query(String soql, AccessLevel level)': (soql: string | null, level: AccessLevelValue) =>
    rows(soql, variablesOf(soql), accessFor(level)),
  'static List<SObject> queryWithBinds(String soql, Map<String, Object> binds, AccessLevel level)': (
    soql: string | null,
    binds: ApexMap | null,
    level: AccessLevelValue
  ) => rows(soql, bindsOf(soql, binds), accessFor(level)),
  'static Integer countQuery(String soql)': (soql: string | null) => count(soql, variablesOf(soql), runtime().access()),
  'static Integer countQuery(String soql, AccessLevel level)': (soql: string | null, level: AccessLevelValue) =>
    count(soql, variablesOf(soql), accessFor(level)),
  'static Integer countQueryWithBinds(String soql, Map<String, Object> binds, AccessLevel level)': (
    soql: string | null,
    binds: ApexMap | null,
    level: AccessLevelValue
  ) => count(soql, bindsOf(soql, binds), accessFor(level)),
  'static Database.QueryLocator getQueryLocator(List<SObject> query)': (list: ApexList | null) => locatorOf(list),
  'static Database.QueryLocator getQueryLocator(String soql)': (soql: string | null) =>
    new QueryLocatorValue(text(soql), runtime().access(), variablesOf(soql)),
  'static Database.QueryLocator getQueryLocator(String soql, AccessLevel level)': (soql: string | null, level: AccessLevelValue) =>
    new QueryLocatorValue(text(soql), accessFor(level), variablesOf(soql)),
  'static Database.QueryLocator getQueryLocatorWithBinds(String soql, Map<String, Object> binds, AccessLevel level)': (
    soql: string | null,
    binds: ApexMap | null,
    level: AccessLevelValue
  ) => new QueryLocatorValue(text(soql), accessFor(level), bindsOf(soql, binds))
};

export const queryLocator = library({
  name: 'Database.QueryLocator',
  members: {
    'String getQuery()': (self: QueryLocatorValue) => self.soql,
    'Database.QueryLocatorIterator iterator()': (self: QueryLocatorValue) => new LibraryIterator(self.rows())
  }
});

export const queryLocatorIterator = library({
  name: 'Database.QueryLocatorIterator',
  kind: 'interface',
  implements: ['Iterator<SObject>']
});
