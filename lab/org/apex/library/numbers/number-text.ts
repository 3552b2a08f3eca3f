/** Numbers as text and out of text. */
import { runtime } from '../../runtime/current.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { Numeric } from '../../runtime/equality.ts';
import { nullArgument } from '../define.ts';

/** With the separators of the user's locale: `1,234.5`. */
export function localized(value: Numeric): string {
  const [whole = '', fraction] = ApexDecimal.from(value).toPlainString().split('.');
  const locale = runtime().user().locale.replaceAll('_', '-');
  const format = new Intl.NumberFormat(locale);
  const point = format.formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  // BigInt keeps every digit and its sign; "-0" would lose it.
  const grouped = whole === '-0' ? '-0' : format.format(BigInt(whole));
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}

export function parseInteger(text: string | null): number {
  if (text === null) {
    throw nullArgument();
  }
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= -2147483648 && value <= 2147483647)) {
    throw apexError('TypeException', `Invalid integer: ${text}`);
  }
  return value;
}

export function parseLong(text: string | null): bigint {
  if (text === null) {
    throw nullArgument();
  }
  const value = /^[+-]?\d+$/.test(text.trim()) ? BigInt(text.trim().replace(/^\+/, '')) : null;
  if (value === null || BigInt.asIntN(64, value) !== value) {
    throw apexError('TypeException', `Invalid long: ${text}`);
  }
  return value;
}

export function parseDouble(text: string | null): number {
  if (text === null) {
    throw nullArgument();
  }
  const value = ApexDecimal.parse(text);
  if (value === null) {
    throw apexError('TypeException', `Invalid double: ${text}`);
  }
  return Number(text);
}

export function parseDecimal(text: string | null): ApexDecimal {
  if (text === null) {
    throw nullArgument();
  }
  const value = ApexDecimal.parse(text);
  if (value === null) {
    throw apexError('TypeException', `Invalid decimal: ${text}`);
  }
  return value;
}
