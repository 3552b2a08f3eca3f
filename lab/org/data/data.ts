/** The org's data engine: schema, rows, queries and DML over the metadata of a project. */
import type { Grants, Rights } from '../identity/permissions.ts';
import type { Metadata } from '../metadata/metadata.ts';
import { OrgSchema } from '../schema/schema.ts';
import { longId } from '../schema/ids.ts';
import { Queries } from '../soql/query.ts';
import type { World } from '../soql/world.ts';
import type { Switches } from '../switches.ts';
import type {
  Access,
  DataEngine,
  DmlOp,
  DmlOptions,
  FieldDef,
  ObjectDef,
  QueryResult,
  Row,
  SaveResult,
  Transaction,
  TriggerHost
} from '../types.ts';
import { RecordAccess } from './access.ts';
import { LeadConversion } from './convert-lead.ts';
import { keepDeclaredRows } from './declared-rows.ts';
import { definitionNamed, definitionRows, ENTITIES, FIELDS } from './definitions.ts';
import { purgeRow } from './deletion.ts';
import { Disk, type Snapshot } from './disk.ts';
import { Dml } from './dml.ts';
import { Formulas } from './formula/formulas.ts';
import { MADE_WITH_CAMPAIGN } from './member-statuses.ts';
import { Merge } from './merge.ts';
import { failure, type Parts } from './parts.ts';
import { columnsOf, keepObjectPermissions } from './permission-rows.ts';
import { findRow } from './prepare.ts';
import { Reader } from './reader.ts';
import { RECORD_RIGHTS, recordRights, refuseWithoutRecord } from './record-rights.ts';
import { seedOrg } from './seed.ts';
import { Store } from './store.ts';

export interface DataOptions {
  metadata: Metadata;
  /** Folder of the rows that survive a restart; null keeps them in memory. */
  folder: string | null;
  /** Rows to begin with, where there is no folder. */
  from?: Snapshot | null;
  /** Milliseconds since 1970. */
  clock(): number;
  switches: Switches;
  /** Null while nothing is compiled. */
  triggers(): TriggerHost | null;
  /** The transaction that runs, or null. */
  transaction(): Transaction | null;
  /** Works from the first user-mode access on. */
  rightsOf(userId: string): Rights;
}

export interface OrgData extends DataEngine {
  readonly schema: OrgSchema;
  /** 18 characters. */
  readonly orgId: string;
  /** Opens a transaction; transactions nest, and an inner commit keeps what the inner one wrote whatever the outer one does. */
  begin(): void;
  /** Opens the transaction of a test, which ends in a rollback. Without `seeAllData` only rows about the org itself are there. */
  beginTest(seeAllData: boolean): void;
  commit(): void;
  rollback(): void;
  /** Commits when `work` returns, rolls back and rethrows when it throws. */
  transact<T>(work: () => T): T;
  /** Removes all rows of an object that goes. */
  forget(object: string): void;
  /** The rows as they are, for another org to begin with. Only between transactions. */
  snapshot(): Snapshot;
  close(): void;
}

/** Opens the org's data; a fresh org gets its first rows. @throws {MetadataError} for formulas that cannot be computed. */
export function createData(options: DataOptions): OrgData {
  return new Data(options);
}

/** Tests see these without SeeAllData: they are about the org. */
const isAboutTheOrg = (object: ObjectDef) =>
  object.setup || object.kind === 'metadata' || ['LeadStatus', 'AsyncApexJob', 'CronTrigger', 'CronJobDetail'].includes(object.name);

class Data implements OrgData {
  readonly schema: OrgSchema;
  readonly orgId: string;
  private readonly disk: Disk | null;
  private readonly store: Store;
  private readonly parts: Parts;
  private readonly access: RecordAccess;
  private readonly queries: Queries;
  private readonly statements: Dml;
  private readonly merges: Merge;
  private readonly conversions: LeadConversion;
  private readonly options: DataOptions;
  /** While a statement or query runs, rights are asked for once a user. */
  private rights = new Map<string, Rights>();
  private depth = 0;
  private savepoints: { name: string; mark: number }[] = [];
  private savepointCount = 0;

