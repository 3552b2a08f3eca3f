/** Formula text → tree. Salesforce Help, “Formula Operators and Functions”. */

export class FormulaError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'FormulaError';
  }
}

export type Formula =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** `Campaign__r.Name`, `$User.Id`. */
  | { kind: 'path'; path: string[] }
  | { kind: 'call'; name: string; args: Formula[] }
  | { kind: 'operation'; operator: string; left: Formula; right: Formula }
  | { kind: 'negative'; of: Formula };

const TOKEN =
  /\s*(?:(\/\*[\s\S]*?\*\/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?|\.\d+)|(\$?[A-Za-z][\w.$]*(?::[A-Za-z]\w*\.[\w.]+)?)|(&&|\|\||==|!=|<>|<=|>=|[-+*/^&=<>(),!]))/y;

interface Token {
  kind: 'text' | 'number' | 'name' | 'sign';
  text: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (!found) {
      throw new FormulaError(`the formula cannot be read at “${source.slice(at, at + 20).trim()}”.`);
    }
    at = TOKEN.lastIndex;
    const [, comment, quoted, number, name, sign] = found;
    if (comment === undefined) {
      const kind = quoted !== undefined ? 'text' : number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
      tokens.push({ kind, text: quoted?.slice(1, -1).replace(/\\(.)/g, '$1') ?? number ?? name ?? sign ?? '' });
    }
  }
  return tokens;
}

/** Loosest first. */
const LEVELS = [['||'], ['&&'], ['=', '==', '<>', '!='], ['<', '<=', '>', '>='], ['&'], ['+', '-'], ['*', '/'], ['^']];

/** @throws {FormulaError} */
export function parseFormula(source: string): Formula {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = () => tokens[at];
  const isSign = (text: string) => peek()?.kind === 'sign' && peek()?.text === text;
  const take = (text: string) => {
    if (!isSign(text)) {
      throw new FormulaError(`the formula needs “${text}” ${peek() ? `before “${peek()?.text}”` : 'at its end'}.`);
    }
    at += 1;
  };

  function level(depth: number): Formula {
    const operators = LEVELS[depth];
    if (!operators) {
      return unary();
    }
    let left = level(depth + 1);
    for (let token = peek(); token?.kind === 'sign' && operators.includes(token.text); token = peek()) {
      at += 1;
      left = { kind: 'operation', operator: token.text, left, right: level(depth + 1) };
    }
    return left;
  }
  function unary(): Formula {
    if (isSign('-') || isSign('+') || isSign('!')) {
      const sign = tokens[at++]?.text;
      const of = unary();
      return sign === '-' ? { kind: 'negative', of } : sign === '!' ? { kind: 'call', name: 'NOT', args: [of] } : of;
    }
    return primary();
  }
  function primary(): Formula {
    const token = tokens[at++];
    switch (token?.kind) {
      case 'text':
        return { kind: 'literal', value: token.text };
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'name':
        return isSign('(') ? call(token.text) : named(token.text);
      case 'sign':
        if (token.text === '(') {
          const inner = level(0);
          take(')');
          return inner;
        }
    }
    throw new FormulaError(token ? `the formula has “${token.text}” where a value should be.` : 'the formula ends too early.');
  }
  function call(name: string): Formula {
    take('(');
    const args: Formula[] = [];
    while (!isSign(')')) {
      args.push(level(0));
      if (!isSign(')')) {
        take(',');
      }
    }
    take(')');
    return { kind: 'call', name: name.toUpperCase(), args };
  }

  const formula = level(0);
  if (at < tokens.length) {
    throw new FormulaError(`the formula does not end before “${tokens[at]?.text}”.`);
  }
  return formula;
}

const WORDS: Record<string, boolean | null> = { true: true, false: false, null: null };
function named(name: string): Formula {
  const word = WORDS[name.toLowerCase()];
  return word === undefined ? { kind: 'path', path: name.split('.') } : { kind: 'literal', value: word };
}
