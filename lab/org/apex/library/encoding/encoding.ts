/** EncodingUtil. Apex Reference Guide, "EncodingUtil Class". */
import { ApexBlob } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { given, library } from '../define.ts';

const bytesOf = (blob: ApexBlob): Buffer => Buffer.from(blob.bytes);

function fromHex(text: string): ApexBlob {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) {
    throw apexError('IllegalArgumentException', `Invalid hexadecimal text: ${text}`);
  }
  return new ApexBlob(Buffer.from(text, 'hex'));
}

/** Only UTF-8 is known here; another character set is refused, by name. */
function checkCharset(charset: string): void {
  if (!/^utf-?8$/i.test(charset)) {
    throw apexError('IllegalArgumentException', `This org does not support the character set ${charset}, only UTF-8.`);
  }
}

/** `application/x-www-form-urlencoded`: a space is a plus. */
function urlEncode(text: string, charset: string): string {
  checkCharset(charset);
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function urlDecode(text: string, charset: string): string {
  checkCharset(charset);
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw apexError('IllegalArgumentException', `Illegal escape in the text to decode: ${text}`);
  }
}

export const encodingUtil = library({
  name: 'EncodingUtil',
  members: {
    'static String base64Encode(Blob value)': given((value: ApexBlob) => bytesOf(value).toString('base64')),
    'static Blob base64Decode(String text)': given((text: string) => new ApexBlob(Buffer.from(text, 'base64'))),
    'static String convertToHex(Blob value)': given((value: ApexBlob) => bytesOf(value).toString('hex')),
    'static Blob convertFromHex(String text)': given(fromHex),
    'static String urlEncode(String text, String charset)': given(urlEncode),
    'static String urlDecode(String text, String charset)': given(urlDecode)
  }
});
