/** Choosing among methods of one name. Apex Developer Guide, "Understanding … Method Overloading"; conversions as for assignment. */
import { distance } from '../types/convert.ts';
import { nameOf, type ApexType } from '../types/type.ts';
import { fits } from './convert-value.ts';
import type { Value } from './body.ts';

interface Callable {
  parameters: ApexType[];
}

/** The best fit, `ambiguous`, or null when none fits. */
export function choose<M extends Callable>(candidates: M[], args: Value[]): M | 'ambiguous' | null {
  const fitting = candidates.filter(
    ({ parameters }) => parameters.length === args.length && args.every((arg, index) => fits(arg, parameters[index] as ApexType))
  );
  if (fitting.length <= 1) {
    return fitting[0] ?? null;
  }
  const cost = (candidate: M): number[] => args.map((arg, index) => distance(arg.type, candidate.parameters[index] as ApexType) ?? 100);
  const ranked = fitting.map((candidate) => ({ candidate, costs: cost(candidate) }));
  const best = ranked.find((one) => ranked.every((other) => one.costs.every((value, index) => value <= (other.costs[index] as number))));
  if (best) {
    return best.candidate;
  }
  // Of equally near ones, that which takes more arguments as they are: Math.min(Decimal, Integer) is that of Decimals.
  const sum = (costs: number[]): number => costs.reduce((total, value) => total + value, 0);
  const exact = (costs: number[]): number => costs.filter((value) => value === 0).length;
  const sorted = ranked.sort((left, right) => sum(left.costs) - sum(right.costs) || exact(right.costs) - exact(left.costs));
  const [first, second] = sorted as [(typeof ranked)[0], (typeof ranked)[0]];
  const isTie = sum(first.costs) === sum(second.costs) && exact(first.costs) === exact(second.costs);
  return isTie ? 'ambiguous' : first.candidate;
}

export const argumentNames = (args: Value[]): string => args.map((arg) => nameOf(arg.type)).join(', ');
