/** Parse tree → syntax tree: expressions. */
import {
  Arth1ExpressionContext,
  Arth2ExpressionContext,
  ArrayExpressionContext,
  AssignExpressionContext,
  BitAndExpressionContext,
  BitExpressionContext,
  BitNotExpressionContext,
  BitOrExpressionContext,
  CastExpressionContext,
  CmpExpressionContext,
  CoalExpressionContext,
  CondExpressionContext,
  DotExpressionContext,
  EqualityExpressionContext,
  IdPrimaryContext,
  InstanceOfExpressionContext,
  LiteralPrimaryContext,
  LogAndExpressionContext,
  LogOrExpressionContext,
  MethodCallExpressionContext,
  NegExpressionContext,
  NewExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
  PrimaryExpressionContext,
  SoqlPrimaryContext,
  SoslPrimaryContext,
  SubExpressionContext,
  SuperPrimaryContext,
  ThisPrimaryContext,
  TypeRefPrimaryContext,
  VoidPrimaryContext,
  type CreatorContext,
  type ExpressionContext,
  type ExpressionListContext,
  type MethodCallContext,
  type PrimaryContext
} from '@apexdevtools/apex-parser';
import type { AssignOperator, BinaryOperator, Expression, Position, TypeName } from './ast.ts';
import { createdName, literal, position, typeName } from './build-names.ts';
import { soql, sosl } from './build-soql.ts';

type Binary = { expression(i: number): ExpressionContext; getChildCount(): number; getChild(i: number): { getText(): string } };

export const expressions = (context: ExpressionListContext | null): Expression[] => context?.expression_list().map(expression) ?? [];

export function expression(context: ExpressionContext): Expression {
  const at = position(context);
  if (context instanceof PrimaryExpressionContext) {
    return primary(context.primary(), at);
  }
  if (context instanceof SubExpressionContext) {
    return expression(context.expression());
  }
  if (context instanceof DotExpressionContext) {
    return dot(context);
  }
  if (context instanceof MethodCallExpressionContext) {
    return methodCall(context.methodCall(), at);
  }
  if (context instanceof ArrayExpressionContext) {
    return { kind: 'index', target: expression(context.expression(0)), index: expression(context.expression(1)), at };
  }
  if (context instanceof NewExpressionContext) {
    return creator(context.creator(), at);
  }
  if (context instanceof AssignExpressionContext) {
    const operator = context.getChild(1).getText() as AssignOperator;
    return { kind: 'assign', operator, target: expression(context.expression(0)), value: expression(context.expression(1)), at };
  }
  if (context instanceof CastExpressionContext) {
    return { kind: 'cast', type: typeName(context.typeRef()), operand: expression(context.expression()), at };
  }
  if (context instanceof InstanceOfExpressionContext) {
    return { kind: 'instanceof', operand: expression(context.expression()), type: typeName(context.typeRef()), at };
  }
  if (context instanceof CondExpressionContext) {
    const [condition, yes, no] = [0, 1, 2].map((index) => expression(context.expression(index))) as [Expression, Expression, Expression];
    return { kind: 'ternary', condition, yes, no, at };
  }
  if (context instanceof PostOpExpressionContext) {
    return { kind: 'step', operator: context.INC() ? '++' : '--', prefix: false, operand: expression(context.expression()), at };
  }
  if (context instanceof PreOpExpressionContext) {
    const operand = expression(context.expression());
    if (context.INC() || context.DEC()) {
      return { kind: 'step', operator: context.INC() ? '++' : '--', prefix: true, operand, at };
    }
    return { kind: 'unary', operator: context.ADD() ? '+' : '-', operand, at };
  }
  if (context instanceof NegExpressionContext) {
    return { kind: 'unary', operator: context.BANG() ? '!' : '~', operand: expression(context.expression()), at };
  }
  return binary(context, at);
}

