import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, checkThrows, runApex } from '../testing/run-apex.ts';
import { compileRegex } from './regex.ts';

test('Pattern and Matcher', () => {
  const { log } = runApex(`
    Pattern p = Pattern.compile('([a-z]+)(\\\\d+)?');
    Matcher m = p.matcher('ab12 cd');
    System.debug(m.matches());
    m.reset();
    while (m.find()) {
      System.debug(m.group() + '|' + m.group(1) + '|' + m.group(2) + '|' + m.start() + '-' + m.end() + '|' + m.start(2));
    }
    System.debug(m.groupCount());
    System.debug(m.find(1) + ' ' + m.group());
    System.debug(p.matcher('ab12').matches() + ' ' + p.matcher('ab12 x').lookingAt() + ' ' + p.matcher(' ab').lookingAt());
    Matcher r = Pattern.compile('^b').matcher('abc');
    System.debug(r.region(1, 3).find() + ' ' + r.start() + ' ' + r.regionStart() + ' ' + r.regionEnd());
    System.debug(Pattern.compile('a*').matcher('baac').replaceAll('-'));
    System.debug(p.pattern());
  `);
  assert.deepEqual(log, [
    'false',
    'ab12|ab|12|0-4|2',
    'cd|cd|null|5-7|-1',
    '2',
    'true b12',
    'true true false',
    'true 1 1 3',
    '-b--c-',
    '([a-z]+)(\\d+)?'
  ]);
});

test('what Java spells otherwise', () => {
  check({
    "Pattern.matches('\\\\p{Alpha}+', 'abc')": 'true',
    "Pattern.matches('[a-z&&[^b]]+', 'ac')": 'true',
    "Pattern.matches('[a-z&&[^b]]+', 'abc')": 'false',
    "Pattern.matches('(?i)ABC', 'abc')": 'true',
    "Pattern.matches('\\\\Qa.b\\\\E', 'a.b')": 'true',
    "Pattern.matches('\\\\Qa.b\\\\E', 'axb')": 'false',
    "Pattern.matches(Pattern.quote('1+1'), '1+1')": 'true',
    "Pattern.matches('\\\\w+', 'é')": 'false',
    "Pattern.matches('(?<a>x)\\\\k<a>', 'xx')": 'true',
    "Pattern.matches('[\\\\w.-]+@[a-z]+', 'a.b-c@x')": 'true',
    "Pattern.matches('a{2,3}', 'aaa')": 'true',
    "Pattern.matches('}', '}')": 'true',
    "'a-b_c'.replaceAll('[^a-zA-Z0-9]', '')": 'abc',
    "'x'.replaceAll('x', Matcher.quoteReplacement('$1\\\\'))": '$1\\',
    "'ab'.replaceAll('(?<first>a)', '${first}!')": 'a!b',
    "'a\\nb'.replaceAll('(?m)^', '> ')": '> a\n> b',
    "'1,234.5'.replaceAll('[,\\\\.]', '')": '12345',
    "'line\\n'.replaceAll('e$', 'E')": 'linE\n'
  });
});

test('faults are StringExceptions', () => {
  checkThrows({
    "Pattern.compile('a').matcher('b').group();": 'System.StringException: No match found',
    "Matcher m = Pattern.compile('a').matcher('a'); m.find(); m.group(1);": 'System.StringException: No group 1',
    "'a'.replaceAll('a', '$1');": 'System.StringException: No group 1',
    "'a'.replaceAll('a', '$x');": 'System.StringException: Illegal group reference'
  });
  assert.throws(() => compileRegex('a++'), { message: /this org does not support possessive quantifiers/ });
  assert.throws(() => compileRegex('(?>a)'), { message: /atomic groups/ });
  assert.throws(() => compileRegex('[a'), { message: /Unclosed character class/ });
  assert.throws(() => compileRegex('(a'), { message: /Invalid regex/ });
  assert.throws(() => compileRegex('*a'), { message: /Invalid regex/ });
});