  constructor(options: DataOptions) {
    this.options = options;
    this.disk = options.folder === null ? null : new Disk(options.folder);
    const origin = this.disk ?? options.from ?? null;
    const prefixes = (origin?.fact('prefixes') ?? {}) as Record<string, string>;
    this.schema = new OrgSchema(options.metadata, prefixes);
    this.disk?.setFact('prefixes', this.schema.customPrefixes);
    this.store = new Store(this.schema, this.disk, origin);
    const person = () => {
      const userId = options.transaction()?.userId ?? '';
      return { userId, customPermission: (name: string) => userId !== '' && this.rightsOf(userId).customPermission(name) };
    };
    const formulas = new Formulas(this.schema, options.clock, person, options.metadata.labels);
    const reader = new Reader(this.schema, this.store, formulas);
    const { switches, clock } = options;
    this.parts = {
      schema: this.schema,
      store: this.store,
      reader,
      switches,
      clock,
      triggers: () => options.triggers(),
      transaction: () => options.transaction(),
      rightsOf: (userId) => this.rightsOf(userId),
      orgId: () => this.orgId
    };
    this.access = new RecordAccess(this.parts);
    this.statements = new Dml(this.parts, this.access, formulas);
    this.merges = new Merge(this.parts, this.access, this.statements);
    this.conversions = new LeadConversion(this.parts, this.access, this.statements);
    this.queries = new Queries(this.world(reader));
    this.orgId = this.transact(() => seedOrg(this, this.store));
    this.transact(() => keepDeclaredRows(this, this.store, options.metadata));
  }

  private world(reader: Reader): World {
    const { schema, store, access } = this;
    return {
      schema,
      value: (object, row, field) => reader.value(object, row, field),
      parent: (row, field) => this.definitionOf(row, field) ?? reader.parent(row, field),
      rows: (object) =>
        object.name === RECORD_RIGHTS
          ? refuseWithoutRecord()
          : object.name === ENTITIES || object.name === FIELDS
            ? definitionRows(schema, object.name)
            : store.table(object.name).rows.values(),
      byId: (object, id) => store.table(object.name).rows.get(id),
      by: (object, field, value) =>
        object.name === RECORD_RIGHTS
          ? recordRights(this.parts, access, value)
          : object.name === ENTITIES || object.name === FIELDS
            ? definitionRows(schema, object.name).filter((row) => row[field.name] === value)
            : store.table(object.name).by(field.name, value),
      visible: (object, who) => {
        const shared = access.test(object, who, 'read');
        return this.hidesStatuses(object) ? (row) => row[MADE_WITH_CAMPAIGN] !== true && shared(row) : shared;
      },
      mayRead: (who) => {
        const rights = this.rightsOf(who.userId);
        return { object: (name) => rights.object(name).read, field: (object, field) => rights.field(object, field).read };
      },
      now: () => this.options.clock()
    };
  }

  /** Custom metadata and definitions of fields name objects and fields where others have ids. */
  private definitionOf(row: Row, field: FieldDef): { object: ObjectDef; row: Row } | null {
    const [target = ''] = field.referenceTo;
    const id = row[field.name];
    const object = target === ENTITIES || target === FIELDS ? this.schema.find(target) : undefined;
    const found = object && typeof id === 'string' ? definitionNamed(this.schema, target, id) : null;
    return object && found ? { object, row: found } : null;
  }

  /** The statuses made with a campaign do not show in tests without SeeAllData, though they hold. */
  private hidesStatuses(object: ObjectDef): boolean {
    const transaction = this.options.transaction();
    return object.name === 'CampaignMemberStatus' && transaction !== null && transaction.isTest && !transaction.seeAllData;
  }

