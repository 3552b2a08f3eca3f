/** Decimal. Apex Reference Guide, "Decimal Class". */
import { ApexDecimal } from '../../runtime/decimal.ts';
import type { ApexEnum } from '../../runtime/enum-value.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { castInteger } from '../../runtime/operations.ts';
import { given, library } from '../define.ts';
import { localized, parseDecimal } from './number-text.ts';
import { roundingOf } from './rounding.ts';

/** Apex Reference Guide: the scale is between -33 and 33. */
function scaleOf(scale: number): number {
  if (scale < -33 || scale > 33) {
    throw apexError('MathException', `Illegal scale: ${scale}. The scale must be between -33 and 33.`);
  }
  return scale;
}

function power(self: ApexDecimal, exponent: number): ApexDecimal {
  if (exponent < 0 || exponent > 32_767) {
    throw apexError('MathException', `Exponent must be between 0 and 32767: ${exponent}`);
  }
  return self.pow(exponent);
}

export const decimal = library({
  name: 'Decimal',
  members: {
    'static Decimal valueOf(Double value)': given((value: number) => ApexDecimal.from(value)),
    'static Decimal valueOf(Long value)': given((value: bigint) => ApexDecimal.from(value)),
    'static Decimal valueOf(String text)': parseDecimal,
    'Decimal abs()': (self: ApexDecimal) => self.abs(),
    'Decimal divide(Decimal divisor, Integer scale)': given((self: ApexDecimal, divisor: ApexDecimal, scale: number) =>
      self.divide(divisor, scaleOf(scale), 'HALF_UP')
    ),
    'Decimal divide(Decimal divisor, Integer scale, RoundingMode mode)': given(
      (self: ApexDecimal, divisor: ApexDecimal, scale: number, mode: ApexEnum) => self.divide(divisor, scaleOf(scale), roundingOf(mode))
    ),
    'Double doubleValue()': (self: ApexDecimal) => self.toNumber(),
    'String format()': localized,
    'Integer intValue()': (self: ApexDecimal) => castInteger(self),
    'Long longValue()': (self: ApexDecimal) => BigInt.asIntN(64, self.toBigInt()),
    'Decimal pow(Integer exponent)': given(power),
    'Integer precision()': (self: ApexDecimal) => self.precision(),
    'Long round()': (self: ApexDecimal) => self.setScale(0, 'HALF_EVEN').toBigInt(),
    'Long round(RoundingMode mode)': (self: ApexDecimal, mode: ApexEnum | null) => self.setScale(0, roundingOf(mode)).toBigInt(),
    'Integer scale()': (self: ApexDecimal) => self.scale,
    'Decimal setScale(Integer scale)': given((self: ApexDecimal, scale: number) => self.setScale(scaleOf(scale), 'HALF_EVEN')),
    'Decimal setScale(Integer scale, RoundingMode mode)': given((self: ApexDecimal, scale: number, mode: ApexEnum) =>
      self.setScale(scaleOf(scale), roundingOf(mode))
    ),
    'Decimal stripTrailingZeros()': (self: ApexDecimal) => self.stripped(),
    'String toPlainString()': (self: ApexDecimal) => self.toPlainString()
  }
});
