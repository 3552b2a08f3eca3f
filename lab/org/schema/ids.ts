/** Record ids: three characters of key prefix, twelve of counter, three of checksum that keep the case. */

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Stands between prefix and counter in every id of this org, where Salesforce has its instance. */
const INSTANCE = 'Lb0000';

function suffixOf(fifteen: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) {
      const letter = fifteen.charCodeAt(block + at);
      bits |= letter >= 65 && letter <= 90 ? 1 << at : 0;
    }
    suffix += SUFFIX.charAt(bits);
  }
  return suffix;
}

/** @param count from 1; up to 62^6 records an object. */
export function makeId(prefix: string, count: number): string {
  let rest = count;
  let digits = '';
  for (let at = 0; at < 6; at += 1) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  const fifteen = prefix + INSTANCE + digits;
  return fifteen + suffixOf(fifteen);
}

/** The 18-character form of an id of 15 or 18 characters; null when the text is no id. The checksum of 18 repairs lost case. */
export function longId(text: string): string | null {
  if (text.length === 15 && /^[a-zA-Z0-9]{15}$/.test(text)) {
    return text + suffixOf(text);
  }
  if (text.length !== 18 || !/^[a-zA-Z0-9]{15}[a-zA-Z0-5]{3}$/.test(text)) {
    return null;
  }
  const suffix = text.slice(15).toUpperCase();
  let fifteen = '';
  for (let at = 0; at < 15; at += 1) {
    const upper = (SUFFIX.indexOf(suffix.charAt(Math.floor(at / 5))) >> (at % 5)) & 1;
    fifteen += upper ? text.charAt(at).toUpperCase() : text.charAt(at).toLowerCase();
  }
  return fifteen + suffix;
}