  private rightsOf(userId: string): Rights {
    let rights = this.rights.get(userId);
    if (!rights) {
      rights = this.options.rightsOf(userId);
      if (this.depth > 0) {
        this.rights.set(userId, rights);
      }
    }
    return rights;
  }
  private within<T>(work: () => T): T {
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
      if (this.depth === 0) {
        this.rights.clear();
      }
    }
  }

  // ---------------------------------------------------------------- DataEngine

  dml(op: DmlOp, object: string, rows: Row[], options: DmlOptions, access: Access): SaveResult[] {
    if (this.schema.find(object)?.setup) {
      this.rights.clear();
    }
    return this.within(() => this.atomic(() => this.statements.run(op, object, rows, options, access)));
  }
  query(soql: string, binds: Record<string, unknown>, access: Access): QueryResult {
    return this.within(() => this.queries.query(soql, binds, access));
  }
  convertLead(request: Parameters<DataEngine['convertLead']>[0], access: Access): ReturnType<DataEngine['convertLead']> {
    return this.within(() => this.atomic(() => this.conversions.run(request, access)));
  }
  merge(object: string, masterId: string, loserIds: string[], access: Access): SaveResult[] {
    const long = (id: string) => longId(id) ?? id;
    return this.within(() => this.atomic(() => this.merges.run(object, long(masterId), loserIds.map(long), access)));
  }

  emptyRecycleBin(ids: string[], access: Access): SaveResult[] {
    return this.within(() => this.atomic(() => ids.map((id) => this.purge(id, access))));
  }
  private purge(id: string, access: Access): SaveResult {
    const failed = (error: ReturnType<typeof failure>): SaveResult => ({ success: false, id, created: false, errors: [error] });
    const object = this.schema.byPrefix(id.slice(0, 3));
    const row = object && findRow(this.parts, object, id);
    if (!object || !row || 'statusCode' in row) {
      return failed(failure('INVALID_ID_FIELD', `Invalid record id: ${id}`));
    }
    if (row['IsDeleted'] !== true) {
      return failed(failure('INVALID_ID_FIELD', `Entity is not in the recycle bin: ${id}`));
    }
    if (!this.access.test(object, access, 'edit')(row)) {
      return failed(failure('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'));
    }
    purgeRow(this.parts, object, row);
    const transaction = this.options.transaction();
    if (transaction) {
      transaction.pendingWrites = true;
    }
    return { success: true, id: String(row['Id']), created: false, errors: [] };
  }

  formulas(object: string, row: Row): Row {
    const def = this.schema.find(object);
    const stored = typeof row['Id'] === 'string' ? this.store.get(row['Id']) : undefined;
    const whole = { ...stored, ...row };
    const fields = [...(def?.fields.values() ?? [])].filter((field) => field.formula !== null);
    return Object.fromEntries(fields.map((field) => [field.name, def ? this.parts.reader.value(def, whole, field) : null]));
  }

  savepoint(): string {
    this.savepointCount += 1;
    const name = `savepoint ${this.savepointCount}`;
    this.savepoints.push({ name, mark: this.store.mark() });
    return name;
  }
  /** @throws {Error} when the savepoint went with an earlier one, or with its transaction. */
  rollbackTo(savepoint: string): void {
    const at = this.savepoints.findLastIndex((one) => one.name === savepoint);
    const found = this.savepoints[at];
    if (!found) {
      throw new Error(`There is no ${savepoint} any more.`);
    }
    this.rights.clear();
    this.savepoints.length = at + 1;
    this.store.undoTo(found.mark);
  }
  private ended(): void {
    this.rights.clear();
    if (!this.store.isOpen) {
      this.savepoints = [];
    }
  }

  // ---------------------------------------------------------------- transactions

  begin(): void {
    this.store.begin();
  }
  beginTest(seeAllData: boolean): void {
    this.store.begin(seeAllData ? () => false : (object) => !isAboutTheOrg(object));
  }
  commit(): void {
    this.store.commit();
    this.ended();
  }
  rollback(): void {
    this.store.rollback();
    this.ended();
  }
  transact<T>(work: () => T): T {
    this.begin();
    let made: T;
    try {
      made = work();
    } catch (cause) {
      this.rollback();
      throw cause;
    }
    this.commit();
    return made;
  }
  /** A statement outside of any transaction is one of its own; inside it undoes what it wrote when it throws. */
  private atomic<T>(work: () => T): T {
    if (!this.store.isOpen) {
      return this.transact(work);
    }
    return work();
  }

  keep(object: string, row: Row): string {
    return this.statements.saving.keep(object, row, this.options.transaction()?.userId ?? null);
  }

  keepRights(permissionSetId: string, grants: Grants): void {
    this.keep('PermissionSet', { Id: permissionSetId, ...columnsOf(grants) });
    keepObjectPermissions(
      { schema: this.schema, store: this.store, keep: (object, row) => this.keep(object, row) },
      permissionSetId,
      grants
    );
  }
  forget(object: string): void {
    this.transact(() => [...this.store.table(object).rows.keys()].forEach((id) => this.store.write(object, id, undefined)));
  }
  snapshot(): Snapshot {
    const [rows, counters, prefixes] = [this.store.all(), this.store.allCounters(), this.schema.customPrefixes];
    return { rows: () => rows, counters: () => ({ ...counters }), fact: (name) => (name === 'prefixes' ? { ...prefixes } : null) };
  }
  close(): void {
    this.disk?.close();
  }
}
