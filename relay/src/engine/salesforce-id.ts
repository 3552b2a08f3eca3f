const CHECKS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Salesforce ids have 15 characters that differ by case, and three more that say which of them are capital letters, five bits each. @returns All 18. */
export function wholeId(id: string): string {
  const bits = (from: number) => [...id.slice(from, from + 5)].reduce((sum, one, at) => sum + (one >= 'A' && one <= 'Z' ? 1 << at : 0), 0);
  return `${id.slice(0, 15)}${CHECKS[bits(0)]}${CHECKS[bits(5)]}${CHECKS[bits(10)]}`;
}
