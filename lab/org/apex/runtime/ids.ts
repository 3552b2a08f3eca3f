/** Record ids: 15 characters with case, or 18 with a checksum of the case. */
import { apexError } from './exception-value.ts';

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

function suffixOf(fifteen: string): string {
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) {
      const character = fifteen.charAt(block * 5 + at);
      if (character >= 'A' && character <= 'Z') {
        bits |= 1 << at;
      }
    }
    suffix += SUFFIX.charAt(bits);
  }
  return suffix;
}

/** The id in 18 characters, or null when the text is none. The checksum of an 18-character id repairs lost case, as the platform does. */
export function parseId(text: string): string | null {
  if (!/^([a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/.test(text)) {
    return null;
  }
  const fifteen = text.slice(0, 15);
  if (text.length === 15) {
    return fifteen + suffixOf(fifteen);
  }
  const suffix = text.slice(15).toUpperCase();
  if ([...suffix].some((character) => !SUFFIX.includes(character))) {
    return null;
  }
  let repaired = '';
  for (let at = 0; at < 15; at += 1) {
    const bits = SUFFIX.indexOf(suffix.charAt(Math.floor(at / 5)));
    const character = fifteen.charAt(at);
    repaired += (bits >> (at % 5)) & 1 ? character.toUpperCase() : character.toLowerCase();
  }
  return repaired + suffix;
}

export function isId(text: string): boolean {
  return parseId(text) !== null;
}

/** String → Id. @throws System.StringException `Invalid id: …`. */
export function toId(text: string | null): string | null {
  if (text === null) {
    return null;
  }
  const id = parseId(text);
  if (id === null) {
    throw apexError('StringException', `Invalid id: ${text}`);
  }
  return id;
}
