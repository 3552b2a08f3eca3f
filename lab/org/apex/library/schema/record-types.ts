/** Schema.RecordTypeInfo. Apex Reference Guide, "RecordTypeInfo Class". */
import { runtime } from '../../runtime/current.ts';
import { library, listOf, mapOf } from '../define.ts';

interface RecordTypeValue {
  readonly typeName: string;
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly active: boolean;
  readonly master: boolean;
  readonly isDefault: boolean;
}

const TYPE = 'Schema.RecordTypeInfo';
/** Every object has the record type Master, which stands for none. */
const MASTER_ID = '012000000000000AAA';

/** Costs no query. The one that comes first is the default; without any, Master is. */
function recordTypesOf(object: string): RecordTypeValue[] {
  const { data, transaction } = runtime();
  const isKnown = data.schema.find('RecordType') !== undefined;
  const access = { userId: transaction.userId, mode: 'system' as const, sharing: false };
  const rows = isKnown
    ? data.query('SELECT Id, Name, DeveloperName, IsActive FROM RecordType WHERE SobjectType = :object', { object }, access).records
    : [];
  const types = rows.map(({ fields }, index): RecordTypeValue => ({
    typeName: TYPE,
    id: String(fields['Id']),
    name: String(fields['Name']),
    developerName: String(fields['DeveloperName']),
    active: fields['IsActive'] === true,
    master: false,
    isDefault: index === 0
  }));
  const master = { typeName: TYPE, id: MASTER_ID, name: 'Master', developerName: 'Master', active: true, master: true };
  return [...types, { ...master, isDefault: types.length === 0 }];
}

export function recordTypesBy(object: string, key: 'id' | 'name' | 'developerName' | null): unknown {
  const types = recordTypesOf(object);
  if (key === null) {
    return listOf(TYPE, types);
  }
  return mapOf(
    key === 'id' ? 'Id' : 'String',
    TYPE,
    types.map((type) => [type[key], type])
  );
}

export const recordTypeInfo = library({
  name: TYPE,
  members: {
    'String getName()': (self: RecordTypeValue) => self.name,
    'String getDeveloperName()': (self: RecordTypeValue) => self.developerName,
    'Id getRecordTypeId()': (self: RecordTypeValue) => self.id,
    'Boolean isActive()': (self: RecordTypeValue) => self.active,
    'Boolean isAvailable()': (self: RecordTypeValue) => self.active,
    'Boolean isDefaultRecordTypeMapping()': (self: RecordTypeValue) => self.isDefault,
    'Boolean isMaster()': (self: RecordTypeValue) => self.master
  }
});
