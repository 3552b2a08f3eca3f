/**
 * A data engine of a few objects for the tests of the HTTP side: enough SOQL and DML to see requests through, none of the platform's
 * rules. `Lead` refuses a last name of "refuse me", so that errors of records can be told.
 */
import type { DataEngine, DmlOp, FieldDef, FieldType, ObjectDef, QueryRow, Row, SaveResult, Scalar, Schema } from '../../types.ts';
import { SoqlError } from '../../types.ts';
import { longId } from '../../rest/call.ts';

function field(name: string, type: FieldType, more: Partial<FieldDef> = {}): FieldDef {
  return {
    name,
    label: name,
    type,
    length: type === 'string' ? 255 : 18,
    precision: 0,
    scale: 0,
    nillable: true,
    createable: true,
    updateable: true,
    filterable: true,
    custom: name.endsWith('__c'),
    unique: false,
    caseSensitive: false,
    externalId: false,
    idLookup: false,
    autoNumber: null,
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    masterDetail: false,
    deleteConstraint: 'SetNull',
    picklist: [],
    restrictedPicklist: false,
    defaultValue: null,
    formula: null,
    ...more
  };
}
const look = (name: string, to: string) => field(name, 'reference', { referenceTo: [to], relationshipName: name.replace(/Id$/, '') });

function object(name: string, keyPrefix: string, fields: FieldDef[]): ObjectDef {
  const system = [
    field('Id', 'id', { nillable: false, idLookup: true }),
    field('IsDeleted', 'boolean'),
    field('CreatedDate', 'datetime'),
    field('SystemModstamp', 'datetime')
  ];
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix,
    custom: false,
    kind: 'standard',
    settingType: null,
    setup: false,
    createable: true,
    updateable: true,
    deletable: true,
    undeletable: true,
    queryable: true,
    triggerable: true,
    sharingModel: 'ReadWrite',
    fields: new Map([...system, ...fields].map((one) => [one.name.toLowerCase(), one])),
    childRelationships: []
  };
}

const OBJECTS = [
  object('User', '005', [
    ...['Username', 'Name', 'FirstName', 'LastName', 'Email', 'Alias', 'TimeZoneSidKey'].map((name) => field(name, 'string')),
    ...['LocaleSidKey', 'EmailEncodingKey', 'LanguageLocaleKey'].map((name) => field(name, 'string')),
    field('IsActive', 'boolean'),
    field('UserPermissionsMarketingUser', 'boolean'),
    look('ProfileId', 'Profile')
  ]),
  object('Profile', '00e', [field('Name', 'string')]),
  object('PermissionSet', '0PS', [field('Name', 'string'), field('Label', 'string')]),
  object('PermissionSetAssignment', '0Pa', [
    look('AssigneeId', 'User'),
    look('PermissionSetId', 'PermissionSet'),
    field('PermissionSetGroupId', 'string')
  ]),
  object('Campaign', '701', [
    field('Name', 'string', { nillable: false, idLookup: true }),
    field('ActualCost', 'currency'),
    field('StartDate', 'date')
  ]),
  object('Lead', '00Q', [
    field('LastName', 'string', { nillable: false }),
    field('Title', 'string'),
    field('Score__c', 'double'),
    field('Seen__c', 'datetime'),
    field('Opted__c', 'boolean'),
    field('Key__c', 'string', { externalId: true, unique: true }),
    field('Campaign__c', 'reference', { referenceTo: ['Campaign'], relationshipName: 'Campaign__r' })
  ])
];

export class SmallData implements DataEngine {
  readonly schema: Schema;
  rows: (Row & { $object: string })[] = [];
  private count = 0;
  private readonly clock: () => number;

  constructor(clock: () => number) {
    this.clock = clock;
    const objects = new Map(OBJECTS.map((one) => [one.name.toLowerCase(), one]));
    this.schema = {
      namespace: null,
      objects,
      find: (name) => objects.get(name.toLowerCase()),
      byPrefix: (prefix) => OBJECTS.find((one) => one.keyPrefix === prefix)
    };
  }

  dml(op: DmlOp, objectName: string, rows: Row[], options: Parameters<DataEngine['dml']>[3]): SaveResult[] {
    const kept = structuredClone(this.rows);
    const results = rows.map((row) => this.one(op, objectName, row, options.externalIdField));
    if (options.allOrNone && results.some((result) => !result.success)) {
      this.rows = kept;
    }
    return results;
  }

