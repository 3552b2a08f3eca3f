import { test } from 'node:test';
import { check, checkThrows } from '../testing/run-apex.ts';

test('parts of a text', () => {
  check({
    "'Hello Maximillian'.abbreviate(8)": 'Hello...',
    "'Hello Max'.abbreviate(9)": 'Hello Max',
    "'Hello Maximillian'.abbreviate(8, 6)": '...Ma...',
    "'abcd'.left(2)": 'ab',
    "'abcd'.left(9)": 'abcd',
    "'abcd'.left(-1)": '',
    "'abcd'.right(2)": 'cd',
    "'abcdef'.mid(2, 3)": 'cde',
    "'abcdef'.mid(-2, 3)": 'abc',
    "'abc'.mid(9, 1)": '',
    "'Salesforce and force.com'.remove('force')": 'Sales and .com',
    "'www.salesforce.com'.removeEnd('.com')": 'www.salesforce',
    "'www.salesforce.COM'.removeEnd('.com')": 'www.salesforce.COM',
    "'www.salesforce.COM'.removeEndIgnoreCase('.com')": 'www.salesforce',
    "'www.salesforce.com'.removeStart('www.')": 'salesforce.com',
    "'WWW.salesforce.com'.removeStartIgnoreCase('www.')": 'salesforce.com',
    "'hamburger'.substring(3)": 'burger',
    "'hamburger'.substring(4, 8)": 'urge',
    "'abc'.substring(3)": '',
    "'Salesforce.com'.substringAfter('.')": 'com',
    "'Salesforce.com.x'.substringAfterLast('.')": 'x',
    "'abc'.substringAfter('')": 'abc',
    "'abc'.substringAfter('x')": '',
    "'Salesforce.com.x'.substringBefore('.')": 'Salesforce',
    "'Salesforce.com.x'.substringBeforeLast('.')": 'Salesforce.com',
    "'abc'.substringBefore('x')": 'abc',
    "'tagYellowtag'.substringBetween('tag')": 'Yellow',
    "'xx(yy)zz'.substringBetween('(', ')')": 'yy',
    "'xx'.substringBetween('(', ')')": 'null',
    "'  a b \\t'.trim()": 'a b'
  });
});

test('positions out of bounds are StringExceptions', () => {
  checkThrows({
    "'abc'.substring(4);": 'System.StringException: Starting position out of bounds: 4',
    "'abc'.substring(-1);": 'System.StringException: Starting position out of bounds: -1',
    "'abc'.substring(1, 4);": 'System.StringException: Ending position out of bounds: 4',
    "'abc'.substring(2, 1);": 'System.StringException: Ending position out of bounds: 1',
    "'abc'.charAt(3);": 'System.StringException: String index out of range: 3',
    "'Hello Max'.abbreviate(3);": 'System.IllegalArgumentException: Minimum abbreviation width is 4',
    'String s = null; s.length();': 'System.NullPointerException: Attempt to de-reference a null object',
    "String n = null; 'abc'.contains(n);": 'System.NullPointerException: Argument cannot be null.'
  });
});

