/** Reads the signatures of library members: `static List<String> split(String text, String pattern)`. */

export interface NamedType {
  /** `List`, `Database.SaveResult`, `T`. */
  name: string;
  args: NamedType[];
}
export interface Signature {
  kind: 'method' | 'constructor' | 'property';
  static: boolean;
  abstract: boolean;
  virtual: boolean;
  name: string;
  type: NamedType | null;
  parameters: { name: string; type: NamedType }[];
  /** Properties. */
  get: boolean;
  set: boolean;
}

class Reader {
  readonly text: string;
  private readonly tokens: string[];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = text.match(/[A-Za-z_][\w.]*|\[\]|[<>(),{};]/g) ?? [];
  }
  peek(): string {
    return this.tokens[this.at] ?? '';
  }
  take(): string {
    this.at += 1;
    return this.tokens[this.at - 1] ?? '';
  }
  accept(token: string): boolean {
    if (this.peek().toLowerCase() !== token) {
      return false;
    }
    this.at += 1;
    return true;
  }
  expect(token: string): void {
    if (!this.accept(token)) {
      throw new Error(`The library declares "${this.text}", which is no signature: expected ${token} before "${this.peek()}".`);
    }
  }
  type(): NamedType {
    let type: NamedType = { name: this.take(), args: [] };
    if (this.accept('<')) {
      do {
        type.args.push(this.type());
      } while (this.accept(','));
      this.expect('>');
    }
    while (this.accept('[]')) {
      type = { name: 'List', args: [type] };
    }
    return type;
  }
}

export function readType(text: string): NamedType {
  return new Reader(text).type();
}

export function readSignature(text: string): Signature {
  const reader = new Reader(text);
  const made: Signature = {
    kind: 'method',
    static: false,
    abstract: false,
    virtual: false,
    name: '',
    type: null,
    parameters: [],
    get: false,
    set: false
  };
  for (;;) {
    const word = reader.peek().toLowerCase();
    if (word !== 'static' && word !== 'abstract' && word !== 'virtual') {
      break;
    }
    made[word] = true;
    reader.take();
  }
  if (reader.accept('new')) {
    made.kind = 'constructor';
    made.name = 'new';
  } else {
    made.type = reader.type();
    made.name = reader.take();
  }
  if (made.kind !== 'constructor' && reader.accept('{')) {
    made.kind = 'property';
    while (!reader.accept('}')) {
      const word = reader.take().toLowerCase();
      made.get ||= word === 'get';
      made.set ||= word === 'set';
      reader.expect(';');
    }
    return made;
  }
  reader.expect('(');
  while (!reader.accept(')')) {
    made.parameters.push({ type: reader.type(), name: reader.take() });
    reader.accept(',');
  }
  return made;
}
