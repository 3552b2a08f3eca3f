import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, checkThrows, problemsOf, runApex } from '../testing/run-apex.ts';

test('List', () => {
  const { log } = runApex(`
    List<Integer> a = new List<Integer>{1, 2};
    a.add(3);
    a.add(0, 9);
    a.addAll(new List<Integer>{4});
    a.addAll(new Set<Integer>{5, 5});
    System.debug(a + ' ' + a.size() + ' ' + a.contains(3) + ' ' + a.indexOf(4) + ' ' + a.indexOf(7));
    System.debug(a.remove(0) + ' ' + a);
    a.set(0, 8);
    System.debug(a.get(0) + ' ' + a[0]);
    List<Integer> b = a.clone();
    b.clear();
    System.debug(a.isEmpty() + ' ' + b.isEmpty());
    System.debug(new List<Integer>{1, 2} == new List<Integer>{1, 2});
    System.debug(new List<Integer>{1, 2}.equals(new List<Integer>{2, 1}));
    System.debug(new List<Integer>{1, 2}.hashCode() == new List<Integer>{1, 2}.hashCode());
    Iterator<Integer> i = a.iterator();
    Integer sum = 0;
    while (i.hasNext()) { sum += i.next(); }
    System.debug(sum);
    List<String> fixed = new String[2];
    System.debug(fixed);
    List<List<Integer>> nested = new List<List<Integer>>{a, new List<Integer>(a)};
    System.debug(nested.contains(a));
    List<Object> general = new List<Integer>{1};
    System.debug(general instanceof List<Integer>);
  `);
  assert.deepEqual(log, [
    '(9, 1, 2, 3, 4, 5) 6 true 4 -1',
    '9 (1, 2, 3, 4, 5)',
    '8 8',
    'false true',
    'true',
    'false',
    'true',
    '22',
    '(null, null)',
    'true',
    'true'
  ]);
  checkThrows({
    'List<Integer> a = new List<Integer>(); a.get(0);': 'System.ListException: List index out of bounds: 0',
    'List<Integer> a = new List<Integer>{1}; a.remove(1);': 'System.ListException: List index out of bounds: 1',
    'List<Integer> a = new List<Integer>{1}; a.add(3, 1);': 'System.ListException: List index out of bounds: 3',
    'List<Integer> a = new List<Integer>(); a.iterator().next();': 'System.NoSuchElementException: iterator has no more elements'
  });
});

test('sort: null first, by value, stable with comparators', () => {
  const classes = [
    `public class Person implements Comparable {
      public String name; public Integer age;
      public Person(String name, Integer age) { this.name = name; this.age = age; }
      public Integer compareTo(Object other) { return age - ((Person) other).age; }
      public override String toString() { return name; }
    }`,
    `public class ByName implements Comparator<Person> {
      public Integer compare(Person left, Person right) { return left.name.compareTo(right.name); }
    }`,
    `public class Plain {}`
  ];
  const { log } = runApex(
    `
    List<String> texts = new List<String>{'b', 'B', null, 'a'};
    texts.sort();
    System.debug(texts);
    List<Decimal> numbers = new List<Decimal>{2.5, -1, 2.49};
    numbers.sort();
    System.debug(numbers);
    List<Date> dates = new List<Date>{Date.newInstance(2024, 2, 1), Date.newInstance(2023, 2, 1)};
    dates.sort();
    System.debug(dates[0].year());
    List<System.LoggingLevel> levels = new List<System.LoggingLevel>{LoggingLevel.FINE, LoggingLevel.ERROR};
    levels.sort();
    System.debug(levels);
    List<Person> people = new List<Person>{new Person('Kim', 40), new Person('Ada', 50), new Person('Zoe', 20)};
    people.sort();
    System.debug(people);
    people.sort(new ByName());
    System.debug(people);
    List<Lead> leads = new List<Lead>{new Lead(LastName = 'B'), new Lead(LastName = 'A', Title = 'x'), new Lead(LastName = 'A')};
    leads.sort();
    System.debug(leads);
  `,
    { classes }
  );
  assert.deepEqual(log, [
    '(null, B, a, b)',
    '(-1, 2.49, 2.5)',
    '2023',
    '(ERROR, FINE)',
    '(Zoe, Kim, Ada)',
    '(Ada, Kim, Zoe)',
    '(Lead:{LastName=A}, Lead:{LastName=A, Title=x}, Lead:{LastName=B})'
  ]);
  checkThrows(
    {
      'List<Plain> p = new List<Plain>{new Plain(), new Plain()}; p.sort();':
        'System.ListException: One or more of the items in this list is not Comparable.'
    },
    { classes }
  );
});