/** `>>` and `<=` arrive as several tokens: the operator is whatever stands between the operands. */
function binary(context: ExpressionContext, at: Position): Expression {
  const known = [
    Arth1ExpressionContext,
    Arth2ExpressionContext,
    BitExpressionContext,
    CmpExpressionContext,
    EqualityExpressionContext,
    BitAndExpressionContext,
    BitNotExpressionContext,
    BitOrExpressionContext,
    LogAndExpressionContext,
    LogOrExpressionContext,
    CoalExpressionContext
  ];
  if (!known.some((type) => context instanceof type)) {
    throw new Error(`The parser gave an expression that the compiler does not know: ${context.constructor.name}`);
  }
  const both = context as unknown as Binary;
  let operator = '';
  for (let index = 1; index < both.getChildCount() - 1; index += 1) {
    operator += both.getChild(index).getText();
  }
  const left = expression(both.expression(0));
  return { kind: 'binary', operator: operator as BinaryOperator, left, right: expression(both.expression(1)), at };
}

function primary(context: PrimaryContext, at: Position): Expression {
  if (context instanceof ThisPrimaryContext) {
    return { kind: 'this', at };
  }
  if (context instanceof SuperPrimaryContext) {
    return { kind: 'super', at };
  }
  if (context instanceof LiteralPrimaryContext) {
    return literal(context.literal());
  }
  if (context instanceof TypeRefPrimaryContext) {
    return { kind: 'typeClass', type: typeName(context.typeRef()), at };
  }
  if (context instanceof VoidPrimaryContext) {
    const type: TypeName = { at, parts: [{ name: 'void', args: [] }], arrays: 0 };
    return { kind: 'typeClass', type, at };
  }
  if (context instanceof IdPrimaryContext) {
    return { kind: 'name', name: context.id().getText(), at };
  }
  if (context instanceof SoqlPrimaryContext) {
    return { kind: 'soql', query: soql(context.soqlLiteral(), expression), at };
  }
  if (context instanceof SoslPrimaryContext) {
    return { kind: 'sosl', ...sosl(context.soslLiteral(), expression), at };
  }
  throw new Error(`The parser gave an expression that the compiler does not know: ${context.constructor.name}`);
}

function dot(context: DotExpressionContext): Expression {
  const target = expression(context.expression());
  const safe = Boolean(context.QUESTIONDOT());
  const call = context.dotMethodCall();
  if (call) {
    const at = position(call);
    return { kind: 'call', target, name: call.anyId().getText(), args: expressions(call.expressionList()), safe, at };
  }
  return { kind: 'member', target, name: context.anyId().getText(), safe, at: position(context.anyId()) };
}

function methodCall(context: MethodCallContext, at: Position): Expression {
  const args = expressions(context.expressionList());
  if (context.THIS() || context.SUPER()) {
    return { kind: 'construct', which: context.THIS() ? 'this' : 'super', args, at };
  }
  return { kind: 'call', target: null, name: context.id().getText(), args, safe: false, at };
}

function creator(context: CreatorContext, at: Position): Expression {
  const type = createdName(context.createdName());
  if (context.classCreatorRest()) {
    return { kind: 'new', type, args: expressions(context.classCreatorRest().arguments().expressionList()), at };
  }
  if (context.arrayCreatorRest()) {
    const rest = context.arrayCreatorRest();
    const items = rest.arrayInitializer()?.expression_list().map(expression) ?? [];
    return { kind: 'newArray', type, size: rest.expression() ? expression(rest.expression()) : null, items, at };
  }
  if (context.mapCreatorRest()) {
    const pairs = context
      .mapCreatorRest()
      .mapCreatorRestPair_list()
      .map((pair): [Expression, Expression] => [expression(pair.expression(0)), expression(pair.expression(1))]);
    return { kind: 'newMap', type, pairs, at };
  }
  const items = context.setCreatorRest()?.expression_list().map(expression) ?? [];
  return { kind: 'newItems', type, items, at };
}
