/** What user classes implement to be iterated and ordered. */
import { library, open } from '../define.ts';
import { elementsOf, LibraryIterator } from './iterating.ts';

const isLibrary = (value: unknown): value is LibraryIterator => value instanceof LibraryIterator;

export const iterator = library({
  name: 'Iterator',
  kind: 'interface',
  typeParams: ['T'],
  members: {
    'Boolean hasNext()': (self: unknown) => (isLibrary(self) ? self.hasNext() : open()),
    'T next()': (self: unknown) => (isLibrary(self) ? self.next() : open())
  }
});

export const iterable = library({
  name: 'Iterable',
  kind: 'interface',
  typeParams: ['T'],
  members: { 'Iterator<T> iterator()': (self: unknown) => new LibraryIterator(elementsOf(self)) }
});

export const comparable = library({ name: 'Comparable', kind: 'interface', members: { 'Integer compareTo(Object other)': open } });

export const comparator = library({
  name: 'Comparator',
  kind: 'interface',
  typeParams: ['T'],
  members: { 'Integer compare(T left, T right)': open }
});

export const callable = library({
  name: 'Callable',
  kind: 'interface',
  members: { 'Object call(String action, Map<String, Object> args)': open }
});
