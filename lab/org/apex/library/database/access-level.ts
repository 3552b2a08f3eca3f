/** AccessLevel: whose rights a `Database` or `Search` method goes by. */
import type { Access } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { library, nullArgument } from '../define.ts';

class AccessLevelValue {
  readonly typeName = 'AccessLevel';
  readonly mode: 'user' | 'system';
  constructor(mode: 'user' | 'system') {
    this.mode = mode;
  }
}
export type { AccessLevelValue };

const USER = new AccessLevelValue('user');
const SYSTEM = new AccessLevelValue('system');

export function accessFor(level: AccessLevelValue | null): Access {
  if (level === null) {
    throw nullArgument();
  }
  return { ...runtime().access(), mode: level.mode };
}

export const accessLevel = library({
  name: 'AccessLevel',
  members: {
    'static AccessLevel USER_MODE { get; }': { get: () => USER },
    'static AccessLevel SYSTEM_MODE { get; }': { get: () => SYSTEM }
  }
});
