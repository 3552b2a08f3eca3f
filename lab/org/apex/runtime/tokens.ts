/** Values that stand for types: `Foo.class`, `Account.SObjectType`, `Account.Name`. Equal when they name the same thing. */
import type { RuntimeType } from './runtime-type.ts';

/** A `System.Type`. One value a type name: made by `typeToken` only. */
export class TypeToken {
  readonly type: RuntimeType;
  constructor(type: RuntimeType) {
    this.type = type;
  }
  tostring$0(): string {
    return this.type.name;
  }
}

/** A `Schema.SObjectType`; `object` is the canonical API name. */
export class SObjectTypeToken {
  readonly object: string;
  constructor(object: string) {
    this.object = object;
  }
  tostring$0(): string {
    return this.object;
  }
}

/** A `Schema.SObjectField`; both names canonical. */
export class SObjectFieldToken {
  readonly object: string;
  readonly field: string;
  constructor(object: string, field: string) {
    this.object = object;
    this.field = field;
  }
  tostring$0(): string {
    return this.field;
  }
}

const types = new WeakMap<RuntimeType, TypeToken>();
const objects = new Map<string, SObjectTypeToken>();
const fields = new Map<string, SObjectFieldToken>();

/** Runtime types are made once each, so that identity of tokens is equality of types. */
export function typeToken(type: RuntimeType): TypeToken {
  let token = types.get(type);
  if (!token) {
    token = new TypeToken(type);
    types.set(type, token);
  }
  return token;
}

export function objectToken(object: string): SObjectTypeToken {
  let token = objects.get(object);
  if (!token) {
    token = new SObjectTypeToken(object);
    objects.set(object, token);
  }
  return token;
}

export function fieldToken(object: string, field: string): SObjectFieldToken {
  const key = `${object}.${field}`;
  let token = fields.get(key);
  if (!token) {
    token = new SObjectFieldToken(object, field);
    fields.set(key, token);
  }
  return token;
}
