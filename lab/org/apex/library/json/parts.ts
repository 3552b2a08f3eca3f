/** Which values of the library itself may be written as JSON and read from it: results of DML with their errors. */
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

const RESULTS = ['SaveResult', 'UpsertResult', 'DeleteResult', 'UndeleteResult'].map((name) => `Database.${name}`);

/** What a result of DML holds, read without a type. @returns null for other types. */
export function resultOf(typeName: string, read: () => unknown): ResultValue | null {
  if (!RESULTS.includes(typeName)) {
    return null;
  }
  const map = read() as ApexMap;
  const list = (of: ApexMap, name: string): unknown[] => (of.get(name) as ApexList | null)?.items ?? [];
  const errors = (list(map, 'errors') as ApexMap[]).map((error) => ({
    statusCode: String(error.get('statusCode')),
    message: String(error.get('message')),
    fields: list(error, 'fields').map(String)
  }));
  return new ResultValue(typeName, {
    success: map.get('success') === true,
    created: map.get('created') === true,
    id: (map.get('id') as string | null) ?? null,
    errors
  });
}
