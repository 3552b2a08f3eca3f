/**
 * What `Test.createStub` makes: an instance of a user class or interface whose methods all answer through a provider. No constructor runs. Static
 * and private methods and accessors stay what they are. Apex Developer Guide, "Build a Mocking Framework with the Stub API".
 */
import type { StubbedMethod } from '../runtime/current.ts';
import { ApexObject, apexError } from '../runtime/exception-value.ts';
import type { RuntimeType } from '../runtime/runtime-type.ts';
import { supertypes } from '../types/convert.ts';
import type { RuntimeTypes } from '../types/runtime-types.ts';
import { aliasOf, type MethodSymbol } from '../types/symbols.ts';
import { argumentsOf, substitute, VOID, type ApexType, type ClassType } from '../types/type.ts';

type Answer = (method: StubbedMethod, args: unknown[]) => unknown;
type Members = Record<string, (...args: unknown[]) => unknown>;

/** @param base the JavaScript class of a user class; undefined for an interface. */
export function stubOf(types: RuntimeTypes, type: RuntimeType, base: (new () => object) | undefined, answer: Answer): object {
  const made = types.staticOf(type);
  if (made?.kind !== 'class' || !made.symbol.user || made.symbol.kind === 'enum') {
    throw apexError('TypeException', `Type cannot be stubbed: ${type.name}`);
  }
  const stub = base ? new base() : new ApexObject();
  const members = stub as Members;
  // What is nearest comes first, and takes its place before what it overrides.
  const taken = new Set<string>();
  for (const above of supertypes(made)) {
    for (const method of [...above.symbol.methods.values()].flat()) {
      const isHidden = method.static || (method.visibility === 'private' && above.symbol.kind === 'class');
      const slot = above.symbol.user ? method.slot : aliasOf(method.name, method.parameters.length);
      if (!isHidden && !taken.has(slot)) {
        taken.add(slot);
        const described = describe(types, above, method);
        members[slot] = (...args) => answer(described, args);
      }
    }
  }
  Object.defineProperty(stub, 'type$', { value: { ...own(type), name: `${type.name}__sfdc_ApexStub` } });
  types.adopt((stub as { type$: RuntimeType }).type$, made);
  return stub;
}

/** A copy keeps the getters of a runtime type. */
const own = (type: RuntimeType): RuntimeType => Object.defineProperties({} as RuntimeType, Object.getOwnPropertyDescriptors(type));

function describe(types: RuntimeTypes, owner: ClassType, method: MethodSymbol): StubbedMethod {
  const args = argumentsOf(owner);
  const typeOf = (type: ApexType) => types.of(substitute(type, args));
  return {
    name: method.name,
    returns: method.returns === VOID ? null : typeOf(method.returns),
    parameters: method.parameters.map((parameter) => ({ name: parameter.name, type: typeOf(parameter.type) }))
  };
}
