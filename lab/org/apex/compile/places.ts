/** What can be read and assigned: locals, fields, properties, record fields, list elements. */
import type { Position } from '../syntax/ast.ts';
import type { FieldSymbol } from '../types/symbols.ts';
import type { ApexType } from '../types/type.ts';
import type { Body, Local, Value } from './body.ts';
import { visible } from './members.ts';

export interface Place {
  type: ApexType;
  /** JavaScript to read it. */
  get: string;
  /** JavaScript that assigns and gives the assigned value. */
  set(js: string): string;
  /** Evaluated first, once: `t1=target`. */
  before: string[];
  /** Why it cannot be assigned, or null. */
  refused: string | null;
  nonNull?: boolean;
  simple?: boolean;
  guard?: string;
  parent?: boolean;
}

/** @param once the place is read and written: its target is evaluated into a variable. */
export function target(body: Body, value: Value, once: boolean): { js: string; before: string[] } {
  if (!once || value.simple) {
    return { js: value.js, before: [] };
  }
  const temp = body.temp();
  return { js: temp, before: [`${temp}=${value.js}`] };
}

export function localPlace(local: Local): Place {
  return {
    type: local.type,
    get: local.js,
    set: (js) => `${local.js}=${js}`,
    before: [],
    refused: local.final ? `Final variable cannot be assigned: ${local.name}` : null,
    simple: true
  };
}

/** A static or instance field or property of a class. `on` is null for statics. */
export function fieldPlace(body: Body, field: FieldSymbol, type: ApexType, on: Value | null, at: Position, once = false): Place {
  if (!visible(field, body.owner)) {
    body.problem(at, `Variable is not visible: ${field.owner.name}.${field.name}`);
  }
  if (!field.owner.user || field.enumConstant) {
    return libraryPlace(body, field, type, on, once);
  }
  const key = field.name.toLowerCase();
  const holder = on === null ? { js: body.statics(field.owner), before: [] } : target(body, on, once);
  const object = on === null || on.nonNull ? holder.js : `nn(${holder.js})`;
  const stored = `${object}.f_${key}`;
  const own = body.place.accessorOf === key && body.owner === field.owner;
  const property = own ? null : field.property;
  const methods = on === null ? `C[${field.owner.index}]` : object;
  return {
    type,
    get: property?.getBody ? `${methods}.g_${key}()` : stored,
    set: (js) => (property?.setBody ? `assign(${methods},"p_${key}",${js})` : `${stored}=${js}`),
    before: holder.before,
    refused: refusal(body, field, own),
    guard: on?.guard
  };
}

function refusal(body: Body, field: FieldSymbol, own: boolean): string | null {
  if (field.property && !own) {
    const { set } = field.property;
    if (set === null) {
      return `Variable is not writeable: ${field.name}`;
    }
    return visible({ ...field, visibility: set }, body.owner) ? null : `Variable is not visible: ${field.name}`;
  }
  if (field.final && !(body.place.initializing && body.owner === field.owner)) {
    return `Final members can only be assigned in their declaration, init blocks, or constructors: ${field.name}`;
  }
  return null;
}

function libraryPlace(body: Body, field: FieldSymbol, type: ApexType, on: Value | null, once: boolean): Place {
  const { get, set } = field.implementation ?? {};
  const holder = on === null ? { js: '', before: [] } : target(body, on, once);
  const object = on === null ? '' : on.nonNull ? holder.js : `nn(${holder.js})`;
  if (field.enumConstant) {
    const constant = body.tables.runtimeTypes.constantsOf(field.owner).find(({ name }) => name === field.name);
    const js = body.tables.constant(constant);
    return { type, get: js, set: () => js, before: [], refused: `Variable is not writeable: ${field.name}`, nonNull: true, simple: true };
  }
  return {
    type,
    get: get ? `${body.tables.function(get)}(${object})` : 'null',
    set: (js) => (set ? `assignBy(${body.tables.function(set)},${on === null ? js : `${js},${object}`})` : js),
    before: holder.before,
    refused: set ? null : `Variable is not writeable: ${field.name}`,
    guard: on?.guard
  };
}

export function valueOf(place: Place): Value {
  return {
    type: place.type,
    js: place.get,
    nonNull: place.nonNull,
    simple: place.simple,
    guard: place.guard,
    parent: place.parent
  };
}
