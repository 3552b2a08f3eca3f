/** Search. Apex Reference Guide, "Search Class", "Search Namespace". */
import type { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { fixedResults, runSearch } from '../../runtime/search.ts';
import type { SObjectValue } from '../../runtime/sobject-value.ts';
import { given, library, listOf, type LibraryDeclaration } from '../define.ts';
import { accessFor, type AccessLevelValue } from '../database/access-level.ts';

const lists = (found: SObjectValue[][]): ApexList =>
  listOf(
    'List<SObject>',
    found.map((records) => listOf('SObject', records))
  );

class ResultsValue {
  readonly typeName = 'Search.SearchResults';
  readonly found: SObjectValue[][];
  constructor(found: SObjectValue[][]) {
    this.found = found;
  }
}

/** Of the class Test. */
export const searchTests: NonNullable<LibraryDeclaration['members']> = {
  'static void setFixedSearchResults(List<Id> ids)': given((ids: ApexList) => {
    fixedResults().ids = ids.items.map(String);
  })
};

export const search: LibraryDeclaration[] = [
  library({
    name: 'Search',
    members: {
      'static List<List<SObject>> query(String search)': given((sosl: string) => lists(runSearch(sosl, {}))),
      'static List<List<SObject>> query(String search, AccessLevel level)': given((sosl: string, level: AccessLevelValue) =>
        lists(runSearch(sosl, {}, accessFor(level)))
      ),
      'static Search.SearchResults find(String search)': given((sosl: string) => new ResultsValue(runSearch(sosl, {}))),
      'static Search.SearchResults find(String search, AccessLevel level)': given(
        (sosl: string, level: AccessLevelValue) => new ResultsValue(runSearch(sosl, {}, accessFor(level)))
      )
    }
  }),
  library({
    name: 'Search.SearchResults',
    members: {
      'List<Search.SearchResult> get(String objectName)': given((self: ResultsValue, name: string) => {
        const object = runtime().data.schema.find(name)?.name;
        const records = self.found.flat().filter((record) => record.object === object);
        return listOf(
          'Search.SearchResult',
          records.map((record) => ({ typeName: 'Search.SearchResult', record }))
        );
      })
    }
  }),
  library({
    name: 'Search.SearchResult',
    members: { 'SObject getSObject()': (self: { record: SObjectValue }) => self.record, 'String getSnippet()': () => null }
  })
];
