/**
 * DML with its order of execution: the row as given, before-triggers, the platform's checks, validation and duplicate rules, the write,
 * after-triggers. In chunks of 200. Apex Developer Guide 262, "Triggers and Order of Execution", "Bulk DML Exception Handling".
 */
import { exactField } from '../schema/exact.ts';
import type { Access, DmlOp, DmlOptions, ObjectDef, RecordError, Row, SaveResult, TriggerFiring } from '../types.ts';
import type { RecordAccess } from './access.ts';
import { fit } from './checks.ts';
import { refuseDelete, deleteRow, undeleteRow } from './deletion.ts';
import type { Formulas } from './formula/formulas.ts';
import { failure, type Parts } from './parts.ts';
import { formed, freshRow, locate, refuseStatement, setFields } from './prepare.ts';
import { isStored } from './reader.ts';
import { staleMasters } from './roll-ups.ts';
import { Saving } from './saving.ts';
import { sumOpportunity } from './standard-rules.ts';
import { isFine, type Statement, type Work } from './work.ts';

const CHUNK = 200;
/** Apex Developer Guide, "Bulk DML Exception Handling". */
const MOST_ATTEMPTS = 3;

/** Setup objects and others do not go together in one transaction; what is neither goes with both. */
type Side = 'setup' | 'other' | 'neither';

/** What a user must keep to be changed beside other objects. */
const PLACE_OF_USER = ['UserRoleId', 'IsActive', 'ForecastEnabled', 'IsPortalEnabled', 'Username', 'ProfileId'];

/** Apex Developer Guide, "sObjects That Cannot Be Used Together in DML Operations": the exceptions for users and groups. */
function sideOf(op: DmlOp, object: ObjectDef, rows: Row[]): Side {
  const isFree =
    (object.name === 'Group' && (op === 'insert' || op === 'update')) ||
    (object.name === 'User' && op === 'insert' && rows.every((row) => (row['UserRoleId'] ?? null) === null)) ||
    (object.name === 'User' && op === 'update' && rows.every((row) => PLACE_OF_USER.every((field) => row[field] === undefined)));
  return isFree ? 'neither' : object.setup ? 'setup' : 'other';
}

export class Dml {
  private readonly parts: Parts;
  private readonly access: RecordAccess;
  private readonly formulas: Formulas;
  readonly saving: Saving;

  constructor(parts: Parts, access: RecordAccess, formulas: Formulas) {
    this.parts = parts;
    this.access = access;
    this.formulas = formulas;
    this.saving = new Saving(parts, access, formulas);
  }

  /**
   * One result a row. With `allOrNone` a failure undoes the whole call; rows without an error of their own are then told as successes
   * without an id, since callers tell the failed ones apart by that.
   */
  run(op: DmlOp, objectName: string, rows: Row[], options: DmlOptions, access: Access): SaveResult[] {
    const object = this.parts.schema.find(objectName);
    if (!object) {
      return rows.map(() => result(null, false, [failure('INVALID_TYPE', `sObject type '${objectName}' is not supported.`)]));
    }
    const side = sideOf(op, object, rows);
    const mixed = this.mixed(side, object.name);
    if (mixed) {
      return rows.map(() => result(null, false, [mixed]));
    }
    const statement: Statement = { object, options, access, userId: this.actor(access) };
    const mark = this.parts.store.mark();
    const results: SaveResult[] = [];
    for (let from = 0; from < rows.length; from += CHUNK) {
      const works = this.chunk(op, statement, rows.slice(from, from + CHUNK));
      results.push(...works.map((work) => result(work.id, work.created, work.errors)));
      if (options.allOrNone && works.some((work) => !isFine(work))) {
        this.parts.store.undoTo(mark);
        return rows.map((_, index) => {
          const made = results[index];
          return made && !made.success ? made : { success: true, id: null, created: false, errors: [] };
        });
      }
      works.filter((work) => isFine(work) && work.op === 'insert').forEach((work) => (work.input['Id'] = work.id));
    }
    this.note(side);
    return results;
  }

  /** Whose changes these are: the org's own first user where nobody is named. */
  actor(access: Access): string | null {
    const first = () => this.parts.store.table('User').rows.keys().next().value ?? null;
    return access.userId || this.parts.transaction()?.userId || first();
  }

