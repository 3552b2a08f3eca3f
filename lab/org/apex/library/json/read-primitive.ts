/** One JSON value as a primitive of Apex. Numbers and Booleans may stand as texts, and a text takes any of them. */
import { ApexBlob, ApexDate, ApexTime } from '../../runtime/dates.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { apexError, type ApexException } from '../../runtime/exception-value.ts';
import { isId, toId } from '../../runtime/ids.ts';
import type { RuntimeType } from '../../runtime/runtime-type.ts';
import { parseIsoDatetime } from '../dates/parsing.ts';
import type { Token } from './parse.ts';

interface Source {
  take(): Token;
}

const illegal = (type: RuntimeType, text: string): ApexException => apexError('JSONException', `Illegal value for ${type.name}: ${text}`);

export function primitiveOf(reader: Source, type: RuntimeType): unknown {
  if (type.name === 'Object') {
    throw apexError('JSONException', 'Apex Type unsupported in JSON: Object');
  }
  const token = reader.take();
  if (token.kind.startsWith('START')) {
    throw apexError('JSONException', `Illegal value for primitive`);
  }
  const made = convert(token, type);
  if (made === undefined) {
    throw illegal(type, token.text);
  }
  return made;
}

/** Undefined when the text is no such value. */
function convert(token: Token, type: RuntimeType): unknown {
  const { text } = token;
  const isText = token.kind === 'VALUE_STRING';
  switch (type.name) {
    case 'String':
      return text;
    case 'Id':
      return isId(text) ? toId(text) : undefined;
    case 'Boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
    case 'Integer':
      return /^[+-]?\d+$/.test(text) && Number(text) === (Number(text) | 0) ? Number(text) : undefined;
    case 'Long':
      return /^[+-]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? BigInt(text) : undefined;
    case 'Double':
      return ApexDecimal.parse(text) === null ? undefined : Number(text);
    case 'Decimal':
      return ApexDecimal.parse(text) ?? undefined;
    case 'Date':
      return (isText && ApexDate.parse(text.slice(0, 10))) || undefined;
    case 'Datetime':
      return (isText && parseIsoDatetime(text)) || undefined;
    case 'Time':
      return isText && /^\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?$/.test(text) ? timeOf(text) : undefined;
    case 'Blob':
      return isText ? new ApexBlob(Buffer.from(text, 'base64')) : undefined;
    default:
      return undefined;
  }
}

function timeOf(text: string): ApexTime {
  const [hour = '0', minute = '0', second = '0'] = text.replace('Z', '').split(':');
  return new ApexTime(Number(hour) * 3_600_000 + Number(minute) * 60_000 + Math.round(Number(second) * 1000));
}
