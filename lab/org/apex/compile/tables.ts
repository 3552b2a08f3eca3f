/** What generated code refers to by number: library functions, runtime types, constants, methods for the stack. */
import type { MethodInfo } from '../runtime/machine.ts';
import type { RuntimeType } from '../runtime/runtime-type.ts';
import type { RuntimeTypes } from '../types/runtime-types.ts';
import type { LibraryFunction } from '../types/symbols.ts';
import type { ApexType } from '../types/type.ts';

export class Tables {
  readonly functions: LibraryFunction[] = [];
  readonly types: RuntimeType[] = [];
  readonly constants: unknown[] = [];
  readonly methods: MethodInfo[] = [];
  readonly runtimeTypes: RuntimeTypes;
  private readonly known = new Map<unknown, string>();

  constructor(runtimeTypes: RuntimeTypes) {
    this.runtimeTypes = runtimeTypes;
  }

  /** JavaScript that gives the library function. */
  function(implementation: LibraryFunction): string {
    return this.once(implementation, () => `L[${this.functions.push(implementation) - 1}]`);
  }
  type(type: ApexType): string {
    const runtimeType = this.runtimeTypes.of(type);
    return this.once(runtimeType, () => `T[${this.types.push(runtimeType) - 1}]`);
  }
  /** `key` tells constants of equal value apart from others; objects are their own key. */
  constant(value: unknown, key: unknown = value): string {
    return this.once(key, () => `K[${this.constants.push(value) - 1}]`);
  }
  method(info: MethodInfo): string {
    return `M[${this.methods.push(info) - 1}]`;
  }

  private once(key: unknown, make: () => string): string {
    let js = this.known.get(key);
    if (js === undefined) {
      js = make();
      this.known.set(key, js);
    }
    return js;
  }
}