  private mixed(side: Side, name: string): RecordError | null {
    const transaction = this.parts.transaction();
    const clash = transaction && ((side === 'setup' && transaction.wroteOther) || (side === 'other' && transaction.wroteSetup));
    return clash
      ? failure(
          'MIXED_DML_OPERATION',
          `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${name}`
        )
      : null;
  }
  private note(side: Side): void {
    const transaction = this.parts.transaction();
    if (transaction) {
      transaction.pendingWrites = true;
      transaction.wroteSetup ||= side === 'setup';
      transaction.wroteOther ||= side === 'other';
    }
  }

  /** Rows that pass are tried again without those that fail, all triggers included, after the first attempt is undone. */
  private chunk(op: DmlOp, statement: Statement, rows: Row[]): Work[] {
    const works: Work[] = [];
    let pending = rows.map((_, index) => index);
    for (let attempt = 1; ; attempt += 1) {
      const mark = this.parts.store.mark();
      const tried = this.attempt(
        op,
        statement,
        pending.map((index) => rows[index] as Row)
      );
      tried.forEach((work, at) => (works[pending[at] as number] = work));
      const failed = tried.some((work) => !isFine(work));
      if (!failed || statement.options.allOrNone) {
        return works;
      }
      this.parts.store.undoTo(mark);
      if (tried.every((work) => !isFine(work))) {
        return works;
      }
      if (attempt === MOST_ATTEMPTS) {
        const error = failure('LIMIT_EXCEEDED', 'Too many batch retries in the presence of Apex triggers and partial failures.');
        works.filter(isFine).forEach((work) => work.errors.push(error));
        return works;
      }
      pending = pending.filter((index) => isFine(works[index] as Work));
    }
  }

  private attempt(op: DmlOp, statement: Statement, rows: Row[]): Work[] {
    const works = op === 'upsert' ? this.upserted(statement, rows) : rows.map((row) => this.begun(op, statement, row));
    for (const kind of ['insert', 'update', 'delete', 'undelete'] as const) {
      const group = works.filter((work) => work.op === kind);
      if (group.length > 0) {
        this.perform(kind, statement, group);
      }
    }
    return works;
  }

