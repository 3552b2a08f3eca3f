/** Cuts XML into the elements right below its root, as they are written: what is deployed is kept letter by letter. */

export interface XmlPart {
  name: string;
  /** With its tags. */
  text: string;
  /** Between its tags. */
  inner: string;
}

/** Null when the text has no such root or is not closed. */
export function partsBelow(xml: string, root: string): XmlPart[] | null {
  const open = new RegExp(`<${root}(?:\\s[^>]*)?(/?)>`).exec(xml);
  if (!open) {
    return null;
  }
  const parts: XmlPart[] = [];
  const tag = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([\w:.-]+)(?:\s[^>]*?)?(\/?)>/g;
  tag.lastIndex = open.index + open[0].length;
  let depth = 0;
  let start = 0;
  let inside = 0;
  for (let found = tag.exec(xml); found && open[1] !== '/'; found = tag.exec(xml)) {
    const [whole, closes, name, isEmpty] = found;
    if (name === undefined) {
      continue;
    }
    if (closes === '/') {
      depth -= 1;
      if (depth < 0) {
        return parts;
      }
      if (depth === 0) {
        parts.push({ name, text: xml.slice(start, tag.lastIndex), inner: xml.slice(inside, found.index) });
      }
    } else {
      if (depth === 0) {
        start = found.index;
        inside = tag.lastIndex;
      }
      if (isEmpty !== '/') {
        depth += 1;
      } else if (depth === 0) {
        parts.push({ name, text: whole, inner: '' });
      }
    }
  }
  return open[1] === '/' ? [] : null;
}

/** The text of a child, such as `fullName`. */
export function childText(inner: string, name: string): string | null {
  return new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(inner)?.[1] ?? null;
}

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
export const document = (root: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${NAMESPACE}>${inner.startsWith('\n') ? '' : '\n'}${inner}${inner.endsWith('\n') ? '' : '\n'}</${root}>\n`;
