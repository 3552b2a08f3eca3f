/** What the pieces of the data engine share. */
import type { Rights } from '../identity/permissions.ts';
import type { OrgSchema } from '../schema/schema.ts';
import type { Switches } from '../switches.ts';
import type { RecordError, Transaction, TriggerHost } from '../types.ts';
import type { Reader } from './reader.ts';
import type { Store } from './store.ts';

export interface Parts {
  schema: OrgSchema;
  store: Store;
  reader: Reader;
  switches: Switches;
  /** Milliseconds since 1970. */
  clock(): number;
  /** Null while nothing is compiled yet. */
  triggers(): TriggerHost | null;
  /** The transaction that runs; null when the org itself writes. */
  transaction(): Transaction | null;
  rightsOf(userId: string): Rights;
  orgId(): string;
}

export const failure = (statusCode: string, message: string, fields: string[] = []): RecordError => ({ statusCode, message, fields });

/** Of an id in a look-up or in the row itself. */
export const noSuchId = (fields: string[] = []) => failure('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', fields);
export const isDeleted = () => failure('ENTITY_IS_DELETED', 'entity is deleted');
