/** `String.format`: Java's MessageFormat with `{0}` only. Two single quotes are one; what stands between single ones is taken as it is. */
import type { ApexList } from '../../runtime/collections.ts';
import { textOf } from '../../runtime/text.ts';
import { nullArgument } from '../define.ts';

export function formatMessage(text: string | null, values: ApexList | null): string {
  if (text === null || values === null) {
    throw nullArgument();
  }
  let made = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "'") {
      if (text.charAt(at + 1) === "'") {
        made += "'";
        at += 1;
      } else {
        quoted = !quoted;
      }
      continue;
    }
    const place = quoted ? null : /^\{\s*(\d+)\s*\}/.exec(text.slice(at));
    if (place) {
      const index = Number(place[1]);
      made += index < values.items.length ? textOf(values.items[index]) : place[0];
      at += place[0].length - 1;
    } else {
      made += character;
    }
  }
  return made;
}
