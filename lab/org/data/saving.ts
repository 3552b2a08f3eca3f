/** The middle of the order of execution: what is checked of a row once its before-triggers ran, and how it is written. */
import { numberedFields } from '../schema/exact.ts';
import { longId } from '../schema/ids.ts';
import type { Access, RecordError, Row } from '../types.ts';
import type { RecordAccess } from './access.ts';
import { checkValue, duplicate, missing } from './checks.ts';
import { findDuplicates } from './duplicate-rules.ts';
import { FormulaError, type Formulas } from './formula/formulas.ts';
import { unfit } from './lookup-filters.ts';
import { saveMember } from './members.ts';
import { afterStatusSaved, firstStatuses, saveStatus } from './member-statuses.ts';
import { failure, type Parts } from './parts.ts';
import { assignProfile } from './permission-rows.ts';
import { afterStandardSaved, completeStandard } from './standard-rules.ts';
import { isStored } from './reader.ts';
import type { Statement, Work } from './work.ts';

export class Saving {
  private readonly parts: Parts;
  private readonly access: RecordAccess;
  private readonly formulas: Formulas;

  constructor(parts: Parts, access: RecordAccess, formulas: Formulas) {
    this.parts = parts;
    this.access = access;
    this.formulas = formulas;
  }

  /** The platform keeps whole seconds. */
  now(): string {
    return `${new Date(this.parts.clock()).toISOString().slice(0, 19)}.000Z`;
  }
  /** Who changed a row last, and when. */
  stamp(userId: string | null): Row {
    const now = this.now();
    return { LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now };
  }

  check(statement: Statement, work: Work, today: string): RecordError | null {
    const { object, options, access } = statement;
    const { row, old } = work;
    const refused = completeStandard(this.parts, object, row, old, work.given);
    if (refused) {
      return refused;
    }
    const absent = missing(object, row);
    if (absent) {
      return absent;
    }
    for (const field of object.fields.values()) {
      const value = row[field.name] ?? null;
      if (value !== null && value !== (old?.[field.name] ?? null) && isStored(object, field) && field.name !== 'Id') {
        const error =
          checkValue(this.parts, field, value) ??
          this.hidden(access, field.type, value) ??
          (field.lookupFilter ? unfit(this.parts, object, row, field, value, statement.userId ?? '') : null);
        if (error) {
          return error;
        }
      }
    }
    return (
      this.ruled(statement, row, old, today) ??
      duplicate(this.parts, object, row) ??
      this.broken(statement, row, old) ??
      findDuplicates(this.parts, object, row, old, options)
    );
  }

  /** A parent that the user does not see cannot be named. */
  private hidden(access: Access, type: string, value: unknown): RecordError | null {
    const id = type === 'reference' && (access.sharing || access.mode === 'user') ? longId(String(value)) : null;
    const parent = id === null ? null : this.parts.reader.byId(id);
    return !parent || this.access.test(parent.object, access, 'read')(parent.row)
      ? null
      : failure('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id');
  }

  /** What single objects have of rules of their own. */
  private ruled({ object }: Statement, row: Row, old: Row | null, today: string): RecordError | null {
    switch (object.name) {
      case 'CampaignMember':
        return saveMember(this.parts, row, old, today);
      case 'CampaignMemberStatus':
        return saveStatus(this.parts, row, old);
      default:
        return object.settingType === 'Hierarchy' && old === null ? this.oneSettingAnOwner(object.name, row) : null;
    }
  }
  private oneSettingAnOwner(object: string, row: Row): RecordError | null {
    const taken = [...this.parts.store.table(object).by('SetupOwnerId', row['SetupOwnerId'] ?? null)][0];
    return taken
      ? failure('DUPLICATE_VALUE', `duplicate value found: SetupOwnerId duplicates value on record with id: ${String(taken['Id'])}`)
      : null;
  }

  private broken({ object }: Statement, row: Row, old: Row | null): RecordError | null {
    try {
      const [first] = this.formulas.broken(object, row, old, this.parts.reader);
      return first ? failure('FIELD_CUSTOM_VALIDATION_EXCEPTION', first.message, first.field === null ? [] : [first.field]) : null;
    } catch (cause) {
      if (cause instanceof FormulaError) {
        return failure('FIELD_CUSTOM_VALIDATION_EXCEPTION', `A validation rule of ${object.name} cannot be computed: ${cause.message}`);
      }
      throw cause;
    }
  }

  save(statement: Statement, work: Work): void {
    const { object, userId } = statement;
    const { store } = this.parts;
    Object.assign(work.row, this.stamp(userId));
    if (work.op === 'insert') {
      work.id = store.newId(object);
      if (object.kind === 'custom') {
        // A record that is given no name is named by its id.
        work.row['Name'] ??= work.id;
      }
      Object.assign(work.row, { Id: work.id, CreatedDate: work.row['SystemModstamp'] ?? null, CreatedById: userId });
      for (const field of numberedFields(object)) {
        const number = store.next(`${object.name}.${field.name}`) + (field.startingNumber ?? 1) - 1;
        work.row[field.name] = numbered(field.autoNumber ?? '{0}', number, this.now());
      }
    }
    store.write(object.name, String(work.id), { ...work.row });
    afterStandardSaved(this.parts, object, work.row, work.old, (name, row) => this.keep(name, row, userId));
    if (object.name === 'CampaignMemberStatus') {
      afterStatusSaved(this.parts, work.row, work.old, this.now());
    }
    if (object.name === 'User') {
      assignProfile({ store, keep: (name, row) => this.keep(name, row, userId) }, work.row);
    }
    if (object.name === 'Campaign' && work.op === 'insert') {
      this.addStatuses(String(work.id), userId);
    }
  }

  /** A row that the org writes of its own: no triggers, no checks. New without an Id. */
  keep(name: string, row: Row, userId: string | null): string {
    const { store, schema } = this.parts;
    const def = schema.find(name);
    if (!def) {
      throw new Error(`There is no object ${name}.`);
    }
    const id = typeof row['Id'] === 'string' ? row['Id'] : store.newId(def);
    const before = store.get(id);
    const stamp = this.stamp(userId);
    const born: Row = before ? {} : { IsDeleted: false, CreatedDate: stamp['SystemModstamp'] ?? null, CreatedById: userId };
    store.write(def.name, id, { ...before, ...born, ...stamp, ...row, Id: id });
    return id;
  }

  private addStatuses(campaignId: string, userId: string | null): void {
    firstStatuses(campaignId).forEach((status) => this.keep('CampaignMemberStatus', status, userId));
  }
}

/** `S-{0000000}` with 12 is `S-0000012`; `{YYYY}`, `{YY}`, `{MM}` and `{DD}` are of the day. Salesforce Help, "Auto-Number Fields". */
const numbered = (format: string, number: number, now: string) =>
  format
    .replace(/\{(0+)\}/, (_, zeros: string) => String(number).padStart(zeros.length, '0'))
    .replace(/\{(YYYY|YY|MM|DD)\}/g, (_, part: string) =>
      part === 'MM' ? now.slice(5, 7) : part === 'DD' ? now.slice(8, 10) : now.slice(4 - part.length, 4)
    );
