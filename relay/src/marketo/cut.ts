/** Marketo REST: at most 300 records or filter values a call. */
export const RECORDS_A_CALL = 300;

export function cut<T>(all: readonly T[], size = RECORDS_A_CALL): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += size) parts.push(all.slice(from, from + size));
  return parts;
}
