/** DML as the API does it: whatever Apex does in between, every record gets a result. */
import { ApexException, stackText } from '../apex/runtime/exception-value.ts';
import { exceptionText } from '../apex/runtime/text.ts';
import type { Access, DataEngine, DmlOp, DmlOptions, Row, SaveResult } from '../types.ts';

/**
 * An exception that triggers cannot catch, such as that of a governor limit, ends an Apex transaction; a call of the API tells it as the
 * error of each record of the chunk, and what the chunk wrote is taken back.
 */
export function statement(data: DataEngine, op: DmlOp, object: string, rows: Row[], options: DmlOptions, access: Access): SaveResult[] {
  const before = data.savepoint();
  try {
    return data.dml(op, object, rows, options, access);
  } catch (cause) {
    if (!(cause instanceof ApexException)) {
      throw cause;
    }
    data.rollbackTo(before);
    const message = `${object}: ${exceptionText(cause)}\n\n${stackText(cause.stack)}`;
    const error = { statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, fields: [] };
    return rows.map(() => ({ success: false, id: null, created: false, errors: [error] }));
  }
}
