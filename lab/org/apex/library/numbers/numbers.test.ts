import { test } from 'node:test';
import { check, checkThrows } from '../testing/run-apex.ts';

test('Integer, Long, Double, Boolean', () => {
  check({
    "Integer.valueOf('123')": '123',
    "Integer.valueOf('-7')": '-7',
    'Integer.valueOf((Object) 7)': '7',
    'Integer.valueOf((Object) 7.9)': '7',
    '(1234567).format()': '1,234,567',
    "Long.valueOf('9223372036854775807')": '9223372036854775807',
    '4294967297L.intValue()': '1',
    "Double.valueOf('2.5').intValue()": '2',
    "Double.valueOf('2.5').round()": '2',
    "Double.valueOf('3.5').round()": '4',
    "Boolean.valueOf('TRUE')": 'true',
    "Boolean.valueOf('yes')": 'false',
    'Boolean.valueOf((Object) true)': 'true'
  });
  checkThrows({
    "Integer.valueOf('1.5');": 'System.TypeException: Invalid integer: 1.5',
    "Integer.valueOf('3000000000');": 'System.TypeException: Invalid integer: 3000000000',
    "Integer.valueOf('');": 'System.TypeException: Invalid integer: ',
    'String n = null; Integer.valueOf(n);': 'System.NullPointerException: Argument cannot be null.',
    "Long.valueOf('x');": 'System.TypeException: Invalid long: x',
    "Double.valueOf('x');": 'System.TypeException: Invalid double: x',
    "Decimal.valueOf('x');": 'System.TypeException: Invalid decimal: x',
    'Integer i = 1 / 0;': 'System.MathException: Divide by 0'
  });
});

test('Decimal: examples of the reference', () => {
  check({
    '(-6.02214129).abs()': '6.02214129',
    "Decimal.valueOf('19').divide(100, 3)": '0.190',
    "Decimal.valueOf('12.4567').divide(7, 2, System.RoundingMode.UP)": '1.78',
    "Decimal.valueOf('4.12').pow(2)": '16.9744',
    "Decimal.valueOf('4.12').pow(0)": '1',
    "Decimal.valueOf('123.45').precision()": '5',
    "Decimal.valueOf('123.45').scale()": '2',
    "Decimal.valueOf('-1.50').stripTrailingZeros()": '-1.5',
    "Decimal.valueOf('100').stripTrailingZeros()": '100',
    "Decimal.valueOf('12.34').doubleValue()": '12.34',
    "Decimal.valueOf('12345678.90').toPlainString()": '12345678.90',
    "Decimal.valueOf('1234567.50').format()": '1,234,567.50',
    "Decimal.valueOf('-0.5').format()": '-0.5',
    "Decimal.valueOf('3.99').intValue()": '3',
    "Decimal.valueOf('-3.99').longValue()": '-3',
    'Decimal.valueOf(1.1)': '1.1'
  });
  check({ "Decimal.valueOf('1234.5').format()": '1.234,5', '(1234).format()': '1.234' }, { locale: 'de_DE' });
});

test('Decimal rounds half to the even neighbour, or as it is told', () => {
  const modes: [string, string][] = [
    ['CEILING', '6 2 -1 -2'],
    ['DOWN', '5 1 -1 -2'],
    ['FLOOR', '5 1 -2 -3'],
    ['HALF_DOWN', '5 1 -1 -3'],
    ['HALF_EVEN', '6 1 -1 -3'],
    ['HALF_UP', '6 1 -1 -3'],
    ['UP', '6 2 -2 -3']
  ];
  const rounded = (mode: string): string =>
    ['5.5', '1.1', '-1.1', '-2.7'].map((text) => `Decimal.valueOf('${text}').round(System.RoundingMode.${mode})`).join(" + ' ' + ");
  check(Object.fromEntries(modes.map(([mode, text]) => [rounded(mode), text])));
  check({
    "Decimal.valueOf('4.5').round()": '4',
    "Decimal.valueOf('5.5').round()": '6',
    "Decimal.valueOf('5.245').setScale(2)": '5.24',
    "Decimal.valueOf('5.235').setScale(2)": '5.24',
    "Decimal.valueOf('5.245').setScale(2, System.RoundingMode.HALF_UP)": '5.25',
    "Decimal.valueOf('1.2').setScale(4)": '1.2000',
    "Decimal.valueOf('155').setScale(-1)": '160'
  });
  checkThrows({
    "Decimal.valueOf('5.5').round(System.RoundingMode.UNNECESSARY);": 'System.MathException: Rounding necessary',
    "Decimal.valueOf('5').divide(0, 2);": 'System.MathException: Divide by 0'
  });
});

test('Math', () => {
  check({
    'Math.abs(-5)': '5',
    'Math.abs(-5L)': '5',
    'Math.abs(-5.5)': '5.5',
    'Math.max(3, 4)': '4',
    'Math.min(3.5, 4)': '3.5',
    'Math.mod(12, 5)': '2',
    'Math.mod(-12, 5)': '-2',
    'Math.mod(12L, 5L)': '2',
    'Math.ceil(3.2)': '4',
    'Math.floor(-3.2)': '-4',
    "Math.round(Decimal.valueOf('4.5'))": '4',
    "Math.round(Decimal.valueOf('5.5'))": '6',
    "Math.roundToLong(Decimal.valueOf('-4.5'))": '-4',
    "Math.rint(Decimal.valueOf('4.5'))": '4',
    'Math.signum(-2.5)': '-1',
    "Math.sqrt(Decimal.valueOf('9'))": '3',
    'Math.random() < 1 && Math.random() >= 0': 'true',
    'Math.log10(1000.0).setScale(5)': '3.00000'
  });
  checkThrows({ 'Math.mod(1, 0);': 'System.MathException: Divide by 0' });
});
