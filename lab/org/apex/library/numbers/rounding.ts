/** System.RoundingMode. */
import { ApexDecimal, type Rounding } from '../../runtime/decimal.ts';
import type { ApexEnum } from '../../runtime/enum-value.ts';
import { enumeration, nullArgument } from '../define.ts';

export const roundingMode = enumeration('RoundingMode', [
  'CEILING',
  'DOWN',
  'FLOOR',
  'HALF_DOWN',
  'HALF_EVEN',
  'HALF_UP',
  'UNNECESSARY',
  'UP'
]);

export function roundingOf(mode: ApexEnum | null): Rounding {
  if (mode === null) {
    throw nullArgument();
  }
  return mode.name as Rounding;
}

/** To a whole number, ties to the even one: what `round()` does where no mode is named. */
export const halfEven = (value: number | ApexDecimal): bigint => ApexDecimal.from(value).setScale(0, 'HALF_EVEN').toBigInt();
