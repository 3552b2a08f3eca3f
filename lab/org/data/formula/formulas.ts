/** The formulas of the schema: formula fields, default values, validation rules. Parsed and checked when the org is opened. */
import { relationNamed } from '../../schema/relations.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import { MetadataError } from '../../metadata/xml.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { checkFormula, evaluate, type FormulaScope } from './evaluate.ts';
import { round } from './functions.ts';
import { FormulaError, parseFormula, type Formula } from './parse.ts';

export { FormulaError } from './parse.ts';

/** Whom `$User`, `$Profile` and `$Permission` stand for. */
export interface FormulaPerson {
  userId: string;
  customPermission(name: string): boolean;
}

interface Rule {
  formula: Formula;
  message: string;
  field: string | null;
}

export class Formulas {
  private readonly schema: OrgSchema;
  private readonly clock: () => number;
  private readonly person: () => FormulaPerson;
  private readonly fields = new Map<FieldDef, { formula: Formula; blankAsZero: boolean }>();
  private readonly defaults = new Map<FieldDef, Formula>();
  private readonly defaulted = new Map<ObjectDef, FieldDef[]>();
  private readonly rules = new Map<string, Rule[]>();

  /** @throws {MetadataError} naming the field or rule whose formula cannot be computed here. */
  constructor(schema: OrgSchema, clock: () => number, person: () => FormulaPerson) {
    this.schema = schema;
    this.clock = clock;
    this.person = person;
    for (const object of schema.objects.values()) {
      for (const field of object.fields.values()) {
        this.learn(object, field);
      }
      const rules = schema.validationRules.get(object.name) ?? [];
      this.rules.set(
        object.name,
        rules.map((rule) => ({ formula: this.parse(rule.formula, object, rule.file), message: rule.message, field: rule.field }))
      );
    }
  }

  private learn(object: ObjectDef, field: FieldDef): void {
    const rules = this.schema.fieldRules.get(`${object.name}.${field.name}`);
    const where = `${object.name}.${field.name}`;
    if (field.formula !== null) {
      this.fields.set(field, { formula: this.parse(field.formula, object, where), blankAsZero: rules?.blankAsZero ?? true });
    }
    if (rules?.defaultFormula) {
      this.defaults.set(field, this.parse(rules.defaultFormula, object, where));
    }
  }

  private parse(source: string, object: ObjectDef, where: string): Formula {
    try {
      const formula = parseFormula(source);
      checkFormula(formula, object, (from, path) => this.fieldAt(from, path));
      return formula;
    } catch (cause) {
      throw cause instanceof FormulaError ? new MetadataError(where, cause.message) : cause;
    }
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
  private relation(object: ObjectDef, name: string): FieldDef {
    const found = relationNamed(object, name, this.schema.namespace);
    if (!found) {
      throw new FormulaError(`${object.name} has no relationship ${name}.`);
    }
    return found;
  }

  /** The value of a formula field. @throws {FormulaError} */
  field(object: ObjectDef, row: Row, field: FieldDef, reader: Reader): Scalar {
    const known = this.fields.get(field);
    if (!known) {
      return null;
    }
    const value = evaluate(known.formula, this.scope(object, row, null, false, reader, known.blankAsZero));
    return typeof value === 'number' ? round(value, field.scale) : value === '' ? null : value;
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
  defaultOf(object: ObjectDef, row: Row, field: FieldDef, reader: Reader): Scalar {
    const formula = this.defaults.get(field);
    return formula ? evaluate(formula, this.scope(object, row, null, true, reader, false)) : field.defaultValue;
  }
  /** The validation rules that the row breaks. */
  broken(object: ObjectDef, row: Row, old: Row | null, reader: Reader): { message: string; field: string | null }[] {
    return (this.rules.get(object.name) ?? []).filter(
      (rule) => evaluate(rule.formula, this.scope(object, row, old, old === null, reader, true)) === true
    );
  }

  private scope(object: ObjectDef, row: Row, old: Row | null, isNew: boolean, reader: Reader, blankAsZero: boolean): FormulaScope {
    const read = (from: ObjectDef, at: Row, path: string[]): Scalar => {
      const [head = '', ...rest] = path;
      if (rest.length === 0) {
        return reader.value(from, at, this.fieldAt(from, path));
      }
      const parent = reader.parent(at, this.relation(from, head));
      return parent && read(parent.object, parent.row, rest);
    };
    const field = (from: ObjectDef, path: string[]) => this.fieldAt(from, path);
    const global = (path: string[]) => this.global(path, reader, read);
    return { object, row, old, isNew, now: this.clock(), blankAsZero, read, field, global };
  }

  private global(path: string[], reader: Reader, read: FormulaScope['read']): Scalar {
    const [scope = '', ...rest] = path;
    const user = reader.byId(this.person().userId);
    switch (scope.toLowerCase()) {
      case '$user':
        return user && read(user.object, user.row, rest);
      case '$profile':
        return user && read(user.object, user.row, ['Profile', ...rest]);
      case '$permission':
        return this.person().customPermission(rest.join('__'));
      default:
        throw new FormulaError(`the stand-in has no ${scope} in formulas.`);
    }
  }
}
