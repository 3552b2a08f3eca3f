/** Set. Apex Reference Guide, "Set Class". */
import { ApexSet, type ApexList } from '../../runtime/collections.ts';
import { equalValues } from '../../runtime/equality.ts';
import { textOf } from '../../runtime/text.ts';
import { given, library } from '../define.ts';
import { hashOf } from './hashing.ts';
import { LibraryIterator } from './iterating.ts';

type Items = ApexList | ApexSet;

const changed = (self: ApexSet, work: () => void): boolean => {
  const before = self.size;
  work();
  return self.size !== before;
};
const addToSet = given((self: ApexSet, from: Items) => changed(self, () => [...from].forEach((item) => self.add(item))));
const takeFromSet = given((self: ApexSet, from: Items) => changed(self, () => [...from].forEach((item) => self.delete(item))));
const keepInSet = given((self: ApexSet, from: Items) => {
  const kept = new ApexSet(from);
  return changed(self, () => [...self].filter((item) => !kept.has(item)).forEach((item) => self.delete(item)));
});
const holdsAll = given((self: ApexSet, from: Items) => [...from].every((item) => self.has(item)));
const setOfItems = given((from: Items) => new ApexSet(from));

export const set = library({
  name: 'Set',
  typeParams: ['T'],
  implements: ['Iterable<T>'],
  members: {
    'new()': () => new ApexSet(),
    'new(List<T> items)': setOfItems,
    'new(Set<T> items)': setOfItems,
    'Boolean add(T item)': (self: ApexSet, item: unknown) => self.add(item),
    'Boolean addAll(List<T> items)': addToSet,
    'Boolean addAll(Set<T> items)': addToSet,
    'void clear()': (self: ApexSet) => self.clear(),
    'Set<T> clone()': (self: ApexSet) => new ApexSet(self, self.type),
    'Boolean contains(T item)': (self: ApexSet, item: unknown) => self.has(item),
    'Boolean containsAll(List<T> items)': holdsAll,
    'Boolean containsAll(Set<T> items)': holdsAll,
    'Boolean equals(Object other)': (self: ApexSet, other: unknown) => equalValues(self, other),
    'Integer hashCode()': hashOf,
    'Boolean isEmpty()': (self: ApexSet) => self.size === 0,
    'Iterator<T> iterator()': (self: ApexSet) => new LibraryIterator([...self]),
    'Boolean remove(T item)': (self: ApexSet, item: unknown) => self.delete(item),
    'Boolean removeAll(List<T> items)': takeFromSet,
    'Boolean removeAll(Set<T> items)': takeFromSet,
    'Boolean retainAll(List<T> items)': keepInSet,
    'Boolean retainAll(Set<T> items)': keepInSet,
    'Integer size()': (self: ApexSet) => self.size,
    'String toString()': textOf
  }
});
