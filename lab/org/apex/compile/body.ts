/** What is known while the body of a method is compiled: where it stands, its variables, and the tables it writes to. */
import type { ObjectDef } from '../../types.ts';
import type { Position, TypeName } from '../syntax/ast.ts';
import type { TypeSymbol } from '../types/symbols.ts';
import { ERROR, nameOf, type ApexType, type ClassType } from '../types/type.ts';
import type { Universe } from '../types/universe.ts';
import { typeVisible } from './members.ts';
import type { Problems } from './problems.ts';
import { checkName } from './reserved.ts';
import type { Tables } from './tables.ts';

/** A compiled expression. */
export interface Value {
  type: ApexType;
  js: string;
  /** Known not to be null. */
  nonNull?: boolean;
  /** May be written twice: a local, `this`, a literal. */
  simple?: boolean;
  /** `a?.b` and all that hangs on it: when this is true, the whole is null. Settled by `settle`. */
  guard?: string;
  /** The rows of a query: may be assigned to a single sObject, or have a field read off. */
  query?: boolean;
  /** Reached over a relationship, where a null parent gives null fields. */
  parent?: boolean;
  /** The description of an object: `Schema.SObjectType.Account`, and its `fields`. */
  describes?: ObjectDef;
  fieldsOf?: boolean;
  /** `RowCause` of a share, whose members are its values. */
  rowCause?: boolean;
  /** And its `fieldSets`. */
  fieldSetsOf?: boolean;
  /** A number written as a literal, for conversion while compiling. */
  literal?: string;
}

export interface Local {
  name: string;
  type: ApexType;
  final: boolean;
  js: string;
}

export interface BodyPlace {
  universe: Universe;
  tables: Tables;
  problems: Problems;
  owner: TypeSymbol;
  /** No `this`. */
  static: boolean;
  returns: ApexType;
  /** `return` in a constructor gives the instance. */
  constructing: boolean;
  /** Constructors and initialisers may set final fields. */
  initializing: boolean;
  /** The property whose accessor this is: its own name means what it stores. */
  accessorOf: string | null;
  /** The object of the trigger this is, for the type of Trigger.new. */
  triggerObject: ApexType | null;
  labels: ReadonlySet<string> | null;
}

export class Body {
  readonly place: BodyPlace;
  /** Lines with statements, for coverage. */
  readonly lines: Set<number>;
  /** Classes whose statics the code touches. */
  readonly staticsUsed: Set<number>;
  /** How many loops stand around the current statement. */
  loops = 0;
  private scopes: Map<string, Local>[] = [new Map()];
  private temps = 0;
  private locals = 0;

  constructor(place: BodyPlace, lines: Set<number>, staticsUsed: Set<number>) {
    this.place = place;
    this.lines = lines;
    this.staticsUsed = staticsUsed;
  }

  get universe(): Universe {
    return this.place.universe;
  }
  get tables(): Tables {
    return this.place.tables;
  }
  get owner(): TypeSymbol {
    return this.place.owner;
  }
  get self(): ClassType {
    return { kind: 'class', symbol: this.place.owner, args: [] };
  }

  problem(at: Position, message: string): void {
    this.place.problems.add(at, message);
  }
  /** Reports, and gives a value that provokes no further report. */
  fail(at: Position, message: string): Value {
    this.problem(at, message);
    return { type: ERROR, js: 'null' };
  }

  scoped<T>(work: () => T): T {
    this.scopes.push(new Map());
    try {
      return work();
    } finally {
      this.scopes.pop();
    }
  }

  declare(at: Position, name: string, type: ApexType, final = false): Local {
    checkName(this.place.problems, at, name, 'variable');
    if (this.local(name)) {
      this.problem(at, `Duplicate variable: ${name}`);
    }
    this.locals += 1;
    const local = { name, type, final, js: `v${this.locals}_${name.toLowerCase()}` };
    this.scopes.at(-1)?.set(name.toLowerCase(), local);
    return local;
  }

  local(name: string): Local | undefined {
    const key = name.toLowerCase();
    for (let index = this.scopes.length - 1; index >= 0; index -= 1) {
      const found = this.scopes[index]?.get(key);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** All variables in sight, an inner one before an outer one of the same name. */
  visibleLocals(): Map<string, Local> {
    return new Map(this.scopes.flatMap((scope) => [...scope]));
  }

  /** A JavaScript variable of its own, declared at the top of the method. */
  temp(): string {
    this.temps += 1;
    return `t${this.temps}`;
  }
  declarations(): string {
    return this.temps === 0 ? '' : `let ${Array.from({ length: this.temps }, (_, index) => `t${index + 1}`).join(',')};`;
  }

  /** JavaScript of the statics of a class. */
  statics(symbol: TypeSymbol): string {
    this.staticsUsed.add(symbol.index);
    return `s${symbol.index}()`;
  }

  /** A type by name, or an error. */
  type(name: TypeName): ApexType {
    const type = this.universe.resolve(name, this.owner);
    if (!type) {
      this.problem(name.at, `Invalid type: ${typeText(name)}`);
      return ERROR;
    }
    this.seen(type, name.at);
    return type;
  }

  private seen(type: ApexType, at: Position): void {
    if (type.kind === 'class') {
      type.args.forEach((arg) => this.seen(arg, at));
      if (!typeVisible(type.symbol, this.owner)) {
        this.problem(at, `Type is not visible: ${nameOf(type)}`);
      }
    }
  }
}

export function typeText(name: TypeName): string {
  const parts = name.parts.map((part) => (part.args.length === 0 ? part.name : `${part.name}<${part.args.map(typeText).join(',')}>`));
  return `${parts.join('.')}${'[]'.repeat(name.arrays)}`;
}

/** A value on its own, with what `?.` guards it decided. */
export function settle(value: Value): Value {
  return value.guard === undefined ? value : { type: value.type, js: `(${value.guard}?null:${value.js})` };
}
