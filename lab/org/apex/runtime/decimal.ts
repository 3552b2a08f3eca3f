/** Decimal: an arbitrary-precision signed number, unscaled × 10^-scale. Rules of Apex Developer Guide, "Decimal Class". */
import { apexError } from './exception-value.ts';

export type Rounding = 'CEILING' | 'DOWN' | 'FLOOR' | 'HALF_DOWN' | 'HALF_EVEN' | 'HALF_UP' | 'UNNECESSARY' | 'UP';

const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);
const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Divides and rounds the quotient to a whole number. */
function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) {
    return quotient;
  }
  const negative = dividend < 0n !== divisor < 0n;
  const away = quotient + (negative ? -1n : 1n);
  const twice = abs(rest) * 2n;
  const size = abs(divisor);
  switch (rounding) {
    case 'DOWN':
      return quotient;
    case 'UP':
      return away;
    case 'FLOOR':
      return negative ? away : quotient;
    case 'CEILING':
      return negative ? quotient : away;
    case 'HALF_UP':
      return twice >= size ? away : quotient;
    case 'HALF_DOWN':
      return twice > size ? away : quotient;
    case 'HALF_EVEN':
      return twice > size || (twice === size && quotient % 2n !== 0n) ? away : quotient;
    case 'UNNECESSARY':
      throw apexError('MathException', 'Rounding necessary');
  }
}

export class ApexDecimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = scale < 0 ? unscaled * pow10(-scale) : unscaled;
    this.scale = Math.max(scale, 0);
  }

  /** Text such as `-12.50` or `1E+3`; null when it is no number. */
  static parse(text: string): ApexDecimal | null {
    const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
    if (!match || (!match[2] && !match[3])) {
      return null;
    }
    const fraction = match[3] ?? '';
    const digits = BigInt(`${match[2] ?? ''}${fraction}` || '0');
    return new ApexDecimal(match[1] === '-' ? -digits : digits, fraction.length - Number(match[4] ?? 0));
  }

  /** Integer, Double: the shortest decimal text that names the number; Long: itself. */
  static from(value: number | bigint | ApexDecimal): ApexDecimal {
    if (value instanceof ApexDecimal) {
      return value;
    }
    if (typeof value === 'bigint') {
      return new ApexDecimal(value, 0);
    }
    const parsed = ApexDecimal.parse(String(value));
    if (parsed === null) {
      throw apexError('MathException', `${value} is not a number`);
    }
    return parsed;
  }

  plus(other: ApexDecimal): ApexDecimal {
    const scale = Math.max(this.scale, other.scale);
    return new ApexDecimal(this.at(scale) + other.at(scale), scale);
  }
  minus(other: ApexDecimal): ApexDecimal {
    return this.plus(other.negate());
  }
  times(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }
  /** The operator `/`: a quotient of at most 33 significant digits, without zeros at the end beyond the operands' scale. */
  over(other: ApexDecimal): ApexDecimal {
    const scale = Math.max(33, this.scale, other.scale);
    const wide = this.divide(other, scale, 'HALF_UP');
    return wide.stripped(Math.max(this.scale, other.scale));
  }
  divide(other: ApexDecimal, scale: number, rounding: Rounding = 'HALF_UP'): ApexDecimal {
    if (other.unscaled === 0n) {
      throw apexError('MathException', 'Divide by 0');
    }
    const shift = scale + other.scale - this.scale;
    const dividend = shift >= 0 ? this.unscaled * pow10(shift) : this.unscaled;
    const divisor = shift >= 0 ? other.unscaled : other.unscaled * pow10(-shift);
    return new ApexDecimal(divideRounded(dividend, divisor, rounding), scale);
  }
  negate(): ApexDecimal {
    return new ApexDecimal(-this.unscaled, this.scale);
  }
  abs(): ApexDecimal {
    return new ApexDecimal(abs(this.unscaled), this.scale);
  }
  /** `setScale`; a negative scale rounds left of the point. */
  setScale(scale: number, rounding: Rounding = 'HALF_UP'): ApexDecimal {
    if (scale >= this.scale) {
      return new ApexDecimal(this.at(scale), scale);
    }
    return new ApexDecimal(divideRounded(this.unscaled, pow10(this.scale - scale), rounding), scale);
  }
  /** Without zeros at the end, but with at least `scale` digits behind the point. */
  stripped(scale = 0): ApexDecimal {
    let { unscaled, scale: now } = this;
    while (now > scale && unscaled % 10n === 0n) {
      unscaled /= 10n;
      now -= 1;
    }
    return new ApexDecimal(unscaled, now);
  }
  pow(exponent: number): ApexDecimal {
    return new ApexDecimal(this.unscaled ** BigInt(exponent), this.scale * exponent);
  }
  compare(other: ApexDecimal): number {
    const scale = Math.max(this.scale, other.scale);
    const [left, right] = [this.at(scale), other.at(scale)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  /** The number of digits of the unscaled value. */
  precision(): number {
    return abs(this.unscaled).toString().length;
  }
  /** Cut towards zero. */
  toBigInt(): bigint {
    return this.unscaled / pow10(this.scale);
  }
  toNumber(): number {
    return Number(this.toPlainString());
  }
  toPlainString(): string {
    const digits = abs(this.unscaled)
      .toString()
      .padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    const fraction = this.scale === 0 ? '' : `.${digits.slice(-this.scale)}`;
    return `${this.unscaled < 0n ? '-' : ''}${whole}${fraction}`;
  }
  toString(): string {
    return this.toPlainString();
  }

  private at(scale: number): bigint {
    return this.unscaled * pow10(scale - this.scale);
  }
}
