/** String: the class as a whole, with what makes Strings out of other values. Apex Reference Guide, "String Class". */
import type { ApexList, ApexSet } from '../../runtime/collections.ts';
import { ApexBlob, type ApexDate, type ApexDatetime } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { doubleText } from '../../runtime/operations.ts';
import { textOf } from '../../runtime/text.ts';
import { given, library, nullArgument } from '../define.ts';
import { elementsOf } from '../collections/iterating.ts';
import { changing } from './changing.ts';
import { checking } from './checking.ts';
import { cutting } from './cutting.ts';
import { escaping } from './escaping.ts';
import { formatMessage } from './message.ts';
import { searching } from './searching.ts';

const orNull =
  <T>(write: (value: T) => string) =>
  (value: T | null): string | null =>
    value === null ? null : write(value);
const plain = orNull(textOf);

/** Dates without the midnight that concatenation adds; `valueOf` of a null Object is null. */
const VALUE_OF = {
  'static String valueOf(Boolean value)': plain,
  'static String valueOf(Integer value)': plain,
  'static String valueOf(Long value)': plain,
  'static String valueOf(Double value)': orNull(doubleText),
  'static String valueOf(Decimal value)': plain,
  'static String valueOf(Id value)': plain,
  'static String valueOf(String value)': plain,
  'static String valueOf(Date value)': orNull((value: ApexDate) => value.toString()),
  'static String valueOf(Datetime value)': plain,
  'static String valueOf(Time value)': plain,
  'static String valueOf(Blob value)': plain,
  'static String valueOf(Object value)': plain,
  'static String valueOfGmt(Datetime value)': given((value: ApexDatetime) => value.toISOString().slice(0, 19).replace('T', ' '))
};

function join(over: unknown, separator: string | null): string {
  if (over === null || separator === null) {
    throw nullArgument();
  }
  return elementsOf(over)
    .map((item) => (item === null ? '' : textOf(item)))
    .join(separator);
}

function commonPrefix(list: ApexList | ApexSet): string {
  const texts = [...list] as (string | null)[];
  const [first] = texts;
  if (!first || texts.includes(null)) {
    return '';
  }
  let length = 0;
  while (length < first.length && texts.every((text) => text?.[length] === first[length])) {
    length += 1;
  }
  return first.slice(0, length);
}

function fromCharArray(codes: ApexList): string {
  return codes.items
    .map((code) => {
      if (code === null) {
        throw nullArgument();
      }
      return String.fromCodePoint(code as number);
    })
    .join('');
}

/** Blob.toString: bytes that are no UTF-8 are an error. */
function blobText(value: ApexBlob): string {
  const text = value.text();
  if (text === null) {
    throw apexError('StringException', 'BLOB is not a valid UTF-8 string');
  }
  return text;
}

export const string = library({
  name: 'String',
  members: {
    ...VALUE_OF,
    ...checking,
    ...cutting,
    ...searching,
    ...changing,
    ...escaping,
    'static String format(String text, List<Object> arguments)': formatMessage,
    'static String fromCharArray(List<Integer> codes)': given(fromCharArray),
    'static String getCommonPrefix(List<String> texts)': given(commonPrefix),
    'static String join(Object items, String separator)': join
  }
});

export const blob = library({
  name: 'Blob',
  members: {
    'static Blob valueOf(String text)': given(ApexBlob.fromText),
    'Integer size()': (self: ApexBlob) => self.bytes.length,
    'String toString()': blobText
  }
});
