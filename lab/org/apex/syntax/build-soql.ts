/** Parse tree → syntax tree: queries. The text goes to the data engine, the shape to the compiler. */
import {
  BoundExpressionContext,
  FieldNameContext,
  FromNameListContext,
  QueryContext,
  SelectEntryContext,
  SubQueryContext,
  TypeOfContext,
  UpdateListContext,
  type ApexParserRuleContext,
  type ApexParseTree,
  type ExpressionContext,
  type SoqlLiteralContext,
  type SoslLiteralContext
} from '@apexdevtools/apex-parser';
import type { Expression, Soql, SoqlShape } from './ast.ts';
import { position } from './build-names.ts';

type ToExpression = (context: ExpressionContext) => Expression;

/** The text with `:b0`, `:b1`, … in the place of its binds. */
function bound(query: ApexParserRuleContext, expression: ToExpression): { text: string; binds: Expression[] } {
  const input = query.start.getInputStream();
  const stop = (query.stop ?? query.start).stop;
  const binds: Expression[] = [];
  let text = '';
  let from = query.start.start;
  visit(query, (node) => {
    if (!(node instanceof BoundExpressionContext)) {
      return true;
    }
    text += `${input.getText(from, node.start.start - 1)}:b${binds.length}`;
    from = (node.stop ?? node.start).stop + 1;
    binds.push(expression(node.expression()));
    return false;
  });
  text += from <= stop ? input.getText(from, stop) : '';
  return { text, binds };
}

export function soql(context: SoqlLiteralContext, expression: ToExpression): Soql {
  const query = context.query();
  return { ...bound(query, expression), shape: shapeOf(query) };
}

/** `[FIND …]` without its brackets. */
export function sosl(context: SoslLiteralContext, expression: ToExpression): { text: string; binds: Expression[] } {
  const { text, binds } = bound(context, expression);
  return { text: text.replace(/^\s*\[/, '').replace(/\]\s*$/, ''), binds };
}

/** Depth first, in the order of the text; `enter` answers whether to go on below the node. */
function visit(node: ApexParseTree, enter: (node: ApexParseTree) => boolean): void {
  if (!enter(node)) {
    return;
  }
  const rule = node as ApexParserRuleContext;
  for (let index = 0; index < rule.getChildCount(); index += 1) {
    visit(rule.getChild(index), enter);
  }
}

const AGGREGATES = /^(avg|count|count_distinct|min|max|sum|grouping)\(/i;

function shapeOf(query: QueryContext | SubQueryContext): SoqlShape {
  const shape: SoqlShape = {
    at: position(query.fromNameList()),
    object: query.fromNameList().fieldName(0).getText(),
    countOnly: false,
    aggregate: false,
    paths: [],
    children: [],
    semiJoins: []
  };
  if (query instanceof QueryContext) {
    const functions = query
      .selectList()
      .selectEntry_list()
      .map((entry) => entry.soqlFunction()?.getText() ?? '');
    shape.countOnly = functions.length === 1 && /^count\(\)$/i.test(functions[0] ?? '');
    shape.aggregate = !shape.countOnly && (Boolean(query.groupByClause()) || functions.some((name) => AGGREGATES.test(name)));
  }
  const aliases = new Set<string>();
  const selected = query instanceof QueryContext ? query.selectList() : query.subFieldList();
  visit(query, (node) => {
    if (node instanceof SubQueryContext && node !== query) {
      (isBelow(node, selected) ? shape.children : shape.semiJoins).push(shapeOf(node));
      return false;
    }
    if (node instanceof FieldNameContext) {
      shape.paths.push({ path: node.getText(), at: position(node) });
      return false;
    }
    if (node instanceof SelectEntryContext && node.soqlId()) {
      aliases.add(node.soqlId().getText().toLowerCase());
    }
    return !UNCHECKED.some((type) => node instanceof type);
  });
  shape.paths = shape.paths.filter(({ path }) => !aliases.has(path.toLowerCase()));
  return shape;
}

/** Parts of a query whose names are not fields of its object. */
const UNCHECKED = [FromNameListContext, BoundExpressionContext, TypeOfContext, UpdateListContext];

function isBelow(node: SubQueryContext, above: ApexParseTree): boolean {
  for (let at = node.parentCtx; at; at = at.parentCtx) {
    if (at === above) {
      return true;
    }
  }
  return false;
}
