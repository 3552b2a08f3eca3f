/** Parse tree → syntax tree: positions, names, types, modifiers, literals. */
import type {
  AnnotationContext,
  ApexParserRuleContext,
  ApexToken,
  CreatedNameContext,
  ElementValueContext,
  LiteralContext,
  ModifierContext,
  QualifiedNameContext,
  TypeListContext,
  TypeRefContext
} from '@apexdevtools/apex-parser';
import type { Annotation, Expression, LiteralKind, Modifiers, Position, TypeName } from './ast.ts';

export const position = (context: ApexParserRuleContext): Position => tokenPosition(context.start);
export const tokenPosition = (token: ApexToken): Position => ({ line: token.line, column: token.column + 1 });

export const qualified = (context: QualifiedNameContext): string[] => context.id_list().map((id) => id.getText());

export function typeName(context: TypeRefContext): TypeName {
  const parts = context.typeName_list().map((part) => ({
    name: part.LIST() ? 'List' : part.SET() ? 'Set' : part.MAP() ? 'Map' : part.id().getText(),
    args: part.typeArguments() ? typeList(part.typeArguments().typeList()) : []
  }));
  return { at: position(context), parts, arrays: context.arraySubscripts().RBRACK_list().length };
}

export const typeList = (context: TypeListContext): TypeName[] => context.typeRef_list().map(typeName);

export function createdName(context: CreatedNameContext): TypeName {
  const parts = context.idCreatedNamePair_list().map((part) => ({
    name: part.anyId().getText(),
    args: part.typeList() ? typeList(part.typeList()) : []
  }));
  return { at: position(context), parts, arrays: 0 };
}

export function namedType(context: QualifiedNameContext): TypeName {
  return { at: position(context), parts: qualified(context).map((name) => ({ name, args: [] })), arrays: 0 };
}

export function modifiers(list: ModifierContext[]): Modifiers {
  const words = new Set<string>();
  const annotations: Annotation[] = [];
  for (const modifier of list) {
    if (modifier.annotation()) {
      annotations.push(annotation(modifier.annotation()));
    } else {
      const tokens: string[] = [];
      for (let index = 0; index < modifier.getChildCount(); index += 1) {
        tokens.push(modifier.getChild(index).getText().toLowerCase());
      }
      words.add(tokens.join(' '));
    }
  }
  return { words, annotations };
}

function annotation(context: AnnotationContext): Annotation {
  const values = new Map<string, string>();
  const text = (value: ElementValueContext): string => {
    const literal = value.literal();
    return literal.StringLiteral() ? unquote(literal.getText()) : literal.getText();
  };
  if (context.elementValue()) {
    values.set('value', text(context.elementValue()));
  }
  for (const pair of context.elementValuePairs()?.elementValuePair_list() ?? []) {
    values.set(pair.id().getText().toLowerCase(), text(pair.elementValue()));
  }
  return { at: position(context), name: context.id().getText(), values };
}

const ESCAPES: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', "'": "'", '\\': '\\' };

/** The text of a string literal. The lexer has refused escapes that Apex does not know. */
export function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string | undefined) => {
    return code === undefined ? (ESCAPES[letter ?? ''] ?? (letter as string)) : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** `'''` … `'''`: the text between, without the line break that follows the opening. */
function unquoteLines(quoted: string): string {
  return unquote(`'${quoted.slice(3, -3).replace(/^\r?\n/, '')}'`);
}

export function literal(context: LiteralContext): Expression {
  const text = context.getText();
  const make = (kind: LiteralKind, value: string): Expression => ({ kind: 'literal', literal: kind, text: value, at: position(context) });
  if (context.NULL()) {
    return make('null', 'null');
  }
  if (context.StringLiteral()) {
    return make('String', unquote(text));
  }
  if (context.MultilineStringLiteral()) {
    return make('String', unquoteLines(text));
  }
  if (context.BooleanLiteral()) {
    return make('Boolean', text.toLowerCase());
  }
  if (context.IntegerLiteral()) {
    return make('Integer', text);
  }
  if (context.LongLiteral()) {
    return make('Long', text.slice(0, -1));
  }
  return /[dD]$/.test(text) ? make('Double', text.slice(0, -1)) : make('Decimal', text);
}
