/** Map. Apex Reference Guide, "Map Class". */
import { ApexList, ApexMap, ApexSet } from '../../runtime/collections.ts';
import { equalValues } from '../../runtime/equality.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { textOf } from '../../runtime/text.ts';
import { given, library, typeNamed } from '../define.ts';
import { cloneRecord } from '../records/cloning.ts';
import { objectOfCollection } from '../records/object-of.ts';
import { hashOf } from './hashing.ts';

/** Records by their ids. */
function entriesOf(records: ApexList): [unknown, unknown][] {
  return records.items.map((record, index) => {
    if (record === null) {
      throw apexError('ListException', `Row with null record at index: ${index}`);
    }
    const id = (record as SObjectValue).row['Id'] ?? null;
    if (id === null) {
      throw apexError('ListException', `Row with null Id at index: ${index}`);
    }
    return [id, record];
  });
}

function putRecords(self: ApexMap, records: ApexList): void {
  for (const [id, record] of entriesOf(records)) {
    self.put(id, record);
  }
}
function putMap(self: ApexMap, from: ApexMap): void {
  for (const [key, value] of from.entries()) {
    self.put(key, value);
  }
}

const deepClone = (self: ApexMap): ApexMap =>
  new ApexMap(
    self.entries().map(([key, value]) => [key, value instanceof SObjectValue ? cloneRecord(value, { keepId: true, deep: true }) : value]),
    self.type
  );

export const map = library({
  name: 'Map',
  typeParams: ['K', 'V'],
  members: {
    'new()': () => new ApexMap(),
    'new(Map<K, V> from)': given((from: ApexMap) => new ApexMap(from.entries())),
    'new(List<SObject> records)': given((records: ApexList) => new ApexMap(entriesOf(records))),
    'void clear()': (self: ApexMap) => self.clear(),
    'Map<K, V> clone()': (self: ApexMap) => new ApexMap(self.entries(), self.type),
    'Boolean containsKey(K key)': (self: ApexMap, key: unknown) => self.has(key),
    'Map<K, V> deepClone()': deepClone,
    'Boolean equals(Object other)': (self: ApexMap, other: unknown) => equalValues(self, other),
    'V get(K key)': (self: ApexMap, key: unknown) => self.get(key),
    'SObjectType getSObjectType()': objectOfCollection,
    'Integer hashCode()': hashOf,
    'Boolean isEmpty()': (self: ApexMap) => self.size === 0,
    'Set<K> keySet()': (self: ApexMap) => new ApexSet(self.keys(), self.type && typeNamed(`Set<${self.type.args[0]?.name}>`)),
    'V put(K key, V value)': (self: ApexMap, key: unknown, value: unknown) => self.put(key, value),
    'void putAll(Map<K, V> from)': given(putMap),
    'void putAll(List<SObject> records)': given(putRecords),
    'V remove(K key)': (self: ApexMap, key: unknown) => self.remove(key),
    'Integer size()': (self: ApexMap) => self.size,
    'String toString()': textOf,
    'List<V> values()': (self: ApexMap) => new ApexList(self.values(), self.type && typeNamed(`List<${self.type.args[1]?.name}>`))
  }
});
