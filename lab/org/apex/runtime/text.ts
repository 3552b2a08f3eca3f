/** Values as text: string concatenation, `String.valueOf(Object)`, `System.debug`. */
import { isRunning, runtime } from './current.ts';
import { ApexList, ApexMap, ApexSet } from './collections.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexTime } from './dates.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexEnum } from './enum-value.ts';
import { ApexException, ApexObject } from './exception-value.ts';
import { identityOf } from './equality.ts';
import type { RuntimeType } from './runtime-type.ts';
import { SObjectValue } from './sobject-value.ts';

/** Generated classes carry their type, and `toString` in this slot where they define it. */
interface Described {
  readonly type$: RuntimeType;
  tostring$0?(): unknown;
}

export function textOf(value: unknown): string {
  return write(value, new Set());
}

function write(value: unknown, above: Set<object>): string {
  if (value === null || typeof value !== 'object') {
    return String(value);
  }
  if (value instanceof ApexDecimal || value instanceof ApexTime) {
    return value.toString();
  }
  if (value instanceof ApexDate) {
    return `${value.toString()} 00:00:00`;
  }
  if (value instanceof ApexDatetime) {
    return localText(value);
  }
  if (value instanceof ApexBlob) {
    return `Blob[${value.bytes.length}]`;
  }
  if (value instanceof ApexEnum) {
    return value.name;
  }
  if (above.has(value)) {
    return '(already output)';
  }
  above.add(value);
  try {
    return writeNested(value, above);
  } finally {
    above.delete(value);
  }
}

function writeNested(value: object, above: Set<object>): string {
  const part = (item: unknown): string => write(item, above);
  if (value instanceof ApexList) {
    return `(${value.items.map(part).join(', ')})`;
  }
  if (value instanceof ApexSet) {
    return `{${[...value].map(part).join(', ')}}`;
  }
  if (value instanceof ApexMap) {
    return `{${value
      .entries()
      .map(([key, item]) => `${part(key)}=${part(item)}`)
      .join(', ')}}`;
  }
  if (value instanceof SObjectValue) {
    const parts = Object.entries(value.row).map(([name, item]) => `${name}=${part(item)}`);
    return `${value.object}:{${parts.join(', ')}}`;
  }
  if (value instanceof ApexException) {
    return 'tostring$0' in value ? String((value as unknown as Described).tostring$0?.()) : exceptionText(value);
  }
  if (value instanceof ApexObject) {
    const own = value as unknown as Described;
    if (own.tostring$0) {
      return String(own.tostring$0());
    }
    const fields = own.type$.fields.filter((field) => !field.computed).map((field) => `${field.name}=${part(field.get(value))}`);
    // Of an inner class the platform writes the inner name alone.
    return `${own.type$.name.slice(own.type$.name.lastIndexOf('.') + 1)}:[${fields.join(', ')}]`;
  }
  const library = value as { tostring$0?(): unknown; typeName?: string };
  return library.tostring$0 ? String(library.tostring$0()) : `${library.typeName ?? value.constructor.name}@${identityOf(value)}`;
}

/** `System.DmlException: text`, as uncaught exceptions and concatenation show it. */
export function exceptionText(value: ApexException): string {
  return value.message === null ? value.typeName : `${value.typeName}: ${value.message}`;
}

/** `yyyy-MM-dd HH:mm:ss` in the time zone of the running user. */
function localText(value: ApexDatetime): string {
  const zone = isRunning() ? runtime().user().timeZone : 'UTC';
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23'
  }).formatToParts(new Date(value.ms));
  const get = (type: string): string => parts.find((entry) => entry.type === type)?.value ?? '';
  return `${get('year').padStart(4, '0')}-${get('month')}-${get('day')} ${get('hour')}:${get('minute')}:${get('second')}`;
}
