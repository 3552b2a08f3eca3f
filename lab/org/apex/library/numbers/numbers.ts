/** Integer, Long, Double, Boolean. Apex Reference Guide, the classes of these names. */
import { ApexDecimal } from '../../runtime/decimal.ts';
import type { Numeric } from '../../runtime/equality.ts';
import { isNumeric } from '../../runtime/equality.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { castInteger, castLong, toDouble } from '../../runtime/operations.ts';
import { textOf } from '../../runtime/text.ts';
import { library } from '../define.ts';
import { halfEven } from './rounding.ts';
import { localized, parseDouble, parseInteger, parseLong } from './number-text.ts';

/** `valueOf(Object)`: numbers convert, text is read, anything else is an error. */
const fromObject =
  <T>(number: (value: Numeric) => T, text: (value: string) => T, type: string) =>
  (value: unknown): T => {
    if (isNumeric(value)) {
      return number(value);
    }
    if (typeof value === 'string' || value === null) {
      return text(value as string);
    }
    throw apexError('TypeException', `Invalid conversion from runtime type to ${type}: ${textOf(value)}`);
  };

export const integer = library({
  name: 'Integer',
  members: {
    'static Integer valueOf(String text)': parseInteger,
    'static Integer valueOf(Object value)': fromObject((value) => castInteger(value), parseInteger, 'Integer'),
    'String format()': localized,
    'Integer intValue()': (self: number) => self,
    'Long longValue()': (self: number) => BigInt(self),
    'Double doubleValue()': (self: number) => self
  }
});

export const long = library({
  name: 'Long',
  members: {
    'static Long valueOf(String text)': parseLong,
    'static Long valueOf(Object value)': fromObject((value) => castLong(value), parseLong, 'Long'),
    'String format()': localized,
    'Integer intValue()': (self: bigint) => castInteger(self),
    'Long longValue()': (self: bigint) => self,
    'Double doubleValue()': (self: bigint) => Number(self)
  }
});

export const double = library({
  name: 'Double',
  members: {
    'static Double valueOf(String text)': parseDouble,
    'static Double valueOf(Object value)': fromObject((value) => toDouble(value), parseDouble, 'Double'),
    'String format()': localized,
    'Integer intValue()': (self: number) => castInteger(self),
    'Long longValue()': (self: number) => castLong(self),
    'Double doubleValue()': (self: number) => self,
    'Long round()': (self: number) => halfEven(ApexDecimal.from(self))
  }
});

const toBoolean = (value: unknown): boolean => (typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true');

export const boolean = library({
  name: 'Boolean',
  members: {
    // Anything but the word true is false, null included.
    'static Boolean valueOf(String text)': toBoolean,
    'static Boolean valueOf(Object value)': toBoolean
  }
});
