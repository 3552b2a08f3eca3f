/** `Database.query('… WHERE Id IN :ids')`: the text of a dynamic query binds variables that are in sight where it is called. */
import type { Position } from '../syntax/ast.ts';
import { supertypes } from '../types/convert.ts';
import type { TypeSymbol } from '../types/symbols.ts';
import type { Body } from './body.ts';
import { visible, type FoundMethod } from './members.ts';
import { fieldPlace } from './places.ts';

const METHODS = ['query', 'countquery', 'getquerylocator'];

export const seesVariables = ({ method }: FoundMethod): boolean =>
  !method.owner.user && method.owner.name === 'Database' && METHODS.includes(method.name.toLowerCase());

/** The call, with a function beside it that reads a variable by its lower-case name. */
export function withVariables(body: Body, call: string, at: Position): string {
  const found = new Map<string, string>();
  for (const [key, local] of body.visibleLocals()) {
    found.set(key, local.js);
  }
  for (let symbol: TypeSymbol | null = body.owner; symbol; symbol = symbol.outer) {
    addFields(body, symbol, at, found);
  }
  const cases = [...found].map(([key, js]) => `case ${JSON.stringify(key)}:return ${js};`).join('');
  return `withBinds((n)=>{switch(n){${cases}}},()=>${call})`;
}

function addFields(body: Body, symbol: TypeSymbol, at: Position, found: Map<string, string>): void {
  const isOwn = symbol === body.owner;
  for (const { symbol: above } of supertypes({ kind: 'class', symbol, args: [] })) {
    for (const [key, field] of above.user ? above.fields : []) {
      const isReachable = field.static || (isOwn && !body.place.static);
      if (found.has(key) || !isReachable || field.enumConstant || !visible(field, body.owner)) {
        continue;
      }
      const on = field.static ? null : { type: body.self, js: 'this', nonNull: true, simple: true };
      found.set(key, fieldPlace(body, field, field.type, on, at).get);
    }
  }
}
