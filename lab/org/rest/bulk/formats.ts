/** What a new job says of its CSV, and how single values are written in one. */
import type { FieldDef, Scalar } from '../../types.ts';
import { fail } from '../answers.ts';
import { DELIMITERS, LINE_ENDINGS, type CsvFormat, type Delimiter, type LineEnding } from './csv.ts';

/** @throws {RestError} */
export function formatOf(body: Record<string, unknown>): CsvFormat {
  const { contentType = 'CSV', columnDelimiter = 'COMMA', lineEnding = 'LF' } = body;
  if (contentType !== 'CSV') {
    throw fail('INVALIDJOB', `Content type ${String(contentType)} is not supported: jobs of Bulk API 2.0 take CSV.`);
  }
  if (!Object.hasOwn(DELIMITERS, String(columnDelimiter))) {
    throw fail('INVALIDJOB', `columnDelimiter is one of ${Object.keys(DELIMITERS).join(', ')}, not ${String(columnDelimiter)}.`);
  }
  if (!Object.hasOwn(LINE_ENDINGS, String(lineEnding))) {
    throw fail('INVALIDJOB', `lineEnding is one of ${Object.keys(LINE_ENDINGS).join(', ')}, not ${String(lineEnding)}.`);
  }
  return { delimiter: columnDelimiter as Delimiter, lineEnding: lineEnding as LineEnding };
}

const DOUBLES = ['double', 'currency', 'percent'];

/** A value in the results of a query: nulls are empty, times end in Z, fractional numbers are as Java prints a double (`9.0E7`). */
export function cellOf(value: Scalar, field: FieldDef | null): string {
  if (value === null) {
    return '';
  }
  return typeof value === 'number' && DOUBLES.includes(field?.type ?? '') ? javaDouble(value) : String(value);
}

/** Java, Double.toString: digits with at least one after the point, an exponent from 10^7 and below 10^-3. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
