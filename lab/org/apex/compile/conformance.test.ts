import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallProject } from '../testing/small-project.ts';

/**
 * What Apex says of its own language, run through the compiler: an expression, and what `String.valueOf` shows of it. The sources are chapters of the Apex Developer
 * Guide and classes of the Apex Reference Guide, named at each group.
 */
const GROUPS: Record<string, [string, string][]> = {
  'Expression Operators': [
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7.0 / 2', '3.5'],
    ['Math.mod(-7, 3)', '-1'],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['5 & 3', '1'],
    ['5 | 3', '7'],
    ['5 ^ 3', '6'],
    ['1 << 4', '16'],
    ['-16 >> 2', '-4'],
    ['-1 >>> 28', '15'],
    ['true && !false', 'true'],
    ['false || true', 'true'],
    ["'a' == 'A'", 'true'],
    ["'a'.equals('A')", 'false'],
    ["'a' === 'a'", 'true'],
    ["'b' > 'A'", 'true'],
    ["null == 'a'", 'false'],
    ['1 == 1.0', 'true'],
    ['1 != 2', 'true'],
    ["1 + 'a'", '1a'],
    ["'a' + null", 'anull'],
    ["'a' + 1 + 2", 'a12'],
    ["1 + 2 + 'a'", '3a'],
    ["true ? 'yes' : 'no'", 'yes'],
    ["(String) null ?? 'other'", 'other'],
    ['((String) null)?.length()', 'null']
  ],
  'Primitive Data Types: widths and overflow': [
    ['2147483647 + 1', '-2147483648'],
    ['-2147483648 - 1', '2147483647'],
    ['2147483647 * 2', '-2'],
    ['2147483647L + 1', '2147483648'],
    ['9223372036854775807L + 1', '-9223372036854775808'],
    ["Integer.valueOf('42')", '42'],
    ['Integer.valueOf(3.9)', '3'],
    ['(Integer) 3.9', '3'],
    ['0.1 + 0.2', '0.3'],
    ['1.10', '1.10'],
    ['1.10 + 1.1', '2.20'],
    ['1.10 * 1.1', '1.210'],
    ['(2.5).round()', '2'],
    ['(3.5).round()', '4'],
    ['(2.345).setScale(2)', '2.34'],
    ['(2.345).setScale(2, RoundingMode.DOWN)', '2.34'],
    ['Decimal.valueOf(5).scale()', '0'],
    ['(1.500).stripTrailingZeros()', '1.5'],
    ['(10.50).intValue()', '10'],
    ['Math.round(2.5)', '2'],
    ['Math.abs(-3)', '3'],
    ['Math.max(2, 3)', '3'],
    ['Math.floor(-1.5)', '-2'],
    ['Math.ceil(1.2)', '2']
  ],
  'String Class': [
    ["'Harbour'.substring(1, 3)", 'ar'],
    ["'Harbour'.left(3)", 'Har'],
    ["'Harbour'.right(3)", 'our'],
    ["'a,b,,c'.split(',').size()", '4'],
    ["'a,b,,'.split(',').size()", '2'],
    ["String.join(new List<String>{ 'a', 'b' }, '-')", 'a-b'],
    ["'abc'.indexOf('c')", '2'],
    ["'abc'.contains('B')", 'false'],
    ["'abc'.containsIgnoreCase('B')", 'true'],
    ["'abc'.replace('b', 'x')", 'axc'],
    ["'a1b22'.replaceAll('[0-9]+', '#')", 'a#b#'],
    ["' a '.trim().length()", '1'],
    ["'abc'.capitalize()", 'Abc'],
    ["'aXb'.toLowerCase()", 'axb'],
    ["'abc'.reverse()", 'cba'],
    ["String.isBlank('  ')", 'true'],
    ["String.isEmpty('  ')", 'false'],
    ["'a'.compareTo('b') < 0", 'true'],
    ["String.format('{0} of {1}', new List<Object>{ 1, 'two' })", '1 of two'],
    ["'ab'.repeat(2)", 'abab'],
    ["'abcd'.mid(1, 2)", 'bc'],
    ["'a.b'.substringAfter('.')", 'b'],
    ["'a.b'.substringBefore('.')", 'a'],
    ["'x'.leftPad(3)", '  x'],
    ["'10'.isNumeric()", 'true'],
    ['String.valueOf(1.50)', '1.50'],
    ["'ab'.charAt(1)", '98'],
    ["'a-b'.removeEnd('-b')", 'a'],
    ["'aab'.countMatches('a')", '2'],
    ["String.escapeSingleQuotes('it\\'s')", "it\\'s"]
  ],
  'List, Set and Map': [
    ['new List<Integer>{ 3, 1, 2 }', '(3, 1, 2)'],
    ['new Set<Integer>{ 1, 1, 2 }.size()', '2'],
    ["new Map<String, Integer>{ 'a' => 1 }", '{a=1}'],
    ["new Map<String, Integer>{ 'a' => 1 }.get('A')", 'null'],
    ["new Map<String, Integer>{ 'a' => 1 }.put('a', 2)", '1'],
    ["new Set<String>{ 'a' }.contains('A')", 'false'],
    ['new List<Integer>{ 1, 2 }.contains(2)', 'true'],
    ['new List<Integer>{ 1, 2 } == new List<Integer>{ 1, 2 }', 'true'],
    ['new Set<Integer>{ 1, 2 } == new Set<Integer>{ 2, 1 }', 'true'],
    ['new List<Integer>{ 5, 6 }.indexOf(6)', '1'],
    ['new List<Integer>(new Set<Integer>{ 4 })[0]', '4'],
    ['new Integer[]{ 1, 2 }.size()', '2'],
    ['new Integer[2].size()', '2'],
    ['new Map<Id, Lead>().isEmpty()', 'true']
  ],
  'Date and Datetime': [
    ['Date.newInstance(2026, 2, 28).addDays(1)', '2026-03-01 00:00:00'],
    ['Date.newInstance(2026, 1, 31).addMonths(1)', '2026-02-28 00:00:00'],
    ['Date.newInstance(2026, 1, 1).daysBetween(Date.newInstance(2026, 3, 1))', '59'],
    ['Date.newInstance(2026, 1, 1).monthsBetween(Date.newInstance(2026, 3, 31))', '2'],
    ['Date.isLeapYear(2028)', 'true'],
    ['Date.daysInMonth(2026, 2)', '28'],
    ["Date.valueOf('2026-03-31').day()", '31'],
    ["Datetime.newInstanceGmt(2026, 3, 31, 12, 0, 0).formatGmt('yyyy-MM-dd HH:mm')", '2026-03-31 12:00'],
    ['Datetime.newInstanceGmt(2026, 3, 31, 23, 0, 0).addHours(2).dayGmt()', '1'],
    ['Date.newInstance(2026, 3, 31) < Date.newInstance(2026, 4, 1)', 'true']
  ],
  'JSON and Type': [
    ["JSON.serialize(new Map<String, Object>{ 'a' => null })", '{"a":null}'],
    ["JSON.serialize(new List<Object>{ 1, 'b', true, 1.5 })", '[1,"b",true,1.5]'],
    ["((Map<String, Object>) JSON.deserializeUntyped('{\"a\": [1, 2]}')).get('a')", '(1, 2)'],
    ["JSON.deserialize('[1, 2]', List<Integer>.class)", '(1, 2)'],
    ['JSON.serialize(Date.newInstance(2026, 3, 31))', '"2026-03-31"'],
    ["Type.forName('Integer') == Integer.class", 'true'],
    ["Type.forName('Nothing') == null", 'true'],
    ['((Object) 1) instanceof Integer', 'true'],
    ["((Object) 'a') instanceof Integer", 'false']
  ]
};