  private begun(op: Work['op'], statement: Statement, input: Row): Work {
    if (op !== 'insert') {
      return locate(this.parts, this.access, statement, input, op);
    }
    const { object, userId } = statement;
    const work: Work = { input, op, id: null, old: null, row: freshRow(object, userId), given: new Set(), created: true, errors: [] };
    if ((input['Id'] ?? null) !== null) {
      work.errors.push(failure('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']));
    }
    return work;
  }

  // ---------------------------------------------------------------- upsert

  private upserted(statement: Statement, rows: Row[]): Work[] {
    const { object, options } = statement;
    const key = object.fields.get((options.externalIdField ?? 'Id').toLowerCase());
    const seen = new Set<unknown>();
    return rows.map((input) => {
      if (!key || !(key.type === 'id' || key.externalId || key.idLookup)) {
        const error = failure('INVALID_FIELD', `Field name not found : ${options.externalIdField ?? ''}`);
        return { ...this.begun('insert', statement, input), errors: [error] };
      }
      const value = fit(key, input[key.name] ?? null);
      const known =
        value === null ? [] : [...this.parts.store.table(object.name).by(key.name, value)].filter((row) => row['IsDeleted'] !== true);
      const isRepeated = value !== null && seen.has(value);
      seen.add(value);
      const work = this.matched(statement, input, key.name, key.type === 'id' ? (value === null ? [] : [{ Id: value }]) : known);
      if (isRepeated) {
        work.errors = [failure('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key.name])];
      } else if (value === null && key.type !== 'id') {
        work.errors = [failure('MISSING_ARGUMENT', `${key.name} not specified`)];
      }
      return work;
    });
  }

  private matched(statement: Statement, input: Row, key: string, known: Row[]): Work {
    const [row, another] = known;
    if (another) {
      const error = failure(
        'DUPLICATE_EXTERNAL_ID',
        `${key}: more than one record found for external id field: [${known.map((one) => String(one['Id'])).join(', ')}]`
      );
      return { ...this.begun('insert', statement, input), errors: [error] };
    }
    if (!row) {
      input['Id'] = null;
      return this.begun('insert', statement, input);
    }
    return { ...locate(this.parts, this.access, statement, { ...input, Id: row['Id'] ?? null }, 'update'), created: false };
  }

  // ---------------------------------------------------------------- one kind of operation

  private perform(op: Work['op'], statement: Statement, works: Work[]): void {
    const refused = refuseStatement(this.parts, statement, op);
    if (refused) {
      works.forEach((work) => (work.errors = [refused]));
      return;
    }
    if (op === 'insert' || op === 'update') {
      works.filter(isFine).forEach((work) => this.fill(statement, work));
    }
    if (op !== 'undelete') {
      this.fire('before', op, statement, works.filter(isFine));
    }
    const today = this.saving.now().slice(0, 10);
    works.filter(isFine).forEach((work) => this.write(op, statement, work, today));
    const failed = works.some((work) => !isFine(work));
    if (failed && (statement.options.allOrNone || !this.parts.switches.get('afterTriggersInFailedAttempt'))) {
      return;
    }
    this.fire('after', op, statement, works.filter(isFine));
    this.rollUp(statement, works.filter(isFine));
  }

  /** Masters with roll-ups over what was written are saved anew, with their triggers and rules; what stops them stops the details. */
  private rollUp(statement: Statement, works: Work[]): void {
    const rows = works.flatMap(({ old, row, op, id }) => [old, op === 'delete' ? null : (this.parts.store.get(id ?? '') ?? row)]);
    const stale = staleMasters(
      this.parts,
      statement.object,
      rows.filter((row) => row !== null)
    );
    for (const [object, masters] of stale) {
      const access: Access = { userId: statement.access.userId, mode: 'system', sharing: false };
      const tried = this.attempt(
        'update',
        { object, options: { allOrNone: true }, access, userId: statement.userId, byOrg: true },
        masters
      );
      const failed = tried.find((work) => !isFine(work));
      if (failed) {
        works.forEach((work) => work.errors.push(...failed.errors));
        return;
      }
    }
  }

  private fill(statement: Statement, work: Work): void {
    const { object } = statement;
    setFields(this.parts, statement, work);
    if (object.settingType === 'Hierarchy') {
      work.row['SetupOwnerId'] ??= this.parts.orgId();
    }
    if (work.op === 'insert') {
      for (const field of this.formulas.withDefaults(object)) {
        if (!work.given.has(field.name)) {
          work.row[field.name] = this.formulas.defaultOf(work.row, field, this.parts.reader);
        }
      }
    }
  }

  private fire(timing: 'before' | 'after', op: Work['op'], statement: Statement, works: Work[]): void {
    const { object } = statement;
    const host = this.parts.triggers();
    if (works.length === 0 || !object.triggerable || !host?.has(object.name, timing, op)) {
      return;
    }
    const complete = (row: Row) => this.parts.reader.complete(object, row);
    const current = (work: Work) => complete(timing === 'after' ? (this.parts.store.get(work.id ?? '') ?? work.row) : work.row);
    const newRows = op === 'delete' ? null : works.map(current);
    const oldRows = op === 'update' || op === 'delete' ? works.map((work) => complete(work.old as Row)) : null;
    const before = timing === 'before' && newRows ? newRows.map((row) => ({ ...row })) : null;
    const firing: TriggerFiring = {
      object: object.name,
      timing,
      op,
      newRows,
      oldRows,
      addError: (index, error) => works[index]?.errors.push(error)
    };
    host.fire(firing);
    before?.forEach((was, index) => this.takeBack(statement, works[index] as Work, was, newRows?.[index] as Row));
  }

  /** What a before-trigger has changed. */
  private takeBack(statement: Statement, work: Work, was: Row, is: Row): void {
    for (const [name, value] of Object.entries(is)) {
      const field = was[name] === value ? undefined : exactField(statement.object, name);
      if (field && isStored(statement.object, field) && (field.createable || field.updateable)) {
        work.row[field.name] = formed(statement, field, value);
        work.given.add(field.name);
      }
    }
  }

  private write(op: Work['op'], statement: Statement, work: Work, today: string): void {
    const { object, userId } = statement;
    if (op === 'delete' || op === 'undelete') {
      const old = work.old as Row;
      const refused =
        op === 'delete' ? refuseDelete(this.parts, object, old) : undeleteRow(this.parts, object, old, this.saving.stamp(userId));
      if (refused) {
        work.errors.push(refused);
      } else if (op === 'delete') {
        deleteRow(this.parts, object, old, this.saving.stamp(userId));
        if (object.name === 'OpportunityLineItem') {
          sumOpportunity(this.parts, old);
        }
      }
      return;
    }
    const error = this.saving.check(statement, work, today);
    if (error) {
      work.errors.push(error);
      return;
    }
    this.saving.save(statement, work);
  }
}

const result = (id: string | null, created: boolean, errors: RecordError[]): SaveResult =>
  errors.length === 0 ? { success: true, id, created, errors } : { success: false, id: created ? null : id, created: false, errors };
