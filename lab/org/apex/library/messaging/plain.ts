/** Library objects that hold named values and nothing else: each has its property, `getX` and `setX`. */
import type { LibraryDeclaration } from '../define.ts';

export class Record$ {
  readonly typeName: string;
  readonly values = new Map<string, unknown>();
  constructor(typeName: string, names: string[] = [], values: unknown[] = []) {
    this.typeName = typeName;
    names.forEach((name, index) => this.values.set(name, values[index] ?? null));
  }
  tostring$0(): string {
    return `${this.typeName}[]`;
  }
}

/** @param single `String subject;Boolean useSignature`. @param lists the same of lists: `String toAddresses`. */
export function propertiesOf(single: string, lists = ''): NonNullable<LibraryDeclaration['members']> {
  const made: NonNullable<LibraryDeclaration['members']> = {};
  const add = (type: string, name: string): void => {
    const get = (self: Record$): unknown => self.values.get(name) ?? null;
    const set = (self: Record$, value: unknown): void => void self.values.set(name, value);
    const upper = name.charAt(0).toUpperCase() + name.slice(1);
    made[`${type} ${name} { get; set; }`] = { get, set };
    made[`${type} get${upper}()`] = get;
    made[`void set${upper}(${type} value)`] = set;
    if (type === 'Boolean') {
      made[`Boolean is${upper}()`] = (self: Record$): unknown => self.values.get(name) ?? false;
    }
  };
  for (const [text, list] of [
    [single, false],
    [lists, true]
  ] as const) {
    for (const one of text.split(';').filter((part) => part !== '')) {
      const [type = '', name = ''] = one.split(' ');
      add(list ? `List<${type}>` : type, name);
    }
  }
  return made;
}
