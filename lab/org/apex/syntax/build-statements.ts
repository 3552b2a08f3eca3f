/** Parse tree → syntax tree: statements. */
import type {
  AccessLevelContext,
  BlockContext,
  CatchClauseContext,
  ExpressionContext,
  ForStatementContext,
  LocalVariableDeclarationContext,
  StatementContext,
  SwitchStatementContext,
  VariableDeclaratorsContext,
  WhenControlContext,
  WhenLiteralContext
} from '@apexdevtools/apex-parser';
import type { Block, CatchClause, Declarator, DmlKind, Expression, LiteralKind, Statement, WhenCase, WhenValue } from './ast.ts';
import { expression, expressions } from './build-expressions.ts';
import { modifiers, namedType, position, qualified, typeName, unquote } from './build-names.ts';

export const block = (context: BlockContext): Block => ({
  kind: 'block',
  statements: context.statement_list().map(statement),
  at: position(context)
});

export const declarators = (context: VariableDeclaratorsContext): Declarator[] =>
  context.variableDeclarator_list().map((variable) => ({
    name: variable.id().getText(),
    value: variable.expression() ? expression(variable.expression()) : null,
    at: position(variable)
  }));

export function statement(context: StatementContext): Statement {
  const at = position(context);
  if (context.block()) {
    return block(context.block());
  }
  if (context.localVariableDeclarationStatement()) {
    return local(context.localVariableDeclarationStatement().localVariableDeclaration());
  }
  if (context.expressionStatement()) {
    return { kind: 'expression', value: expression(context.expressionStatement().expression()), at };
  }
  if (context.ifStatement()) {
    const node = context.ifStatement();
    const condition = expression(node.parExpression().expression());
    const branches = node.statement_list();
    const no = branches[1] ? statement(branches[1]) : null;
    return { kind: 'if', condition, yes: statement(node.statement(0)), no, at };
  }
  if (context.switchStatement()) {
    return switchStatement(context.switchStatement());
  }
  if (context.forStatement()) {
    return forStatement(context.forStatement());
  }
  if (context.whileStatement()) {
    const node = context.whileStatement();
    const body = node.statement() ? statement(node.statement()) : null;
    return { kind: 'while', condition: expression(node.parExpression().expression()), body, at };
  }
  if (context.doWhileStatement()) {
    const node = context.doWhileStatement();
    return { kind: 'doWhile', condition: expression(node.parExpression().expression()), body: block(node.block()), at };
  }
  if (context.tryStatement()) {
    const node = context.tryStatement();
    const last = node.finallyBlock();
    return {
      kind: 'try',
      body: block(node.block()),
      catches: node.catchClause_list().map(catchClause),
      finally: last ? block(last.block()) : null,
      at
    };
  }
  if (context.returnStatement()) {
    const value = context.returnStatement().expression();
    return { kind: 'return', value: value ? expression(value) : null, at };
  }
  if (context.throwStatement()) {
    return { kind: 'throw', value: expression(context.throwStatement().expression()), at };
  }
  if (context.breakStatement()) {
    return { kind: 'break', at };
  }
  if (context.continueStatement()) {
    return { kind: 'continue', at };
  }
  if (context.runAsStatement()) {
    const node = context.runAsStatement();
    return { kind: 'runAs', args: expressions(node.expressionList()), body: block(node.block()), at };
  }
  return dml(context);
}

function dml(context: StatementContext): Statement {
  const at = position(context);
  if (context.mergeStatement()) {
    const node = context.mergeStatement();
    return {
      kind: 'merge',
      master: expression(node.expression(0)),
      losers: expression(node.expression(1)),
      access: level(node.accessLevel()),
      at
    };
  }
  const upsert = context.upsertStatement();
  const [op, node] = dmlNode(context);
  const externalId = upsert?.qualifiedName() ? qualified(upsert.qualifiedName()) : null;
  return { kind: 'dml', op, records: expression(node.expression()), access: level(node.accessLevel()), externalId, at };
}

