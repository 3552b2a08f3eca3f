/** `hashCode` of collections: equal ones have equal codes. */
import { hashKey, identityOf } from '../../runtime/equality.ts';

export function hashOf(value: unknown): number {
  const { key } = hashKey(value);
  if (typeof key === 'object' && key !== null) {
    return identityOf(key);
  }
  let hash = 0;
  for (const unit of String(key)) {
    hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) | 0;
  }
  return hash;
}
