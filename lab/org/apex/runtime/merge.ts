/** `merge`, and `Database.merge` through the library. */
import type { Access, SaveResult } from '../../types.ts';
import { ApexList } from './collections.ts';
import { runtime } from './current.ts';
import { recordsOf } from './dml.ts';
import { apexError } from './exception-value.ts';
import { SObjectValue } from './sobject-value.ts';

/** @throws System.DmlException */
export function mergeRecords(master: unknown, losers: unknown, access: Access): SaveResult[] {
  const { data, transaction } = runtime();
  const [kept] = recordsOf(master) as [SObjectValue];
  const ids = (losers instanceof ApexList ? losers.items : [losers]).map((loser) =>
    loser instanceof SObjectValue ? String(loser.row['Id'] ?? '') : String(loser)
  );
  transaction.limits.use('dmlStatements', 1);
  transaction.limits.use('dmlRows', ids.length + 1);
  const results = data.merge(kept.object, String(kept.row['Id'] ?? ''), ids, access);
  const failed = results.findIndex((result) => !result.success);
  const error = results[failed]?.errors[0];
  if (error) {
    const text = `Merge failed. First exception on row ${failed} with id ${ids[failed] ?? ''}; first error: ${error.statusCode}, ${error.message}: [${error.fields.join(', ')}]`;
    throw apexError('DmlException', text, [{ index: failed, id: ids[failed] ?? null, errors: results[failed]?.errors ?? [] }]);
  }
  return results;
}