/** Statements that leave their result in `out`. */
const STATEMENTS: [string, string, string][] = [
  ['Loops', 'for (Integer i = 0; i < 5; i++) { if (i == 1) continue; if (i == 4) break; out += i; }', '023'],
  ['Loops', 'Integer i = 0; do { out += i; i++; } while (i < 3);', '012'],
  ['Loops', "for (String s : new List<String>{ 'a', 'b' }) out += s;", 'ab'],
  ['Expression Operators', 'Integer i = 1; out += i++; out += ++i; out += i--; out += i;', '1332'],
  ['Expression Operators', 'Integer i = 7; i += 3; i -= 1; i *= 2; i /= 4; out += i;', '4'],
  ['Switch Statements', "switch on 2 { when 1, 2 { out += 'low'; } when else { out += 'other'; } }", 'low'],
  ['Switch Statements', "String s; switch on s { when null { out += 'null'; } when 'a' { out += 'a'; } }", 'null'],
  ['Switch Statements', "switch on 'A' { when 'a' { out += 'same'; } when else { out += 'other'; } }", 'other'],
  [
    'Switch Statements',
    "SObject r = new Lead(LastName = 'L'); switch on r { when Contact c { out += 'contact'; } when Lead l { out += l.LastName; } }",
    'L'
  ],
  [
    'Exception Handling',
    "try { Integer z = 0; out += 1 / z; } catch (MathException e) { out += 'math'; } finally { out += '!'; }",
    'math!'
  ],
  ['Exception Handling', "try { String s; s.length(); } catch (NullPointerException e) { out += 'null'; }", 'null'],
  ['Exception Handling', "try { new List<Integer>().get(0); } catch (ListException e) { out += 'list'; }", 'list'],
  ['Exception Handling', "try { Integer.valueOf('x'); } catch (TypeException e) { out += 'type'; }", 'type'],
  ['Exception Handling', "try { Object o = 'a'; Integer i = (Integer) o; } catch (TypeException e) { out += 'cast'; }", 'cast'],
  [
    'Exception Handling',
    "try { throw new LostException('gone'); } catch (Exception e) { out += e.getTypeName() + ' ' + e.getMessage(); }",
    'LostException gone'
  ],
  [
    'Exception Handling',
    "try { try { throw new LostException('in'); } finally { out += 'f'; } } catch (LostException e) { out += e.getMessage(); }",
    'fin'
  ],
  ['Classes: static and instance initialization', 'out += Order.log; new Order(); out += Order.log;', 's1s2s1s2i1i2c'],
  ['Classes: properties', 'Box b = new Box(); b.size = 3; out += b.size; out += b.twice;', '36'],
  ['Classes: overriding', 'Animal a = new Dog(); out += a.name(); out += a.says();', 'dog says woof'],
  ['Classes: overloading', "out += Over.of(1); out += Over.of(1L); out += Over.of('a'); out += Over.of(1.5);", 'ilsd'],
  ['Classes: interfaces', 'List<Coin> coins = new List<Coin>{ new Coin(3), new Coin(1) }; coins.sort(); out += coins[0].worth;', '1'],
  ['Enums', "out += Season.WINTER.ordinal(); out += Season.valueOf('SPRING'); out += Season.values().size();", '1SPRING2'],
  ['Iterators', 'for (Integer i : new Countdown()) out += i;', '321'],
  [
    'Passing by value',
    'Integer i = 1; Over.change(i); List<Integer> l = new List<Integer>(); Over.change(l); out += i; out += l.size();',
    '11'
  ]
];