test('finding and comparing', () => {
  check({
    "'abc'.compareTo('abd') < 0": 'true',
    "'abcde'.compareTo('abcd')": '1',
    "'abc'.equals('ABC')": 'false',
    "'abc' == 'ABC'": 'true',
    "'abc'.equalsIgnoreCase('ABC')": 'true',
    "'abc'.contains('')": 'true',
    "'abcDE'.containsIgnoreCase('CDe')": 'true',
    "'abc'.containsAny('xyc')": 'true',
    "'abc'.containsNone('xy')": 'true',
    "'abba'.containsOnly('ab')": 'true',
    "'abcab'.countMatches('ab')": '2',
    "'abc'.countMatches('')": '0',
    "'abcde'.indexOf('cd')": '2',
    "'abcab'.indexOf('ab', 1)": '3',
    "'abcab'.lastIndexOf('ab')": '3',
    "'abcab'.lastIndexOf('ab', 2)": '0',
    "'abc'.indexOf('x')": '-1',
    "'zzabyy'.indexOfAny('ab')": '2',
    "'zzabyy'.indexOfAnyBut('z')": '2',
    "'Hello'.indexOfDifference('Help')": '3',
    "'same'.indexOfDifference('same')": '-1',
    "'Hello'.difference('Help me')": 'p me',
    "'AbC'.indexOfIgnoreCase('bc')": '1',
    "'Sales'.getLevenshteinDistance('Sale')": '1',
    "'kitten'.getLevenshteinDistance('sitting', 2)": '-1',
    "'Salesforce'.hashCode() == 'Salesforce'.hashCode()": 'true',
    "'abc'.hashCode()": '96354',
    "'a😀'.length()": '3',
    "'a😀'.codePointCount(0, 3)": '2',
    "'a😀b'.codePointAt(1)": '128512',
    "'a😀b'.codePointBefore(3)": '128512',
    "'a😀b'.offsetByCodePoints(0, 2)": '3',
    "'ab'.getChars()": '(97, 98)',
    "String.getCommonPrefix(new List<String>{'SFDCApex', 'SFDCVisualforce'})": 'SFDC',
    'String.fromCharArray(new List<Integer>{72, 105})': 'Hi'
  });
});

test('what a text is made of', () => {
  check({
    "String.isBlank(null) && String.isBlank('') && String.isBlank(' \\t')": 'true',
    "String.isBlank('a')": 'false',
    "String.isEmpty(' ')": 'false',
    'String.isEmpty(null)': 'true',
    "String.isNotBlank(' x')": 'true',
    "String.isNotEmpty('')": 'false',
    "'abc'.isAllLowerCase()": 'true',
    "'ABc'.isAllUpperCase()": 'false',
    "''.isAlpha()": 'false',
    "'abcß'.isAlpha()": 'true',
    "'a b'.isAlphaSpace()": 'true',
    "'a1'.isAlphanumeric()": 'true',
    "'1.2'.isNumeric()": 'false',
    "'12'.isNumeric()": 'true',
    "'-1'.isNumeric()": 'false',
    "'1 2'.isNumericSpace()": 'true',
    "' \\n'.isWhitespace()": 'true',
    "'aé'.isAsciiPrintable()": 'false',
    "'a b'.containsWhitespace()": 'true'
  });
});

test('texts made of a text', () => {
  check({
    "'hello'.capitalize()": 'Hello',
    "'HeLlo'.uncapitalize()": 'heLlo',
    "'hello'.center(9)": '  hello  ',
    "'hello'.center(8, '*')": '*hello**',
    "'ab'.leftPad(5)": '   ab',
    "'ab'.leftPad(5, 'xy')": 'xyxab',
    "'ab'.rightPad(5, '0')": 'ab000',
    "' a \\t b '.deleteWhitespace()": 'ab',
    "' Salesforce \\t force.com '.normalizeSpace()": 'Salesforce force.com',
    "'ab'.repeat(2)": 'abab',
    "'ab'.repeat(',', 3)": 'ab,ab,ab',
    "'a.b.c'.replace('.', '$1')": 'a$1b$1c',
    "'a.b'.replaceAll('.', 'x')": 'xxx',
    "'aXbXc'.replaceFirst('X', '-')": 'a-bXc',
    "'John Doe'.replaceAll('(\\\\w+) (\\\\w+)', '$2 $1')": 'Doe John',
    "'abc'.reverse()": 'cba',
    "'Force.com'.swapCase()": 'fORCE.COM',
    "'ABC'.toLowerCase()": 'abc',
    "'i'.toUpperCase('tr')": 'İ',
    "'<b>hi</b> there'.stripHtmlTags()": 'hi there',
    "'Lightning.platform'.splitByCharacterType()": '(L, ightning, ., platform)',
    "'Lightning.platform'.splitByCharacterTypeCamelCase()": '(Lightning, ., platform)',
    "'ABCdef12'.splitByCharacterTypeCamelCase()": '(AB, Cdef, 12)'
  });
});

