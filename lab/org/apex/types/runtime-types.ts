/** Static types as running code sees them: one value each, so that identity is equality. */
import { ApexEnum } from '../runtime/enum-value.ts';
import type { RuntimeField, RuntimeKind, RuntimeType } from '../runtime/runtime-type.ts';
import { supertypes } from './convert.ts';
import { libraryConstant } from './library-symbols.ts';
import type { FieldSymbol, TypeSymbol } from './symbols.ts';
import { keyOf, nameOf, type ApexType } from './type.ts';

type Accessors = Record<string, (value?: unknown) => unknown>;
type Stored = Record<string, unknown>;

export class RuntimeTypes {
  /** Makes an instance of a user class without running a constructor; set by the program when its classes exist. */
  allocator: (symbol: TypeSymbol) => object = () => {
    throw new Error('The program has not been linked yet.');
  };
  private readonly made = new Map<string, RuntimeType>();
  private readonly statics = new WeakMap<RuntimeType, ApexType>();
  private readonly enums = new Map<TypeSymbol, ApexEnum[]>();

  of(type: ApexType): RuntimeType {
    const key = keyOf(type);
    let made = this.made.get(key);
    if (!made) {
      made = this.make(type);
      this.made.set(key, made);
      this.statics.set(made, type);
    }
    return made;
  }

  /** The static type behind a runtime type of this program. */
  staticOf(type: RuntimeType): ApexType | undefined {
    return this.statics.get(type);
  }

  /** Another value for a type that the program knows: that of a stub. */
  adopt(type: RuntimeType, known: ApexType): void {
    this.statics.set(type, known);
  }

  constantsOf(symbol: TypeSymbol): ApexEnum[] {
    let constants = this.enums.get(symbol);
    if (!constants) {
      constants = symbol.constants.map(
        (name, index) => (symbol.user ? undefined : libraryConstant(symbol.name, name)) ?? new ApexEnum(symbol.name, name, index)
      );
      this.enums.set(symbol, constants);
    }
    return constants;
  }

  private make(type: ApexType): RuntimeType {
    const symbol = type.kind === 'class' ? type.symbol : null;
    const above = type.kind === 'class' ? supertypes(type).map(keyOf) : type.kind === 'sobject' ? [keyOf(type), 'sobject'] : [keyOf(type)];
    const args = type.kind === 'class' ? type.args.map((arg) => this.of(arg)) : [];
    const fields = (): RuntimeField[] => (symbol?.user ? this.fieldsOf(symbol) : []);
    const constants = (): ApexEnum[] => (symbol?.kind === 'enum' ? this.constantsOf(symbol) : []);
    let knownFields: RuntimeField[] | null = null;
    const made: RuntimeType = {
      name: nameOf(type),
      kind: kindOf(type),
      args,
      assignableTo: new Set([...above, 'object']),
      user: symbol?.user ?? false,
      get fields() {
        knownFields ??= fields();
        return knownFields;
      },
      get constants() {
        return constants();
      }
    };
    if (symbol?.user && symbol.kind === 'class') {
      made.allocate = () => this.allocator(symbol);
    }
    return made;
  }

  private fieldsOf(symbol: TypeSymbol): RuntimeField[] {
    const inherited = symbol.superType?.symbol.user ? this.fieldsOf(symbol.superType.symbol) : [];
    const own = [...symbol.fields.values()].filter((field) => !field.static && isStored(field)).map((field) => this.field(field));
    return [...inherited, ...own];
  }

  private field(field: FieldSymbol): RuntimeField {
    const key = field.name.toLowerCase();
    const type = (): RuntimeType => this.of(field.type);
    return {
      name: field.name,
      get type() {
        return type();
      },
      transient: field.transient,
      computed: field.property?.getBody === true,
      get: (target) => (field.property?.getBody ? (target as Accessors)[`g_${key}`]?.() : (target as Stored)[`f_${key}`]),
      set: (target, value) => {
        if (field.property?.setBody) {
          (target as Accessors)[`p_${key}`]?.(value);
        } else {
          (target as Stored)[`f_${key}`] = value;
        }
      }
    };
  }
}

/** Fields, and properties that can be read. */
const isStored = (field: FieldSymbol): boolean => field.property === null || field.property.get !== null;

function kindOf(type: ApexType): RuntimeKind {
  if (type.kind === 'sobject') {
    return 'sobject';
  }
  if (type.kind !== 'class') {
    return 'primitive';
  }
  return !type.symbol.user && ['List', 'Set', 'Map'].includes(type.symbol.name) ? 'collection' : type.symbol.kind;
}