const AROUND = [
  'public class LostException extends Exception { }',
  `public class Order {
    public static String log = '';
    static { log += 's1'; }
    static { log += 's2'; }
    { log += 'i1'; }
    { log += 'i2'; }
    public Order() { log += 'c'; }
  }`,
  'public class Box { public Integer size { get; set; } public Integer twice { get { return size * 2; } } }',
  `public virtual class Animal {
    public virtual String name() { return 'animal'; }
    public String says() { return ' says ' + voice(); }
    protected virtual String voice() { return '-'; }
  }`,
  `public class Dog extends Animal {
    public override String name() { return 'dog'; }
    protected override String voice() { return 'woof'; }
  }`,
  `public class Over {
    public static String of(Integer i) { return 'i'; }
    public static String of(Long l) { return 'l'; }
    public static String of(Decimal d) { return 'd'; }
    public static String of(String s) { return 's'; }
    public static String of(Object o) { return 'o'; }
    public static void change(Integer i) { i = 2; }
    public static void change(List<Integer> l) { l.add(1); }
  }`,
  `public class Coin implements Comparable {
    public Integer worth;
    public Coin(Integer worth) { this.worth = worth; }
    public Integer compareTo(Object other) { return worth - ((Coin) other).worth; }
  }`,
  'public enum Season { SPRING, WINTER }',
  `public class Countdown implements Iterable<Integer>, Iterator<Integer> {
    private Integer left = 3;
    public Iterator<Integer> iterator() { return this; }
    public Boolean hasNext() { return left > 0; }
    public Integer next() { return left--; }
  }`
];

const apexText = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

test('the language and the library say what their references say', (t) => {
  const expressions = Object.entries(GROUPS).flatMap(([group, all]) =>
    all.map(([expression, expected]) => ({
      group,
      shown: expression,
      body: `Object o = ${expression}; String out = String.valueOf(o);`,
      expected
    }))
  );
  const statements = STATEMENTS.map(([group, body, expected]) => ({ group, shown: body, body: `String out = ''; ${body}`, expected }));
  const cases = [...expressions, ...statements];
  const methods = cases.map(
    ({ body, expected }, index) =>
      `@IsTest static void case${index}() { ${body} System.assert(('' + out).equals(${apexText(expected)}), out); }`
  );
  const project = smallProject(t, [`@IsTest private class SmallTest {\n${methods.join('\n')}\n}`, ...AROUND]);
  const { text } = project.run();
  assert.deepEqual(
    text.split('\n').filter((line) => /\.cls:\d+:\d+:/.test(line)),
    [],
    'all of it compiles'
  );
  const { failures, methods: ran } = project.results();
  assert.equal(ran.length, cases.length);
  const wrong = Object.entries(failures).map(([name, said]) => {
    const one = cases[Number(name.slice('case'.length))];
    return `${one?.group}: ${one?.shown} should be ${one?.expected}, is ${said}`;
  });
  assert.deepEqual(wrong, []);
});
