/** A query as it is written. `at` is the offset in its text. */

export interface Path {
  names: string[];
  at: number;
}
export interface Call {
  /** Upper case. */
  name: string;
  args: Expression[];
  at: number;
}
export type Expression = { kind: 'path'; path: Path } | { kind: 'call'; call: Call };

export type Literal =
  | { kind: 'value'; value: string | number | boolean | null; quoted: boolean }
  /** `2026-03-01`, `2026-03-01T10:00:00Z`, made canonical. */
  | { kind: 'date' | 'datetime'; value: string }
  /** `TODAY`, `LAST_N_DAYS:7`. */
  | { kind: 'span'; name: string; count: number }
  | { kind: 'bind'; name: string };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like';
export type Condition =
  | { kind: 'and' | 'or'; all: Condition[] }
  | { kind: 'not'; inner: Condition }
  | { kind: 'compare'; left: Expression; operator: Comparison; right: Literal; at: number }
  | { kind: 'in'; left: Expression; not: boolean; values: Literal[] | Query; at: number }
  | { kind: 'includes'; left: Expression; not: boolean; values: Literal[]; at: number };

export type Selected =
  | { kind: 'expression'; expression: Expression; alias: string | null }
  | { kind: 'children'; query: Query }
  | { kind: 'fields'; which: 'ALL' | 'STANDARD' | 'CUSTOM' }
  | { kind: 'typeof'; relation: Path; cases: { object: string; fields: Path[] }[]; otherwise: Path[] };

export interface Query {
  select: Selected[];
  from: { name: string; alias: string | null; at: number };
  /** `USING SCOPE …`. */
  scope: 'everything' | 'mine' | null;
  where: Condition | null;
  /** `WITH …`. */
  mode: 'USER_MODE' | 'SYSTEM_MODE' | 'SECURITY_ENFORCED' | null;
  groupBy: Expression[];
  subtotals: 'ROLLUP' | 'CUBE' | null;
  having: Condition | null;
  orderBy: { by: Expression; descending: boolean; nullsLast: boolean }[];
  limit: Literal | null;
  offset: Literal | null;
  forUpdate: boolean;
  allRows: boolean;
}