type DmlNode = { expression(): ExpressionContext; accessLevel(): AccessLevelContext };

function dmlNode(context: StatementContext): [DmlKind, DmlNode] {
  if (context.insertStatement()) {
    return ['insert', context.insertStatement()];
  }
  if (context.updateStatement()) {
    return ['update', context.updateStatement()];
  }
  if (context.deleteStatement()) {
    return ['delete', context.deleteStatement()];
  }
  return context.undeleteStatement() ? ['undelete', context.undeleteStatement()] : ['upsert', context.upsertStatement()];
}

const level = (context: AccessLevelContext | null): 'user' | 'system' | null => (!context ? null : context.USER() ? 'user' : 'system');

export function local(context: LocalVariableDeclarationContext): Statement {
  return {
    kind: 'local',
    type: typeName(context.typeRef()),
    final: modifiers(context.modifier_list()).words.has('final'),
    variables: declarators(context.variableDeclarators()),
    at: position(context)
  };
}

function catchClause(context: CatchClauseContext): CatchClause {
  return { type: namedType(context.qualifiedName()), name: context.id().getText(), body: block(context.block()), at: position(context) };
}

function forStatement(context: ForStatementContext): Statement {
  const at = position(context);
  const control = context.forControl();
  const body = context.statement() ? statement(context.statement()) : null;
  const each = control.enhancedForControl();
  if (each) {
    return { kind: 'forEach', type: typeName(each.typeRef()), name: each.id().getText(), over: expression(each.expression()), body, at };
  }
  const first = control.forInit();
  const init: Statement[] = !first
    ? []
    : first.localVariableDeclaration()
      ? [local(first.localVariableDeclaration())]
      : expressions(first.expressionList()).map((value) => ({ kind: 'expression', value, at: value.at }));
  const condition = control.expression() ? expression(control.expression()) : null;
  return { kind: 'for', init, condition, update: expressions(control.forUpdate()?.expressionList() ?? null), body, at };
}

function switchStatement(context: SwitchStatementContext): Statement {
  return {
    kind: 'switch',
    on: expression(context.expression()),
    cases: context.whenControl_list().map(whenCase),
    at: position(context)
  };
}

function whenCase(context: WhenControlContext): WhenCase {
  const at = position(context);
  const body = block(context.block());
  const value = context.whenValue();
  if (value.ELSE()) {
    return { kind: 'else', body, at };
  }
  if (value.typeRef()) {
    return { kind: 'type', type: typeName(value.typeRef()), name: value.id().getText(), body, at };
  }
  return { kind: 'values', values: value.whenLiteral_list().map(whenValue), body, at };
}

function whenValue(context: WhenLiteralContext): WhenValue {
  const at = position(context);
  if (context.LPAREN()) {
    return whenValue(context.whenLiteral());
  }
  if (context.qualifiedName()) {
    return { kind: 'name', name: qualified(context.qualifiedName()), at };
  }
  const negative = context.SUB_list().length % 2 === 1;
  const literal = (kind: LiteralKind, text: string): WhenValue => {
    const value: Expression = { kind: 'literal', literal: kind, text, at };
    return { kind: 'literal', value: negative ? { kind: 'unary', operator: '-', operand: value, at } : value, at };
  };
  if (context.IntegerLiteral()) {
    return literal('Integer', context.IntegerLiteral().getText());
  }
  if (context.LongLiteral()) {
    return literal('Long', context.LongLiteral().getText().slice(0, -1));
  }
  if (context.StringLiteral()) {
    return literal('String', unquote(context.StringLiteral().getText()));
  }
  if (context.MultilineStringLiteral()) {
    return literal('String', unquote(`'${context.MultilineStringLiteral().getText().slice(3, -3)}'`));
  }
  return literal('null', 'null');
}
