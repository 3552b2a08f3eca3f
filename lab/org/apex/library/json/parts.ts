/** Which values of the library itself may be written as JSON, and what of them: results and errors of DML. */
import { ResultValue } from '../database/results.ts';
import { ApexList, ApexMap } from '../../runtime/collections.ts';

/** Null when the value has no form in JSON. */
export function partsOf(value: object): [string, unknown][] | null {
  if (!(value instanceof ResultValue)) {
    return null;
  }
  const { success, id, errors } = value.result;
  const told = errors.map(
    (error) =>
      new ApexMap([
        ['message', error.message],
        ['fields', new ApexList(error.fields)],
        ['statusCode', error.statusCode]
      ])
  );
  return [
    ['success', success],
    ['id', id],
    ['errors', new ApexList(told)]
  ];
}
