/** The syntax tree of Apex: what `build` makes of a parse, and all that the compiler reads. Names keep the case they were written in. */

/** 1-based. */
export interface Position {
  line: number;
  column: number;
}
interface Node {
  at: Position;
}

export interface TypeName extends Node {
  /** `Map<Id, Account>` is one part; `Database.SaveResult` two. */
  parts: { name: string; args: TypeName[] }[];
  /** `Integer[][]` has 2. */
  arrays: number;
}

export type LiteralKind = 'Integer' | 'Long' | 'Double' | 'Decimal' | 'String' | 'Boolean' | 'null';

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '<<'
  | '>>'
  | '>>>'
  | '<'
  | '>'
  | '<='
  | '>='
  | '=='
  | '!='
  | '<>'
  | '==='
  | '!=='
  | '&'
  | '|'
  | '^'
  | '&&'
  | '||'
  | '??';
export type AssignOperator = '=' | '+=' | '-=' | '*=' | '/=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '>>>=';

export type Expression =
  | (Node & { kind: 'literal'; literal: LiteralKind; text: string })
  | (Node & { kind: 'name'; name: string })
  | (Node & { kind: 'this' })
  | (Node & { kind: 'super' })
  | (Node & { kind: 'member'; target: Expression; name: string; safe: boolean })
  /** `target` is null for a call of an own or inherited method. */
  | (Node & { kind: 'call'; target: Expression | null; name: string; args: Expression[]; safe: boolean })
  /** `this(…)`, `super(…)`. */
  | (Node & { kind: 'construct'; which: 'this' | 'super'; args: Expression[] })
  | (Node & { kind: 'index'; target: Expression; index: Expression })
  | (Node & { kind: 'new'; type: TypeName; args: Expression[] })
  | (Node & { kind: 'newArray'; type: TypeName; size: Expression | null; items: Expression[] })
  /** `new List<T>{…}`, `new Set<T>{…}`. */
  | (Node & { kind: 'newItems'; type: TypeName; items: Expression[] })
  | (Node & { kind: 'newMap'; type: TypeName; pairs: [Expression, Expression][] })
  | (Node & { kind: 'assign'; operator: AssignOperator; target: Expression; value: Expression })
  | (Node & { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression })
  | (Node & { kind: 'unary'; operator: '-' | '+' | '!' | '~'; operand: Expression })
  | (Node & { kind: 'step'; operator: '++' | '--'; prefix: boolean; operand: Expression })
  | (Node & { kind: 'cast'; type: TypeName; operand: Expression })
  | (Node & { kind: 'instanceof'; operand: Expression; type: TypeName })
  | (Node & { kind: 'ternary'; condition: Expression; yes: Expression; no: Expression })
  | (Node & { kind: 'typeClass'; type: TypeName })
  | (Node & { kind: 'soql'; query: Soql })
  /** The text with binds as in a query. */
  | (Node & { kind: 'sosl'; text: string; binds: Expression[] });

/** A query's text with `:expression` replaced by `:b0`, `:b1`, …, and what the compiler needs to know of it. */
export interface Soql {
  text: string;
  binds: Expression[];
  shape: SoqlShape;
}
export interface SoqlShape extends Node {
  object: string;
  /** `SELECT count() FROM …`. */
  countOnly: boolean;
  /** Gives AggregateResult rows. */
  aggregate: boolean;
  /** Every field path named anywhere in the query itself, not in its subqueries. */
  paths: { path: string; at: Position }[];
  children: SoqlShape[];
  semiJoins: SoqlShape[];
}

export interface Declarator extends Node {
  name: string;
  value: Expression | null;
}

export interface Block extends Node {
  kind: 'block';
  statements: Statement[];
}

export interface CatchClause extends Node {
  type: TypeName;
  name: string;
  body: Block;
}

export type WhenValue =
  | (Node & { kind: 'literal'; value: Expression })
  /** An enum constant, or a static constant by name. */
  | (Node & { kind: 'name'; name: string[] });