  private one(op: DmlOp, objectName: string, row: Row, externalIdField?: string): SaveResult {
    const now = new Date(this.clock()).toISOString();
    const bad = (statusCode: string, message: string, fields: string[] = []): SaveResult => ({
      success: false,
      id: null,
      created: false,
      errors: [{ statusCode, message, fields }]
    });
    const key = op === 'upsert' ? (externalIdField ?? 'Id') : 'Id';
    const stored = this.rows.find(
      (one) => one.$object === objectName && one['IsDeleted'] === false && row[key] !== undefined && one[key] === row[key]
    );
    if (row['LastName'] === 'refuse me') {
      return bad('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'That is no name.', ['LastName']);
    }
    if (op === 'insert' || (op === 'upsert' && !stored)) {
      const prefix = this.schema.find(objectName)?.keyPrefix ?? '000';
      const id = longId(`${prefix}000000${String(++this.count).padStart(6, '0')}`);
      if (objectName === 'Lead' && !row['LastName']) {
        return bad('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']);
      }
      this.rows.push({ ...row, $object: objectName, Id: id, IsDeleted: false, CreatedDate: now, SystemModstamp: now });
      return { success: true, id, created: true, errors: [] };
    }
    if (!stored) {
      const gone = this.rows.some((one) => one['Id'] === row['Id']);
      return gone ? bad('ENTITY_IS_DELETED', 'entity is deleted') : bad('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    }
    Object.assign(stored, row, op === 'delete' ? { IsDeleted: true } : {}, { Id: stored['Id'], SystemModstamp: now });
    return { success: true, id: String(stored['Id']), created: false, errors: [] };
  }

  query(soql: string, binds: Record<string, unknown>): { records: QueryRow[]; totalSize: number } {
    const all = /\s+all\s+rows\s*$/i.test(soql);
    const parts = /^select\s+(.+?)\s+from\s+(\w+)(?:\s+where\s+(.+?))?(?:\s+order\s+by\s+.+?)?(?:\s+limit\s+(\d+))?$/i.exec(
      soql.replace(/\s+all\s+rows\s*$/i, '')
    );
    if (!parts) {
      throw new SoqlError('MALFORMED_QUERY', `unexpected token: ${soql}`);
    }
    const [, select = '', from = '', where, limit] = parts;
    const def = this.schema.find(from);
    if (!def) {
      throw new SoqlError('INVALID_TYPE', `sObject type '${from}' is not supported.`);
    }
    const tests = (where?.split(/\s+and\s+/i) ?? []).map((one) => this.test(one, binds, def));
    const found = this.rows.filter(
      (row) => row.$object === def.name && (all || row['IsDeleted'] === false) && tests.every((fits) => fits(row))
    );
    const some = found.slice(0, limit === undefined ? undefined : Number(limit));
    if (/^count\(\)$/i.test(select)) {
      return { records: [], totalSize: some.length };
    }
    return { records: some.map((row) => this.selected(row, select.split(/\s*,\s*/), def)), totalSize: some.length };
  }

  private test(text: string, binds: Record<string, unknown>, def: ObjectDef): (row: Row & { $object: string }) => boolean {
    const [, path = '', op = '', right = ''] = /^([\w.]+)\s*(=|>=|<|in)\s*(.+)$/i.exec(text.trim()) ?? [];
    const value: unknown = right.startsWith(':')
      ? binds[right.slice(1)]
      : right.startsWith("'")
        ? right.slice(1, -1)
        : (JSON.parse(right) as unknown);
    return (row) => {
      const left = this.value(row, path.split('.'), def);
      switch (op.toLowerCase()) {
        case '=':
          return String(left).toLowerCase() === String(value).toLowerCase();
        case 'in':
          return (value as unknown[]).includes(left);
        default:
          return op === '<' ? String(left) < String(value) : String(left) >= String(value);
      }
    };
  }

  private target(row: Row, name: string, def: ObjectDef) {
    const reference = [...def.fields.values()].find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
    const parent = this.rows.find((one) => reference !== undefined && one['Id'] === row[reference.name]);
    return { name: reference?.relationshipName ?? name, parent, def: this.schema.find(reference?.referenceTo[0] ?? '') };
  }
  private value(row: Row, path: string[], def: ObjectDef): Scalar {
    const [head = '', ...rest] = path;
    if (rest.length === 0) {
      const found = def.fields.get(head.toLowerCase());
      if (!found) {
        throw new SoqlError('INVALID_FIELD', `No such column '${head}' on entity '${def.name}'.`);
      }
      return row[found.name] ?? (found.type === 'boolean' ? false : null);
    }
    const to = this.target(row, head, def);
    return to.parent && to.def ? this.value(to.parent, rest, to.def) : null;
  }
  private selected(row: Row & { $object: string }, paths: string[], def: ObjectDef): QueryRow {
    const made: QueryRow = { object: def.name, fields: {}, parents: {}, children: {} };
    for (const path of paths) {
      const [head = '', ...rest] = path.split('.');
      if (rest.length === 0) {
        made.fields[def.fields.get(head.toLowerCase())?.name ?? head] = this.value(row, [head], def);
        continue;
      }
      const to = this.target(row, head, def);
      const inner = to.parent && to.def ? this.selected(to.parent, [rest.join('.')], to.def) : null;
      const before = made.parents[to.name];
      made.parents[to.name] = before && inner ? { ...inner, fields: { ...before.fields, ...inner.fields } } : inner;
    }
    return made;
  }

  convertLead(): ReturnType<DataEngine['convertLead']> {
    return { success: true, contactId: '003000000000001AAA', accountId: '001000000000001AAA', opportunityId: null, errors: [] };
  }
  merge(): SaveResult[] {
    return [
      {
        success: false,
        id: null,
        created: false,
        errors: [{ statusCode: 'INVALID_OPERATION', message: 'Not in this engine.', fields: [] }]
      }
    ];
  }
  emptyRecycleBin(): SaveResult[] {
    return [];
  }
  /** What the org itself keeps of its jobs is looked at elsewhere. */
  keep(_object: string, row: Row): string {
    return String(row['Id'] ?? '');
  }
  keepRights(): void {}
  formulas(): Row {
    return {};
  }
  savepoint(): string {
    return '';
  }
  rollbackTo(): void {}
}
