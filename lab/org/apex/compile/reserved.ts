/** Words that cannot be names. Apex Developer Guide, "Reserved Keywords"; the parser of the platform refuses the first group anywhere. */
import type { Position } from '../syntax/ast.ts';
import type { Problems } from './problems.ts';

const setOf = (words: string): Set<string> => new Set(words.split(' '));

const NEVER = setOf(
  'abstract and as asc break bulk by catch class commit continue delete desc do else enum extends false final finally for from global having if implements ' +
    'in insert instanceof interface like limit list map merge new not null nulls on or override private protected public return select static super ' +
    'testmethod this throw trigger true try undelete update upsert using virtual webservice where while'
);
/** May be methods, but no variables. */
const NO_VARIABLE = setOf(
  'activate any array autonomous begin bigdecimal blob boolean byte case cast char collect const currency date datetime decimal default double end exception ' +
    'exit export float goto group hint import inner int integer into join long loop number object of outer package parallel pragma retrieve rollback set ' +
    'short sobject string switch synchronized system then time transaction void when'
);

/** @param what a variable, a field or a property; or a method or type, which may bear more names. */
export function checkName(problems: Pick<Problems, 'add'>, at: Position, name: string, what: 'variable' | 'other'): void {
  const key = name.toLowerCase();
  if (NEVER.has(key) || (what === 'variable' && NO_VARIABLE.has(key))) {
    problems.add(at, `Identifier name is reserved: ${name}`);
  }
}