test('Set keeps the order of insertion and tells texts apart by case', () => {
  const { log } = runApex(`
    Set<String> s = new Set<String>{'b', 'a', 'B', 'a'};
    System.debug(s + ' ' + s.size());
    System.debug(s.add('b') + ' ' + s.add('c') + ' ' + s.remove('b') + ' ' + s.remove('x'));
    System.debug(s.contains('A') + ' ' + s.containsAll(new List<String>{'a', 'c'}));
    System.debug(s.addAll(new List<String>{'a'}) + ' ' + s.removeAll(new Set<String>{'c', 'q'}) + ' ' + s);
    System.debug(s.retainAll(new List<String>{'a'}) + ' ' + s);
    System.debug(new Set<Integer>{1, 2} == new Set<Integer>{2, 1});
    System.debug(new Set<Integer>{1, 2}.equals(new Set<Integer>{1}));
    Set<Id> ids = new Set<Id>{'003000000000001'};
    System.debug(ids.contains('003000000000001AAA') + ' ' + ids);
    Set<Object> mixed = new Set<Object>{1, 1L, 1.0, '1'};
    System.debug(mixed.size());
    Integer n = 0;
    for (String one : s.clone()) { n++; }
    System.debug(n);
  `);
  assert.deepEqual(log, [
    '{b, a, B} 3',
    'false true true false',
    'false true',
    'false true {a, B}',
    'true {a}',
    'true',
    'false',
    'true {003000000000001AAA}',
    '2',
    '1'
  ]);
});

test('Map', () => {
  const { log } = runApex(`
    Map<String, Integer> m = new Map<String, Integer>{'b' => 1, 'a' => 2};
    System.debug(m.put('c', 3) + ' ' + m.put('b', 9) + ' ' + m);
    System.debug(m.get('B') + ' ' + m.containsKey('a') + ' ' + m.remove('a') + ' ' + m.remove('a'));
    System.debug(m.keySet() + ' ' + m.values() + ' ' + m.size() + ' ' + m.isEmpty());
    m.putAll(new Map<String, Integer>{'z' => 26});
    Set<String> keys = m.keySet();
    keys.clear();
    System.debug(m.size());
    System.debug(m.clone() == m);
    Map<Id, Lead> byId = new Map<Id, Lead>(new List<Lead>{new Lead(Id = '00Q000000000001', LastName = 'A')});
    System.debug(byId.get('00Q000000000001EAA').LastName + ' ' + byId.keySet());
    System.debug(byId.getSObjectType() + ' ' + byId.values().getSObjectType());
    Object o = m.keySet();
    System.debug(o instanceof Set<String>);
    m.clear();
    System.debug(m);
    Map<String, List<Integer>> nested = new Map<String, List<Integer>>();
    nested.put('x', new List<Integer>());
    nested.get('x').add(1);
    System.debug(nested);
  `);
  assert.deepEqual(log, [
    'null 1 {b=9, a=2, c=3}',
    'null true 2 null',
    '{b, c} (9, 3) 2 false',
    '3',
    'true',
    'A {00Q000000000001EAA}',
    'Lead Lead',
    'true',
    '{}',
    '{x=(1)}'
  ]);
  checkThrows({
    "new Map<Id, Lead>(new List<Lead>{new Lead(LastName = 'A')});": 'System.ListException: Row with null Id at index: 0'
  });
});

test('user classes in collections, iterables of user code', () => {
  const classes = [
    `public class Key {
      public Integer n;
      public Key(Integer n) { this.n = n; }
      public Boolean equals(Object other) { return other instanceof Key && ((Key) other).n == n; }
      public Integer hashCode() { return 7; }
    }`,
    `public class Countdown implements Iterable<Integer>, Iterator<Integer> {
      private Integer n = 3;
      public Iterator<Integer> iterator() { return this; }
      public Boolean hasNext() { return n > 0; }
      public Integer next() { return n--; }
    }`
  ];
  check(
    {
      'new Set<Key>{new Key(1), new Key(1), new Key(2)}.size()': '2',
      "new Map<Key, String>{new Key(1) => 'x'}.get(new Key(1))": 'x',
      'new List<Key>{new Key(1)}.contains(new Key(1))': 'true',
      "String.join(new Countdown(), ' ')": '3 2 1'
    },
    { classes }
  );
});

test('what is not declared does not compile', () => {
  assert.deepEqual(problemsOf('new List<String>().push(1);'), [
    'Method does not exist or incorrect signature: void push(Integer) from the type List<String>'
  ]);
  assert.deepEqual(problemsOf("'a'.size();"), ['Method does not exist or incorrect signature: void size() from the type String']);
  assert.deepEqual(problemsOf("new Map<String, Integer>().put('a', 'b');").length, 1);
});