export type WhenCase = Node & { body: Block } & (
    { kind: 'values'; values: WhenValue[] } | { kind: 'type'; type: TypeName; name: string } | { kind: 'else' }
  );

export type DmlKind = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

export type Statement =
  | Block
  | (Node & { kind: 'local'; type: TypeName; final: boolean; variables: Declarator[] })
  | (Node & { kind: 'expression'; value: Expression })
  | (Node & { kind: 'if'; condition: Expression; yes: Statement; no: Statement | null })
  | (Node & { kind: 'switch'; on: Expression; cases: WhenCase[] })
  | (Node & { kind: 'for'; init: Statement[]; condition: Expression | null; update: Expression[]; body: Statement | null })
  | (Node & { kind: 'forEach'; type: TypeName; name: string; over: Expression; body: Statement | null })
  | (Node & { kind: 'while'; condition: Expression; body: Statement | null })
  | (Node & { kind: 'doWhile'; condition: Expression; body: Block })
  | (Node & { kind: 'try'; body: Block; catches: CatchClause[]; finally: Block | null })
  | (Node & { kind: 'return'; value: Expression | null })
  | (Node & { kind: 'throw'; value: Expression })
  | (Node & { kind: 'break' })
  | (Node & { kind: 'continue' })
  | (Node & { kind: 'dml'; op: DmlKind; records: Expression; access: 'user' | 'system' | null; externalId: string[] | null })
  | (Node & { kind: 'merge'; master: Expression; losers: Expression; access: 'user' | 'system' | null })
  | (Node & { kind: 'runAs'; args: Expression[]; body: Block });

export interface Annotation extends Node {
  name: string;
  /** `(value)` has the key `value`; keys lower-case, text unquoted. */
  values: Map<string, string>;
}
export interface Modifiers {
  /** Lower-case words: `public`, `static`, `with sharing`, … */
  words: Set<string>;
  annotations: Annotation[];
}

export interface Parameter extends Node {
  name: string;
  type: TypeName;
  final: boolean;
}
export interface MethodNode extends Node {
  kind: 'method';
  modifiers: Modifiers;
  name: string;
  /** Null: void. */
  returns: TypeName | null;
  parameters: Parameter[];
  body: Block | null;
}
export interface ConstructorNode extends Node {
  kind: 'constructor';
  modifiers: Modifiers;
  name: string;
  parameters: Parameter[];
  body: Block;
}
export interface FieldNode extends Node {
  kind: 'field';
  modifiers: Modifiers;
  type: TypeName;
  variables: Declarator[];
}
export interface Accessor extends Node {
  modifiers: Modifiers;
  /** Null: `get;`. */
  body: Block | null;
}
export interface PropertyNode extends Node {
  kind: 'property';
  modifiers: Modifiers;
  type: TypeName;
  name: string;
  get: Accessor | null;
  set: Accessor | null;
}
export interface InitializerNode extends Node {
  kind: 'initializer';
  static: boolean;
  body: Block;
}
export type MemberNode = MethodNode | ConstructorNode | FieldNode | PropertyNode | InitializerNode | TypeNode;

export interface TypeNode extends Node {
  kind: 'class' | 'interface' | 'enum';
  modifiers: Modifiers;
  name: string;
  extends: TypeName | null;
  /** `implements` of a class, `extends` of an interface. */
  interfaces: TypeName[];
  members: MemberNode[];
  constants: { name: string; at: Position }[];
}

export type TriggerTiming = 'before' | 'after';
export type TriggerOperation = 'insert' | 'update' | 'delete' | 'undelete';

export type CompilationUnit =
  | { kind: 'class'; type: TypeNode }
  | {
      kind: 'trigger';
      at: Position;
      name: string;
      object: string;
      events: { timing: TriggerTiming; op: TriggerOperation }[];
      members: MemberNode[];
      body: Block;
    }
  | { kind: 'anonymous'; members: MemberNode[]; body: Block };
