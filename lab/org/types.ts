/**
 * The words that the parts of the lab's org share: metadata, rows, DML, queries, triggers, transactions, HTTP.
 *
 * The org is one synchronous machine, as an org is to one transaction: everything below `handle` runs without awaiting, on
 * one worker thread (see server/). `apex/` compiles and runs code, `data/` holds rows and rules, `rest/` speaks HTTP.
 */
import type { Grants } from './identity/permissions.ts';

// ---------------------------------------------------------------- rows

/**
 * A stored field value. Ids are 18 characters; dates `YYYY-MM-DD`; datetimes `YYYY-MM-DDTHH:mm:ss.sssZ`; numbers are JavaScript numbers
 * (double, currency, percent, integer).
 */
export type Scalar = string | number | boolean | null;
/** Keys are field API names in their canonical case. A missing key means "not set" (insert, update) or "not selected" (query). */
export type Row = Record<string, Scalar>;

// ---------------------------------------------------------------- metadata

export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'email'
  | 'phone'
  | 'url'
  | 'combobox'
  | 'anyType'
  | 'address'
  | 'base64'
  | 'encryptedstring'
  | 'location';

/** Metadata API Developer Guide, "FilterItem": a field compared with a text (`A,B` means either) or with another field. */
export interface FilterItem {
  field: string;
  operation: string;
  value: string;
  valueField: string | null;
}

export interface FieldDef {
  name: string;
  label: string;
  type: FieldType;
  /** Text: characters. */
  length: number;
  precision: number;
  scale: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  filterable: boolean;
  custom: boolean;
  unique: boolean;
  caseSensitive: boolean;
  externalId: boolean;
  idLookup: boolean;
  autoNumber: string | null;
  /** Auto numbers: the first, where that is not 1. */
  startingNumber?: number;
  /** Look-ups: what the record that is named must fit. Paths begin with the target's name, `$Source` or `$User`. */
  lookupFilter?: { items: FilterItem[]; condition: string | null; message: string };
  /** Reference: target objects and the relationship's name (`Campaign`, `Marketo_Link__r`). */
  referenceTo: string[];
  relationshipName: string | null;
  /** On a custom look-up or master-detail: the children's name on the parent. */
  childRelationshipName: string | null;
  masterDetail: boolean;
  deleteConstraint: 'SetNull' | 'Cascade' | 'Restrict';
  picklist: { value: string; label: string; isDefault: boolean; active: boolean }[];
  restrictedPicklist: boolean;
  /** Formula text of a literal default, or null. */
  defaultValue: Scalar;
  /** Formula source; the value is computed on read. */
  formula: string | null;
  /** Roll-up summary: what is computed of the details whenever one of them is saved. */
  rollUp?: {
    child: string;
    /** Of the child: the field that leads here. */
    lookup: string;
    /** Of the child: null when rows are counted. */
    field: string | null;
    operation: 'count' | 'sum' | 'min' | 'max';
    filters: { field: string; operation: string; value: string }[];
  };
}

export interface ObjectDef {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  custom: boolean;
  kind: 'standard' | 'custom' | 'setting' | 'metadata' | 'event';
  /** Hierarchy custom settings have SetupOwnerId. */
  settingType: 'Hierarchy' | 'List' | null;
  /** Platform events: whether they go out at once, and stay out when their transaction is rolled back. */
  publishImmediately?: boolean;
  setup: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  undeletable: boolean;
  queryable: boolean;
  triggerable: boolean;
  sharingModel: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  fieldSets?: FieldSetDef[];
  /** By lower-case API name. */
  fields: Map<string, FieldDef>;
  childRelationships: { childObject: string; field: string; relationshipName: string | null; cascadeDelete: boolean }[];
}

export interface FieldSetDef {
  name: string;
  label: string;
  description: string | null;
  /** Paths may lead over parents. */
  fields: { path: string; required: boolean }[];
}

export interface Schema {
  /** Of the package whose source the org was made of; its own things are found without it too. */
  readonly namespace: string | null;
  /** By lower-case API name. */
  objects: Map<string, ObjectDef>;
  find(name: string): ObjectDef | undefined;
  byPrefix(prefix: string): ObjectDef | undefined;
}

// ---------------------------------------------------------------- DML

export type DmlOp = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

export interface DmlOptions {
  allOrNone: boolean;
  externalIdField?: string;
  allowFieldTruncation?: boolean;
  /** `Database.DMLOptions.assignmentRuleHeader`, `Sforce-Auto-Assign`. */
  useAssignmentRule?: boolean;
  /** `Database.DMLOptions.DuplicateRuleHeader.allowSave`. */
  allowDuplicates?: boolean;
}

export interface RecordError {
  /** `DUPLICATE_VALUE`, `REQUIRED_FIELD_MISSING`, … */
  statusCode: string;
  /** Salesforce's own sentence. */
  message: string;
  fields: string[];
}
export interface SaveResult {
  success: boolean;
  id: string | null;
  /** Upsert: whether it was an insert. */
  created: boolean;
  errors: RecordError[];
}

/** Who acts and with what rights. */
export interface Access {
  userId: string;
  /** `user`: object, field and record access are enforced; `system`: they are not. */
  mode: 'user' | 'system';
  /** In system mode: whether record sharing still applies (`with sharing`). */
  sharing: boolean;
}