test('split takes a regular expression and drops empty parts at the end', () => {
  check({
    "'a:b:c'.split(':')": '(a, b, c)',
    "'a.b'.split('\\\\.')": '(a, b)',
    "'a,b,,'.split(',').size()": '2',
    "'a,b,,'.split(',', -1).size()": '4',
    "'a,b,c'.split(',', 2)": '(a, b,c)',
    "''.split(',').size()": '1',
    "',a'.split(',')": '(, a)',
    "'abc'.split('')": '(a, b, c)',
    "'boo:and:foo'.split('o')": '(b, , :and:f)',
    "'boo:and:foo'.split('o', 5)": '(b, , :and:f, , )',
    "',,'.split(',').size()": '0'
  });
});

test('escaping', () => {
  check({
    "String.escapeSingleQuotes('O\\'Brien')": "O\\'Brien",
    '\'a,"b"\'.escapeCsv()': '"a,""b"""',
    "'plain'.escapeCsv()": 'plain',
    '\'"a,b"\'.unescapeCsv()': 'a,b',
    "'<a href=\"x\">&\\'</a>'.escapeXml()": '&lt;a href=&quot;x&quot;&gt;&amp;&apos;&lt;/a&gt;',
    "'&lt;&#65;&amp;&apos;'.unescapeXml()": "<A&'",
    "'<é>'.escapeHtml4()": '&lt;&eacute;&gt;',
    "'—'.escapeHtml4()": '&mdash;',
    "'—'.escapeHtml3()": '—',
    "'&eacute;&hellip;&#x20AC;&nope;'.unescapeHtml4()": 'é…€&nope;',
    "'a\"b\\n/'.escapeJava()": 'a\\"b\\n/',
    "'it\\'s </b>'.escapeEcmaScript()": "it\\'s <\\/b>",
    "'é'.escapeUnicode()": '\\u00E9',
    "'\\\\u00E9'.unescapeUnicode()": 'é',
    "'a\\\\tb'.unescapeJava() == 'a\\tb'": 'true'
  });
});

test('format and join', () => {
  check({
    "String.format('Hello {0}, shall we {1}, {0}?', new List<Object>{'Avery', 2})": 'Hello Avery, shall we 2, Avery?',
    "String.format('It\\'\\'s {0} \\'{1}\\'', new List<String>{'a', 'b'})": "It's a {1}",
    "String.format('{0} {1}', new List<String>{'a'})": 'a {1}',
    "String.join(new List<Object>{1, null, 'x'}, '-')": '1--x',
    "String.join(new Set<Integer>{3, 1}, ', ')": '3, 1'
  });
});

test('valueOf', () => {
  check({
    'String.valueOf(5)': '5',
    'String.valueOf(5L)': '5',
    'String.valueOf(1.50)': '1.50',
    "String.valueOf(Double.valueOf('5'))": '5.0',
    'String.valueOf(true)': 'true',
    'String.valueOf(Date.newInstance(2024, 2, 9))': '2024-02-09',
    "'' + Date.newInstance(2024, 2, 9)": '2024-02-09 00:00:00',
    'String.valueOf(Datetime.newInstance(2024, 2, 9, 4, 5, 6))': '2024-02-09 04:05:06',
    'String.valueOfGmt(Datetime.newInstanceGmt(2024, 2, 9, 4, 5, 6))': '2024-02-09 04:05:06',
    'String.valueOf((Object) null)': 'null',
    "String.valueOf(new List<String>{'a'})": '(a)',
    "Blob.valueOf('hé').size()": '3',
    "Blob.valueOf('hé').toString()": 'hé'
  });
  checkThrows({ "EncodingUtil.convertFromHex('ff').toString();": 'System.StringException: BLOB is not a valid UTF-8 string' });
});
