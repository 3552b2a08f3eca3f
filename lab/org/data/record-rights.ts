/** Rows of UserRecordAccess: nowhere stored, computed for the records that a query names. */
import { SoqlError, type Row, type Scalar } from '../types.ts';
import type { RecordAccess } from './access.ts';
import type { Parts } from './parts.ts';

export const RECORD_RIGHTS = 'UserRecordAccess';

/** One row for each user. A record that is not there gives none. */
export function recordRights(parts: Parts, access: RecordAccess, recordId: Scalar): Row[] {
  const found = parts.reader.byId(String(recordId));
  if (!found || found.row['IsDeleted'] === true) {
    return [];
  }
  const { object, row } = found;
  return [...parts.store.table('User').rows.keys()].map((userId) => {
    const who = { userId, mode: 'user', sharing: true } as const;
    const rights = parts.rightsOf(userId).object(object.name);
    const reads = access.test(object, who, 'read')(row);
    const edits = access.test(object, who, 'edit')(row);
    return {
      UserId: userId,
      RecordId: recordId,
      HasReadAccess: rights.read && reads,
      HasEditAccess: rights.edit && edits,
      HasDeleteAccess: rights.delete && edits
    };
  });
}

export function refuseWithoutRecord(): never {
  throw new SoqlError('MALFORMED_QUERY', 'A query of UserRecordAccess names its records: WHERE UserId = … AND RecordId = …');
}