export interface DataEngine {
  readonly schema: Schema;
  /** Runs before-triggers, system rules, the write and after-triggers in chunks of 200, as the platform does. Ids are set into `rows` of an insert. */
  dml(op: DmlOp, object: string, rows: Row[], options: DmlOptions, access: Access): SaveResult[];
  /** Parsed and checked by `soql/`; binds are values by name. */
  query(soql: string, binds: Record<string, unknown>, access: Access): QueryResult;
  convertLead(
    request: {
      leadId: string;
      contactId?: string;
      accountId?: string;
      convertedStatus: string;
      ownerId?: string;
      doNotCreateOpportunity: boolean;
      /** The name of the lead's company where it is not given. */
      opportunityName?: string;
    },
    access: Access
  ): { success: boolean; contactId: string | null; accountId: string | null; opportunityId: string | null; errors: RecordError[] };
  merge(object: string, masterId: string, loserIds: string[], access: Access): SaveResult[];
  emptyRecycleBin(ids: string[], access: Access): SaveResult[];
  /** Writes a row that the org itself keeps: no triggers, no checks. New without an Id. @returns its id. */
  keep(object: string, row: Row): string;
  /** Tells in rows what a permission set opens: its columns and its ObjectPermissions, in place of those from before. */
  keepRights(permissionSetId: string, grants: Grants): void;
  /** Formula fields of a record that need not be stored, by name. */
  formulas(object: string, row: Row): Row;
  savepoint(): string;
  rollbackTo(savepoint: string): void;
}

export interface QueryResult {
  records: QueryRow[];
  totalSize: number;
}
/** A selected row: scalars by canonical path; parents and child lists nested. */
export interface QueryRow {
  object: string;
  fields: Row;
  parents: Record<string, QueryRow | null>;
  children: Record<string, QueryRow[]>;
  /** Aggregate queries: alias → value. */
  aggregates?: Record<string, Scalar>;
}

/** Thrown by `query`; `code` as REST has it (MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE). Apex sees a QueryException or a compile error. */
export class SoqlError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SoqlError';
    this.code = code;
  }
}

// ---------------------------------------------------------------- triggers

export interface TriggerFiring {
  object: string;
  timing: 'before' | 'after';
  op: 'insert' | 'update' | 'delete' | 'undelete';
  /** At most 200. Before-triggers change these objects in place. Null for delete. */
  newRows: Row[] | null;
  /** Null for insert and undelete. */
  oldRows: Row[] | null;
  addError(index: number, error: RecordError): void;
}
/** Implemented by `apex/`, called by `data/`. */
export interface TriggerHost {
  has(object: string, timing: 'before' | 'after', op: TriggerFiring['op']): boolean;
  fire(firing: TriggerFiring): void;
}

// ---------------------------------------------------------------- transactions

export type LimitName =
  | 'queries'
  | 'queryRows'
  | 'aggregateQueries'
  | 'dmlStatements'
  | 'dmlRows'
  | 'callouts'
  | 'queueableJobs'
  | 'futureCalls'
  | 'cpuTime'
  | 'heapSize'
  | 'emailInvocations'
  | 'publishImmediateDml'
  | 'soslQueries';

/** Counts and enforces; going over throws a LimitException that Apex cannot catch. */
export interface LimitMeter {
  use(name: LimitName, amount: number): void;
  used(name: LimitName): number;
  max(name: LimitName): number;
}

export interface Transaction {
  readonly id: number;
  readonly userId: string;
  readonly context: 'sync' | 'queueable' | 'future' | 'batch' | 'scheduled' | 'event';
  readonly isTest: boolean;
  /** `@isTest(SeeAllData=true)`, and always outside tests. */
  readonly seeAllData: boolean;
  readonly limits: LimitMeter;
  /** Uncommitted DML stands: a callout is refused. */
  pendingWrites: boolean;
  /** Setup and other objects written in one transaction: MIXED_DML_OPERATION. */
  wroteSetup: boolean;
  wroteOther: boolean;
  /** Run after commit, each in a transaction of its own. */
  readonly jobs: AsyncJob[];
  triggerDepth: number;
}

export interface AsyncJob {
  id: string;
  /** `event`: the delivery of platform events. */
  kind: 'queueable' | 'future' | 'batch' | 'scheduled' | 'event';
  className: string;
  /** Of a future, or the part of a batch: `start`, `execute`, `finish`. */
  methodName?: string;
  userId: string;
  delayMinutes: number;
  /** A chunk of a batch: the job whose row counts it. */
  parentId?: string;
  /** Events that are published at once. */
  evenIfRolledBack?: boolean;
  /** Of a scheduled job. */
  schedule?: JobSchedule;
  /** What runs after the job in a transaction of its own, however the job ended. */
  finalizer?: { attached: ((failure: never) => void) | null };
  run(): void;
}

export interface JobSchedule {
  name: string;
  cron: string;
  /** Milliseconds since 1970. */
  nextAt: number;
  /** Id of the CronTrigger; set when the job is noted. */
  triggerId: string | null;
}

// ---------------------------------------------------------------- HTTP

export interface HttpRequest {
  method: string;
  /** Path and query, decoded by nobody yet. */
  url: string;
  headers: Record<string, string>;
  body: string;
}
export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}
/** A callout, made on another thread while this one serves other requests. Throws CalloutError. */
export interface Callouts {
  send(request: { method: string; url: string; headers: Record<string, string>; body: string; timeoutMs: number }): HttpResponse;
}
export class CalloutError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CalloutError';
  }
}
