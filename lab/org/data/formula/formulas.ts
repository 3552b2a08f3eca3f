/** The formulas of the schema: formula fields, default values, validation rules. Parsed and checked when the org is opened. */
import { relationNamed } from '../../schema/relations.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import { MetadataError } from '../../metadata/xml.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { compileFormula } from './compile.ts';
import { Globals, type FormulaPerson } from './globals.ts';
import { FormulaError, parseFormula } from './parse.ts';
import { exact, round, shown, typeOf, type Compiled, type FormulaScope, type FormulaType, type Names } from './values.ts';

export { FormulaError } from './parse.ts';
export type { FormulaPerson } from './globals.ts';

interface Rule {
  formula: Compiled;
  message: string;
  field: string | null;
}

export class Formulas {
  private readonly schema: OrgSchema;
  private readonly clock: () => number;
  private readonly globals: Globals;
  private readonly fields = new Map<FieldDef, Compiled>();
  private readonly defaults = new Map<FieldDef, Compiled>();
  private readonly defaulted = new Map<ObjectDef, FieldDef[]>();
  private readonly rules = new Map<string, Rule[]>();

  /**
   * @param labels texts by lower-case name.
   * @throws {MetadataError} naming the field or rule whose formula cannot be computed here.
   */
  constructor(schema: OrgSchema, clock: () => number, person: () => FormulaPerson, labels: ReadonlyMap<string, string>) {
    this.schema = schema;
    this.clock = clock;
    this.globals = new Globals(schema, person, labels, {
      fieldAt: (object, path) => this.fieldAt(object, path),
      read: (object, row, path, reader) => this.read(object, row, path, reader)
    });
    for (const object of schema.objects.values()) {
      for (const field of object.fields.values()) {
        this.learn(object, field);
      }
      const rules = schema.validationRules.get(object.name) ?? [];
      this.rules.set(
        object.name,
        rules.map((rule) => ({
          formula: this.parse(rule.formula, object, rule.file, false, 'boolean'),
          message: rule.message,
          field: rule.field
        }))
      );
    }
  }

  private learn(object: ObjectDef, field: FieldDef): void {
    const rules = this.schema.fieldRules.get(`${object.name}.${field.name}`);
    const where = `${object.name}.${field.name}`;
    const plain = typeOf(field);
    const type = plain === 'picklist' || plain === 'multipicklist' ? 'text' : plain;
    if (field.formula !== null) {
      this.fields.set(field, this.parse(field.formula, object, where, rules?.blankAsZero ?? true, type));
    }
    if (rules?.defaultFormula) {
      this.defaults.set(field, this.parse(rules.defaultFormula, object, where, false, type));
    }
  }

  private parse(source: string, object: ObjectDef, where: string, blankAsZero: boolean, type: FormulaType): Compiled {
    try {
      return this.compile(source, object, blankAsZero, type);
    } catch (cause) {
      throw cause instanceof FormulaError ? new MetadataError(where, cause.message) : cause;
    }
  }

  /** @param type what the formula is to give; null takes any. @throws {FormulaError} */
  compile(source: string, object: ObjectDef, blankAsZero: boolean, type: FormulaType | null): Compiled {
    const names: Names = {
      object,
      blankAsZero,
      fieldAt: (from, path) => this.fieldAt(from, path),
      read: (from, row, path, reader) => this.read(from, row, path, reader),
      global: (path) => this.globals.compile(path),
      zone: (reader) => this.globals.zone(reader),
      objectNamed: (name) => this.schema.find(name)
    };
    const made = compileFormula(parseFormula(source), names);
    if (type !== null && made.type !== 'null' && made.type !== type) {
      throw new FormulaError(`Formula result is data type (${shown(made.type)}), incompatible with expected data type (${shown(type)}).`);
    }
    return made;
  }

  private fieldAt(object: ObjectDef, path: string[]): FieldDef {
    const [head = '', ...rest] = path;
    if (rest.length === 0) {
      const field = object.fields.get(head.toLowerCase());
      if (!field) {
        throw new FormulaError(`${object.name} has no field ${head}.`);
      }
      return field;
    }
    const target = this.schema.find(this.relation(object, head).referenceTo[0] ?? '');
    return this.fieldAt(target as ObjectDef, rest);
  }
  /** Where it may lead to several objects, the one before the colon is meant by name: `Owner:User`. */
  private relation(object: ObjectDef, name: string): FieldDef {
    const [plain = '', target] = name.split(':');
    const found = relationNamed(object, plain, this.schema.namespace);
    if (!found) {
      throw new FormulaError(`${object.name} has no relationship ${name}.`);
    }
    return target === undefined
      ? found
      : { ...found, referenceTo: found.referenceTo.filter((one) => one.toLowerCase() === target.toLowerCase()) };
  }

  private read(from: ObjectDef, at: Row, path: string[], reader: Reader): Scalar {
    const [head = '', ...rest] = path;
    if (rest.length === 0) {
      return reader.value(from, at, this.fieldAt(from, path));
    }
    const relation = this.relation(from, head);
    const parent = reader.parent(at, relation);
    return parent && relation.referenceTo.includes(parent.object.name) ? this.read(parent.object, parent.row, rest, reader) : null;
  }

  /** The value of a formula field. @throws {FormulaError} */
  field(row: Row, field: FieldDef, reader: Reader): Scalar {
    const known = this.fields.get(field);
    return known ? stored(field, known.run(this.scope(row, null, false, reader))) : null;
  }
  /** Fields whose default value is a formula. */
  withDefaults(object: ObjectDef): FieldDef[] {
    let fields = this.defaulted.get(object);
    if (!fields) {
      fields = [...object.fields.values()].filter((field) => this.defaults.has(field));
      this.defaulted.set(object, fields);
    }
    return fields;
  }
  defaultOf(row: Row, field: FieldDef, reader: Reader): Scalar {
    const formula = this.defaults.get(field);
    return formula ? stored(field, formula.run(this.scope(row, null, true, reader))) : field.defaultValue;
  }
  /** The validation rules that the row breaks. */
  broken(object: ObjectDef, row: Row, old: Row | null, reader: Reader): { message: string; field: string | null }[] {
    return (this.rules.get(object.name) ?? []).filter((rule) => rule.formula.run(this.scope(row, old, old === null, reader)) === true);
  }

  scope(row: Row, old: Row | null, isNew: boolean, reader: Reader): FormulaScope {
    return { row, old, isNew, now: this.clock(), reader };
  }
}

/** In the form of the field: rounded, a fraction as a percentage. */
function stored(field: FieldDef, value: Scalar): Scalar {
  if (typeof value === 'number') {
    return round(field.type === 'percent' ? exact(value * 100) : value, field.scale);
  }
  return value === '' ? null : field.type === 'boolean' ? value === true : value;
}
