/** List. Apex Reference Guide, "List Class". */
import { ApexList, type ApexSet } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { equalValues } from '../../runtime/equality.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { at, putAt } from '../../runtime/operations.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { textOf } from '../../runtime/text.ts';
import { given, library, nullArgument } from '../define.ts';
import { cloneRecord } from '../records/cloning.ts';
import { objectOfCollection } from '../records/object-of.ts';
import { hashOf } from './hashing.ts';
import { LibraryIterator } from './iterating.ts';
import { naturalOrder } from './sorting.ts';

function insertAt(self: ApexList, index: number | null, item: unknown): void {
  if (index === null) {
    throw nullArgument();
  }
  if (index < 0 || index > self.items.length) {
    throw apexError('ListException', `List index out of bounds: ${index}`);
  }
  self.items.splice(index, 0, item);
}

function addAll(self: ApexList, from: ApexList | ApexSet | null): void {
  if (from === null) {
    throw nullArgument();
  }
  for (const item of [...from]) {
    self.items.push(item);
  }
}

/** Java's sort is stable, JavaScript's as well. */
function sortBy(self: ApexList, comparator: unknown): void {
  if (comparator === null) {
    throw nullArgument();
  }
  const { program } = runtime();
  self.items.sort((left, right) => Number(program.invoke(comparator, 'compare', [left, right])));
}

const deepClone = (self: ApexList, keepId = false, keepTimes = false, keepNumbers = false): ApexList =>
  new ApexList(
    self.items.map((item) =>
      item instanceof SObjectValue ? cloneRecord(item, { keepId: keepId ?? false, deep: true, keepTimes, keepNumbers }) : item
    ),
    self.type
  );

export const list = library({
  name: 'List',
  typeParams: ['T'],
  implements: ['Iterable<T>'],
  members: {
    'new()': () => new ApexList(),
    'new(List<T> items)': given((from: ApexList) => new ApexList([...from])),
    'new(Set<T> items)': given((from: ApexSet) => new ApexList([...from])),
    'void add(T item)': (self: ApexList, item: unknown) => void self.items.push(item),
    'void add(Integer index, T item)': insertAt,
    'void addAll(List<T> items)': addAll,
    'void addAll(Set<T> items)': addAll,
    'void clear()': (self: ApexList) => void self.items.splice(0),
    'List<T> clone()': (self: ApexList) => new ApexList([...self.items], self.type),
    'Boolean contains(T item)': (self: ApexList, item: unknown) => self.items.some((one) => equalValues(one, item)),
    'List<T> deepClone()': (self: ApexList) => deepClone(self),
    'List<T> deepClone(Boolean preserveId)': given((self: ApexList, id: boolean) => deepClone(self, id)),
    'List<T> deepClone(Boolean preserveId, Boolean preserveReadonlyTimestamps)': given((self: ApexList, id: boolean, times: boolean) =>
      deepClone(self, id, times)
    ),
    'List<T> deepClone(Boolean preserveId, Boolean preserveReadonlyTimestamps, Boolean preserveAutonumber)': given(deepClone),
    'Boolean equals(Object other)': (self: ApexList, other: unknown) => equalValues(self, other),
    'T get(Integer index)': (self: ApexList, index: number | null) => at(self, index),
    'SObjectType getSObjectType()': objectOfCollection,
    'Integer hashCode()': hashOf,
    'Integer indexOf(T item)': (self: ApexList, item: unknown) => self.items.findIndex((one) => equalValues(one, item)),
    'Boolean isEmpty()': (self: ApexList) => self.items.length === 0,
    'Iterator<T> iterator()': (self: ApexList) => new LibraryIterator(self.items),
    'T remove(Integer index)': given((self: ApexList, index: number) => {
      at(self, index);
      return self.items.splice(index, 1)[0];
    }),
    'void set(Integer index, T item)': (self: ApexList, index: number | null, item: unknown) => void putAt(self, index, item),
    'Integer size()': (self: ApexList) => self.items.length,
    'void sort()': (self: ApexList) => void self.items.sort(naturalOrder),
    'void sort(Comparator<T> comparator)': sortBy,
    'String toString()': textOf
  }
});
