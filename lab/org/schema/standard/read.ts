/**
 * Reads the descriptions of standard objects. A line without indent begins an object: its name, its key prefix, and what it is: `setup` (about the
 * org itself), `setupread` and `read` (rows that only the org writes), `share` (who sees a record), `event` (a platform event). A line below it is a field: name, type, marks.
 *
 * Types: `text80`, `area32000`, `pick255(A|B*)` (the star: default), `auto30({0000})`, `mail`, `phone`, `url`, `check`, `int`, `num`, `money`, `pct`, `date`,
 * `dt`, `time`, `b64`; `>Target,Other Children cascade` is a look-up, with the children's name on the parent. A target `*` stands for all custom objects.
 * Marks: `!` required, `=` written by the platform only, `~` not changed after it was made.
 */
import type { FieldDef, FieldType, ObjectDef } from '../../types.ts';
import { field, look, picklist, READ_ONLY, type More } from '../field.ts';
import { object, SETUP_READ, type ObjectMore } from '../object.ts';

const MODES: Record<string, ObjectMore> = {
  '': {},
  read: { createable: false, updateable: false, deletable: false, undeletable: false, triggerable: false },
  setup: { setup: true, undeletable: false, triggerable: false, sharingModel: 'Read' },
  setupread: SETUP_READ,
  share: { triggerable: false, undeletable: false },
  event: { kind: 'event', updateable: false, deletable: false, undeletable: false, queryable: false }
};
const TYPES: Record<string, [FieldType, More]> = {
  check: ['boolean', {}],
  int: ['int', { precision: 9 }],
  num: ['double', { precision: 18, scale: 2 }],
  money: ['currency', { precision: 18, scale: 2 }],
  pct: ['percent', { precision: 5, scale: 2 }],
  date: ['date', {}],
  dt: ['datetime', {}],
  time: ['time', {}],
  b64: ['base64', {}],
  mail: ['email', { length: 80 }],
  phone: ['phone', { length: 40 }],
  url: ['url', { length: 255 }]
};

/** Stands for every custom object until these are known. */
export const ANY_CUSTOM = '*';

export function standardObjects(...texts: string[]): ObjectDef[] {
  return texts.flatMap((text) => blocks(text).map(({ head, lines }) => objectOf(head, lines)));
}

/** Fields by the name of the object that has them as well. */
export function addedFields(text: string): Map<string, FieldDef[]> {
  return new Map(blocks(text).map(({ head, lines }) => [head, lines.map(fieldOf)]));
}

function blocks(text: string): { head: string; lines: string[] }[] {
  const found: { head: string; lines: string[] }[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    if (line.startsWith(' ')) {
      found.at(-1)?.lines.push(line.trim());
    } else {
      found.push({ head: line.trim(), lines: [] });
    }
  }
  return found;
}

function objectOf(head: string, lines: string[]): ObjectDef {
  const [name = '', prefix = '', mode = ''] = head.split(' ');
  return object(name, prefix, lines.map(fieldOf), MODES[mode] ?? {});
}

function fieldOf(line: string): FieldDef {
  const [, name = '', rest = ''] = /^(\w+) (.+)$/.exec(line) ?? [];
  const marks: More = {
    ...(/ !/.test(line) ? { nillable: false } : {}),
    ...(/ =/.test(line) ? READ_ONLY : {}),
    ...(/ ~/.test(line) ? { updateable: false } : {})
  };
  const [, targets, children] = /^>(\S+)(?: (\w+))?/.exec(rest) ?? [];
  if (targets !== undefined) {
    const cascade: More = / cascade/.test(rest) ? { deleteConstraint: 'Cascade' } : {};
    return look(name, targets.split(','), children === 'cascade' ? null : (children ?? null), { ...marks, ...cascade });
  }
  const [, kind = '', size = '', values] = /^([a-z]+?(?:64)?)(\d*)(?:\((.*)\))?(?: |$)/.exec(rest) ?? [];
  switch (kind) {
    case 'text':
      return field(name, 'string', { length: Number(size), idLookup: name === 'Name', ...marks });
    case 'area':
      return field(name, 'textarea', { length: Number(size), ...marks });
    case 'pick':
      return picklist(name, Number(size), values ?? '', marks);
    case 'auto':
      return field(name, 'string', { length: Number(size), autoNumber: values ?? '{0}', ...marks });
    default: {
      const [type, more] = TYPES[kind] ?? fail(line);
      return field(name, type, { ...more, ...marks });
    }
  }
}

function fail(line: string): never {
  throw new Error(`The description of a field is not understood: ${line}`);
}
