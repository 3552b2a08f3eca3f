/** What `Database` methods give: SaveResult, UpsertResult, DeleteResult, UndeleteResult, MergeResult, Error. */
import type { RecordError, SaveResult } from '../../../types.ts';
import { constant, library, listOf, type LibraryDeclaration } from '../define.ts';
import { knownStatusCode } from './status-code.ts';

export interface ErrorValue {
  readonly typeName: string;
  readonly error: RecordError;
}
export const databaseError = (error: RecordError): ErrorValue => ({ typeName: 'Database.Error', error });

export class ResultValue {
  readonly typeName: string;
  readonly result: SaveResult;
  constructor(typeName: string, result: SaveResult) {
    this.typeName = typeName;
    this.result = result;
  }
  tostring$0(): string {
    const { id, success } = this.result;
    const errors = this.result.errors.map((error) => `Database.Error[${error.message}]`);
    return `${this.typeName}[getErrors=(${errors.join(', ')});getId=${id};isSuccess=${success};]`;
  }
}

export type ResultType = 'SaveResult' | 'UpsertResult' | 'DeleteResult' | 'UndeleteResult' | 'EmptyRecycleBinResult';

/** @param ids what the result names when the operation failed: the id that was given. */
export const resultsOf = (type: ResultType, results: SaveResult[], ids: (string | null)[]): unknown[] =>
  results.map((result, index) => new ResultValue(`Database.${type}`, { ...result, id: result.id ?? ids[index] ?? null }));

const shared: NonNullable<LibraryDeclaration['members']> = {
  'Boolean isSuccess()': (self: ResultValue) => self.result.success,
  'Id getId()': (self: ResultValue) => self.result.id,
  'List<Database.Error> getErrors()': (self: ResultValue) => listOf('Database.Error', self.result.errors.map(databaseError))
};

export class MergeResultValue {
  readonly typeName = 'Database.MergeResult';
  readonly masterId: string;
  readonly mergedIds: string[];
  readonly errors: RecordError[];
  constructor(masterId: string, mergedIds: string[], errors: RecordError[]) {
    this.masterId = masterId;
    this.mergedIds = mergedIds;
    this.errors = errors;
  }
}

export const results: LibraryDeclaration[] = [
  library({
    name: 'Database.Error',
    members: {
      'List<String> getFields()': (self: ErrorValue) => listOf('String', self.error.fields),
      'String getMessage()': (self: ErrorValue) => self.error.message,
      'StatusCode getStatusCode()': (self: ErrorValue) => constant('StatusCode', knownStatusCode(self.error.statusCode))
    }
  }),
  library({ name: 'Database.SaveResult', members: shared }),
  library({
    name: 'Database.UpsertResult',
    members: { ...shared, 'Boolean isCreated()': (self: ResultValue) => self.result.created }
  }),
  library({ name: 'Database.DeleteResult', members: shared }),
  library({ name: 'Database.UndeleteResult', members: shared }),
  library({ name: 'Database.EmptyRecycleBinResult', members: shared }),
  library({
    name: 'Database.MergeResult',
    members: {
      'Boolean isSuccess()': (self: MergeResultValue) => self.errors.length === 0,
      'Id getId()': (self: MergeResultValue) => self.masterId,
      'List<Id> getMergedRecordIds()': (self: MergeResultValue) => listOf('Id', self.mergedIds),
      'List<Database.Error> getErrors()': (self: MergeResultValue) => listOf('Database.Error', self.errors.map(databaseError))
    }
  })
];
