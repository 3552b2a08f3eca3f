/** A Map<String, T> that finds its keys in any case, as describe results do. */
import { ApexMap } from '../../runtime/collections.ts';

const fold = (key: unknown): unknown => (typeof key === 'string' ? key.toLowerCase() : key);

export class CaselessMap extends ApexMap {
  override has(key: unknown): boolean {
    return super.has(fold(key));
  }
  override get(key: unknown): unknown {
    return super.get(fold(key));
  }
  override put(key: unknown, value: unknown): unknown {
    return super.put(fold(key), value);
  }
  override remove(key: unknown): unknown {
    return super.remove(fold(key));
  }
}
