/** Types as running code sees them: what `Type` values hold, what collections carry, what `instanceof` and JSON read. */
import type { ApexEnum } from './enum-value.ts';

export type RuntimeKind =
  /** Boolean, Integer, Long, Double, Decimal, String, Id, Date, Datetime, Time, Blob, Object, void. */
  | 'primitive'
  /** List, Set, Map. */
  | 'collection'
  /** A concrete sObject, or `SObject` itself. */
  | 'sobject'
  /** User classes and interfaces, and library classes and interfaces. */
  | 'class'
  | 'interface'
  | 'enum';

export interface RuntimeField {
  /** As declared. */
  name: string;
  type: RuntimeType;
  transient: boolean;
  /** A property whose getter has a body: to read it is to run code. */
  computed: boolean;
  /** Declared in the user's class itself or inherited; static members are not listed. */
  get(target: unknown): unknown;
  set(target: unknown, value: unknown): void;
}

export interface RuntimeType {
  /** As `Type.getName()` writes it: `String`, `List<Account>`, `Outer.Inner`, `Database.SaveResult`. */
  readonly name: string;
  readonly kind: RuntimeKind;
  /** `List<T>` → [T]; `Map<K, V>` → [K, V]. */
  readonly args: readonly RuntimeType[];
  /** Every type this one is assignable to, itself included, by lower-case name. */
  readonly assignableTo: ReadonlySet<string>;
  /** True for user classes, interfaces and enums. */
  readonly user: boolean;
  /** User classes: instance fields and properties, base class first, in order of declaration (for JSON and toString). */
  readonly fields: readonly RuntimeField[];
  /** Enums: constants in order. */
  readonly constants: readonly ApexEnum[];
  /** User classes: an instance whose constructor did not run (JSON.deserialize). */
  allocate?(): object;
}
