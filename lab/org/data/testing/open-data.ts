/** A data engine for tests: standard objects, the project's own or written ones; triggers as functions; rights as said. */
import { combine, noGrants, type Rights } from '../../identity/permissions.ts';
import { profileGrants } from '../../identity/profiles.ts';
import type { Metadata } from '../../metadata/metadata.ts';
import { noSetup } from '../../metadata/setup-files.ts';
import { Switches } from '../../switches.ts';
import type { Access, DmlOptions, Row, SaveResult, Transaction, TriggerFiring, TriggerHost } from '../../types.ts';
import { createData, type OrgData } from '../data.ts';

export const SYSTEM: Access = { userId: '', mode: 'system', sharing: false };
export const ALL: DmlOptions = { allOrNone: true };
export const SOME: DmlOptions = { allOrNone: false };

export const noMetadata = (): Metadata => ({
  namespace: null,
  objects: [],
  apex: [],
  labels: new Map(),
  customPermissions: [],
  permissionSets: [],
  ownPermissionSets: new Set(),
  staticResources: [],
  notificationTypes: [],
  standardValueSets: new Map(),
  setup: noSetup(),
  records: [],
  leftOut: []
});

export type Trigger = (firing: TriggerFiring) => void;

export class TestOrg implements TriggerHost {
  readonly data: OrgData;
  readonly switches = new Switches();
  now = Date.parse('2026-03-10T12:00:00Z');
  /** By `Campaign before insert`. */
  readonly triggers = new Map<string, Trigger>();
  readonly fired: string[] = [];
  /** Rights by user; others have those of a System Administrator. */
  readonly rights = new Map<string, Rights>();
  transaction: Transaction | null = null;

  constructor(metadata: Metadata = noMetadata(), folder: string | null = null) {
    this.data = createData({
      metadata,
      folder,
      clock: () => this.now,
      switches: this.switches,
      triggers: () => this,
      transaction: () => this.transaction,
      rightsOf: (userId) => this.rights.get(userId) ?? combine([profileGrants('System Administrator')], () => true, { marketingUser: true })
    });
  }

  has(object: string, timing: string, op: string): boolean {
    return this.triggers.has(`${object} ${timing} ${op}`);
  }
  fire(firing: TriggerFiring): void {
    const name = `${firing.object} ${firing.timing} ${firing.op}`;
    this.fired.push(`${name} ${(firing.newRows ?? firing.oldRows ?? []).length}`);
    this.triggers.get(name)?.(firing);
  }
  /** Notes that a trigger fired, and does nothing. */
  watch(...names: string[]): void {
    names.forEach((name) => this.triggers.set(name, () => {}));
  }

  try(
    op: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete',
    object: string,
    rows: Row[],
    options = ALL,
    access = SYSTEM
  ): SaveResult[] {
    return this.data.dml(op, object, rows, options, access);
  }
  insert(object: string, ...rows: Row[]): string[] {
    const results = this.try('insert', object, rows);
    const failed = results.find((one) => !one.success);
    if (failed) {
      throw new Error(`${failed.errors[0]?.statusCode}: ${failed.errors[0]?.message}`);
    }
    return results.map((one) => String(one.id));
  }
  one(object: string, row: Row): string {
    return this.insert(object, row)[0] as string;
  }
  rows(soql: string, binds: Record<string, unknown> = {}, access = SYSTEM): Row[] {
    return this.data.query(soql, binds, access).records.map((row) => ({ ...(row.aggregates ?? row.fields) }));
  }
  /** The first error of the first row, as `CODE: message`; `fine` when there is none. */
  told(results: SaveResult[]): string {
    const error = results.flatMap((one) => one.errors)[0];
    return error ? `${error.statusCode}: ${error.message}` : 'fine';
  }
  begun(more: Partial<Transaction> = {}): Transaction {
    this.transaction = {
      id: 1,
      userId: this.adminId,
      context: 'sync',
      isTest: false,
      seeAllData: true,
      limits: { use: () => {}, used: () => 0, max: () => 0 },
      pendingWrites: false,
      wroteSetup: false,
      wroteOther: false,
      jobs: [],
      triggerDepth: 0,
      ...more
    };
    return this.transaction;
  }
  get adminId(): string {
    return String(this.rows("SELECT Id FROM User WHERE Username = 'admin@example.com'")[0]?.['Id']);
  }
}

/** Rights made of one object's line, for tests of user mode. */
export function rightsFor(objects: Record<string, string>, fields: Record<string, string> = {}, marketingUser = false): Rights {
  const grants = noGrants('Test');
  for (const [name, letters] of Object.entries(objects)) {
    const has = (letter: string) => letters.includes(letter);
    grants.objects.set(name.toLowerCase(), {
      read: has('r'),
      create: has('c'),
      edit: has('e'),
      delete: has('d'),
      viewAll: has('V'),
      modifyAll: has('M')
    });
  }
  for (const [name, letters] of Object.entries(fields)) {
    grants.fields.set(name.toLowerCase(), { read: letters.includes('r'), edit: letters.includes('e') });
  }
  return combine([grants], () => true, { marketingUser });
}
