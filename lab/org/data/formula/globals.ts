/** `$User`, `$Profile`, `$Organization`, `$Permission`, `$Setup`, `$CustomMetadata`, `$Label` and `$System` in formulas. Salesforce Help, “Global Variables”. */
import type { OrgSchema } from '../../schema/schema.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { FormulaError } from './parse.ts';
import { asNumber, exact, typeOf, type Compiled } from './values.ts';

/** Whom `$User`, `$Profile` and `$Permission` stand for. */
export interface FormulaPerson {
  userId: string;
  customPermission(name: string): boolean;
}

interface Paths {
  fieldAt(object: ObjectDef, path: string[]): FieldDef;
  read(object: ObjectDef, row: Row, path: string[], reader: Reader): Scalar;
}

export class Globals {
  private readonly schema: OrgSchema;
  private readonly person: () => FormulaPerson;
  private readonly labels: ReadonlyMap<string, string>;
  private readonly paths: Paths;

  constructor(schema: OrgSchema, person: () => FormulaPerson, labels: ReadonlyMap<string, string>, paths: Paths) {
    this.schema = schema;
    this.person = person;
    this.labels = labels;
    this.paths = paths;
  }

  zone(reader: Reader): string {
    const zone = reader.byId(this.person().userId)?.row['TimeZoneSidKey'];
    return typeof zone === 'string' && zone !== '' ? zone : 'UTC';
  }

  /** @throws {FormulaError} */
  compile(path: string[]): Compiled {
    const [scope = '', ...rest] = path;
    const user = (reader: Reader) => reader.byId(this.person().userId);
    switch (scope.toLowerCase()) {
      case '$user':
        return this.of('User', rest, user);
      case '$profile':
        return this.of('User', ['Profile', ...rest], user);
      case '$userrole':
        return this.of('User', ['UserRole', ...rest], user);
      case '$organization':
        return this.of('Organization', rest, (reader) => this.first(reader, 'Organization', () => true));
      case '$permission':
        return { type: 'boolean', run: () => this.person().customPermission(rest.join('__')) };
      case '$setup':
        return this.setting(rest);
      case '$custommetadata':
        return this.record(rest);
      case '$label': {
        const text = this.labels.get((rest.at(-1) ?? '').toLowerCase());
        if (text === undefined) {
          throw new FormulaError(`there is no label ${rest.join('.')}.`);
        }
        return { type: 'text', run: () => text };
      }
      case '$system':
        if (rest.join('.').toLowerCase() === 'origindatetime') {
          return { type: 'datetime', run: () => '1900-01-01T00:00:00.000Z' };
        }
    }
    throw new FormulaError(`the stand-in has no ${path.join('.')} in formulas.`);
  }

  private of(name: string, path: string[], find: (reader: Reader) => { object: ObjectDef; row: Row } | null): Compiled {
    const def = this.paths.fieldAt(this.object(name), path);
    const run = (reader: Reader): Scalar => {
      const found = find(reader);
      const value = found && this.paths.read(found.object, found.row, path, reader);
      return def.type === 'percent' && value !== null ? exact(asNumber(value) / 100) : value;
    };
    return { type: typeOf(def), field: { path: [`$${name}`, ...path], def }, run: ({ reader }) => run(reader) };
  }

  private object(name: string): ObjectDef {
    const found = this.schema.find(name);
    if (!found) {
      throw new FormulaError(`there is no object ${name}.`);
    }
    return found;
  }
  private first(reader: Reader, name: string, fits: (row: Row) => boolean): { object: ObjectDef; row: Row } | null {
    const object = this.object(name);
    const row = [...reader.store.table(object.name).rows.values()].find(fits);
    return row ? { object, row } : null;
  }

  /** A hierarchy: the user's value, or the profile's, or the organization's. */
  private setting([name = '', field = '']: string[]): Compiled {
    const object = this.object(name);
    const def = this.paths.fieldAt(object, [field]);
    return {
      type: typeOf(def),
      run: ({ reader }) => {
        const user = reader.byId(this.person().userId);
        const organization = this.first(reader, 'Organization', () => true);
        for (const owner of [user?.row['Id'], user?.row['ProfileId'], organization?.row['Id']]) {
          const [row] = typeof owner === 'string' ? [...reader.store.table(object.name).by('SetupOwnerId', owner)] : [];
          const value = row ? reader.value(object, row, def) : null;
          if (value !== null) {
            return value;
          }
        }
        return def.type === 'boolean' ? false : null;
      }
    };
  }

  private record([type = '', name = '', field = '']: string[]): Compiled {
    const wanted = name.toLowerCase();
    return this.of(type, [field], (reader) => this.first(reader, type, (row) => String(row['DeveloperName']).toLowerCase() === wanted));
  }
}
