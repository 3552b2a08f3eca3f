/** Math. Apex Reference Guide, "Math Class". */
import { ApexDecimal } from '../../runtime/decimal.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { castInteger, long } from '../../runtime/operations.ts';
import { given, library, type LibraryDeclaration } from '../define.ts';
import { halfEven } from './rounding.ts';

type Members = NonNullable<LibraryDeclaration['members']>;

/** Functions of one Double; given a Decimal they give a Decimal. */
const SINGLE: Record<string, (value: number) => number> = {
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  cbrt: Math.cbrt,
  cos: Math.cos,
  cosh: Math.cosh,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  signum: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh
};

const singles: Members = {};
for (const [name, work] of Object.entries(SINGLE)) {
  singles[`static Double ${name}(Double value)`] = given(work);
  singles[`static Decimal ${name}(Decimal value)`] = given((value: ApexDecimal) => ApexDecimal.from(work(value.toNumber())));
}

/** The larger or the smaller, for every number type. */
const choosing = (name: 'max' | 'min'): Members => {
  const second = (order: number): boolean => (name === 'max' ? order < 0 : order > 0);
  const plain = given(<T extends number | bigint>(left: T, right: T) => (second(left < right ? -1 : left > right ? 1 : 0) ? right : left));
  return {
    [`static Integer ${name}(Integer left, Integer right)`]: plain,
    [`static Long ${name}(Long left, Long right)`]: plain,
    [`static Double ${name}(Double left, Double right)`]: plain,
    [`static Decimal ${name}(Decimal left, Decimal right)`]: given((left: ApexDecimal, right: ApexDecimal) =>
      second(left.compare(right)) ? right : left
    )
  };
};

function remainder<T extends number | bigint>(dividend: T, divisor: T): T {
  if (Number(divisor) === 0) {
    throw apexError('MathException', 'Divide by 0');
  }
  return ((dividend as number) % (divisor as number)) as T;
}

const toInteger = (value: bigint): number => castInteger(value) as number;

export const math = library({
  name: 'Math',
  members: {
    'static Double PI { get; }': { get: () => Math.PI },
    'static Double E { get; }': { get: () => Math.E },
    'static Integer abs(Integer value)': given((value: number) => Math.abs(value) | 0),
    'static Long abs(Long value)': given((value: bigint) => (value < 0n ? long(-value) : value)),
    'static Double abs(Double value)': given((value: number) => Math.abs(value)),
    'static Decimal abs(Decimal value)': given((value: ApexDecimal) => value.abs()),
    ...singles,
    'static Double atan2(Double x, Double y)': given(Math.atan2),
    'static Decimal atan2(Decimal x, Decimal y)': given((x: ApexDecimal, y: ApexDecimal) =>
      ApexDecimal.from(Math.atan2(x.toNumber(), y.toNumber()))
    ),
    'static Double ceil(Double value)': given(Math.ceil),
    'static Decimal ceil(Decimal value)': given((value: ApexDecimal) => value.setScale(0, 'CEILING')),
    'static Double floor(Double value)': given(Math.floor),
    'static Decimal floor(Decimal value)': given((value: ApexDecimal) => value.setScale(0, 'FLOOR')),
    ...choosing('max'),
    ...choosing('min'),
    'static Integer mod(Integer dividend, Integer divisor)': given((dividend: number, divisor: number) => remainder(dividend, divisor) | 0),
    'static Long mod(Long dividend, Long divisor)': given(remainder<bigint>),
    'static Double pow(Double base, Double exponent)': given((base: number, exponent: number) => base ** exponent),
    'static Double random()': () => Math.random(),
    'static Double rint(Double value)': given((value: number) => Number(halfEven(value))),
    'static Decimal rint(Decimal value)': given((value: ApexDecimal) => value.setScale(0, 'HALF_EVEN')),
    // Ties go away from zero in `round(Double)` and to the even number in `round(Decimal)`.
    'static Integer round(Double value)': given((value: number) => toInteger(ApexDecimal.from(value).setScale(0, 'HALF_UP').toBigInt())),
    'static Integer round(Decimal value)': given((value: ApexDecimal) => toInteger(halfEven(value))),
    'static Long roundToLong(Double value)': given((value: number) => ApexDecimal.from(value).setScale(0, 'HALF_UP').toBigInt()),
    'static Long roundToLong(Decimal value)': given((value: ApexDecimal) => halfEven(value))
  }
});
