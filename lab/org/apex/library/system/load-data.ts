/** `Test.loadData`: rows out of a static resource of comma-separated values. Apex Developer Guide, "Loading Test Data". */
import type { FieldDef, ObjectDef } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { performDml } from '../../runtime/dml.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { fromScalar } from '../../runtime/records.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import type { SObjectTypeToken } from '../../runtime/tokens.ts';
import { given, listOf, type LibraryDeclaration } from '../define.ts';
import { resourceNamed } from '../http/static-mocks.ts';

/** Rows of cells; quotes may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  for (let match = cell.exec(text); match && cell.lastIndex <= text.length; match = cell.exec(text)) {
    const [, raw = '', end = ''] = match;
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '') {
      break;
    }
    if (end !== ',') {
      rows.push([]);
    }
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '');
}

function valueOf(field: FieldDef, text: string): unknown {
  if (text === '') {
    return null;
  }
  switch (field.type) {
    case 'boolean':
      return /^(true|1)$/i.test(text);
    case 'int':
      return Number(text);
    case 'double':
    case 'currency':
    case 'percent':
      return fromScalar(field.type, Number(text));
    default:
      return fromScalar(field.type, text);
  }
}

/** Ids in the file are stand-ins: look-ups to rows of the same object by them are not kept. */
function recordOf(object: ObjectDef, header: string[], cells: string[]): SObjectValue {
  const record = new SObjectValue(object.name);
  header.forEach((name, index) => {
    const field = object.fields.get(name.trim().toLowerCase());
    if (!field) {
      throw apexError('UnexpectedException', `Invalid field ${name} of ${object.name} in the file of Test.loadData.`);
    }
    const value = valueOf(field, cells[index] ?? '');
    if (field.name !== 'Id' && value !== null) {
      record.row[field.name] = value;
      record.changed.add(field.name);
    }
  });
  return record;
}

function loadData(type: SObjectTypeToken, resource: string): unknown {
  const { data, test } = runtime();
  if (test === null) {
    throw apexError('UnsupportedOperationException', 'Test.loadData can only be called in test methods');
  }
  const object = data.schema.find(type.object);
  const [header, ...rows] = parseCsv(resourceNamed(resource, 'UnexpectedException').text() ?? '');
  if (!object || !header) {
    throw apexError('UnexpectedException', `The static resource ${resource} holds no rows.`);
  }
  const records = rows.map((cells) => recordOf(object, header, cells));
  performDml('insert', records);
  return listOf('SObject', records);
}

export const loadDataMembers: NonNullable<LibraryDeclaration['members']> = {
  'static List<SObject> loadData(SObjectType type, String resourceName)': given(loadData)
};
