/** Given records → rows to be written: which row is meant, what may be set, who may do it. */
import { longId } from '../schema/ids.ts';
import { relationNamed } from '../schema/relations.ts';
import type { Rights } from '../identity/permissions.ts';
import type { FieldDef, ObjectDef, RecordError, Row, Scalar } from '../types.ts';
import { round } from './formula/values.ts';
import { failure, isDeleted, noSuchId, type Parts } from './parts.ts';
import { fit } from './checks.ts';
import { frozenFields } from './member-statuses.ts';
import { isStored } from './reader.ts';
import type { RecordAccess } from './access.ts';
import type { Statement, Work } from './work.ts';

const FLS = (fields: string[]) =>
  failure(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields
  );

/** In user mode: what the whole statement is refused for. */
export function refuseStatement(parts: Parts, statement: Statement, op: Work['op']): RecordError | null {
  const { object, access } = statement;
  const word = { insert: 'inserted', update: 'updated', delete: 'deleted', undelete: 'undeleted' }[op];
  const able = { insert: object.createable, update: object.updateable, delete: object.deletable, undelete: object.undeletable }[op];
  if (!able || object.kind === 'event') {
    return failure('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be ${word}: ${object.name}`);
  }
  const isMember = object.name === 'CampaignMember' || object.name === 'CampaignMemberStatus';
  if (access.mode === 'system' && isMember && parts.switches.get('systemModeNeedsMarketingUser') && access.userId !== '') {
    const marketer = parts.reader.byId(access.userId)?.row['UserPermissionsMarketingUser'] === true;
    return marketer ? null : failure('INSUFFICIENT_ACCESS_OR_READONLY', 'The user is not a Marketing User.');
  }
  if (access.mode === 'user') {
    const rights = parts.rightsOf(access.userId).object(object.name);
    const right = { insert: rights.create, update: rights.edit, delete: rights.delete, undelete: rights.delete }[op];
    return right ? null : failure('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `Access to entity '${object.name}' denied`);
  }
  return null;
}

/** The row that an id names. */
export function findRow(parts: Parts, object: ObjectDef, given: Scalar | undefined): Row | RecordError {
  const id = longId(String(given ?? ''));
  if (id === null || id.slice(0, 3) !== object.keyPrefix) {
    return failure('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${String(given ?? '')}`, ['Id']);
  }
  return parts.store.table(object.name).rows.get(id) ?? noSuchId();
}
const isError = (found: Row | RecordError): found is RecordError => 'statusCode' in found && 'message' in found;

/** An existing row for update, delete or undelete. */
export function locate(parts: Parts, access: RecordAccess, statement: Statement, input: Row, op: Work['op']): Work {
  const found = findRow(parts, statement.object, input['Id']);
  const work: Work = { input, op, id: null, old: null, row: {}, given: new Set(), created: false, errors: [] };
  if (isError(found)) {
    return { ...work, errors: [found] };
  }
  const id = String(found['Id']);
  if ((found['IsDeleted'] === true) !== (op === 'undelete')) {
    return { ...work, id, errors: [op === 'undelete' ? failure('UNDELETE_FAILED', 'Entity is not in the recycle bin') : isDeleted()] };
  }
  if (!access.test(statement.object, statement.access, 'edit')(found)) {
    return { ...work, id, errors: [failure('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')] };
  }
  const converted = statement.object.name === 'Lead' && found['IsConverted'] === true && op === 'update';
  const errors = converted ? [failure('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead')] : [];
  return { ...work, id, old: found, row: { ...found }, errors };
}

/** Puts the given fields into the row. */
export function setFields(parts: Parts, statement: Statement, work: Work): void {
  const { object, access } = statement;
  const rights = access.mode === 'user' ? parts.rightsOf(access.userId) : null;
  const closed: string[] = [];
  for (const [key, value] of Object.entries(work.input)) {
    if (key.toLowerCase() === 'id') {
      continue;
    }
    const target = fieldFor(parts, object, key, value);
    if ('error' in target) {
      work.errors.push(target.error);
    } else if (statement.byOrg || isOpen(parts, object, target.field, work, rights)) {
      work.row[target.field.name] = formed(statement, target.field, target.value);
      work.given.add(target.field.name);
    } else if (work.op === 'insert' || work.row[target.field.name] !== target.value) {
      closed.push(target.field.name);
    }
  }
  if (closed.length > 0) {
    work.errors.push(FLS(closed));
  }
}

function isOpen(parts: Parts, object: ObjectDef, field: FieldDef, work: Work, rights: Rights | null): boolean {
  if (!(work.op === 'insert' ? field.createable : field.updateable)) {
    return false;
  }
  if (work.op === 'update' && object.name === 'CampaignMemberStatus' && frozenFields(parts).includes(field.name)) {
    return false;
  }
  return rights === null || rights.field(object.name, field.name).edit;
}

/** As it will be stored: fitted to its type, rounded, cut where that is allowed. */
export function formed(statement: Statement, field: FieldDef, given: Scalar): Scalar {
  const value = fit(field, given);
  if (typeof value === 'number' && field.custom) {
    return round(value, field.scale);
  }
  if (field.type === 'datetime' && typeof value === 'string' && !Number.isNaN(Date.parse(value))) {
    // The platform keeps whole seconds.
    return `${new Date(value).toISOString().slice(0, 19)}.000Z`;
  }
  return typeof value === 'string' && statement.options.allowFieldTruncation && field.length > 0 ? value.slice(0, field.length) : value;
}

type Target = { field: FieldDef; value: Scalar } | { error: RecordError };

/** A field by name, or a look-up through an external id of the parent: `Account.Key__c`. */
function fieldFor(parts: Parts, object: ObjectDef, key: string, value: Scalar): Target {
  const [name = '', parentKey] = key.split('.');
  if (parentKey === undefined) {
    const field = object.fields.get(name.toLowerCase());
    return field
      ? { field, value }
      : { error: failure('INVALID_FIELD', `No such column '${key}' on sobject of type ${object.name}`, [key]) };
  }
  const look = relationNamed(object, name, parts.schema.namespace);
  const parent = parts.schema.find(look?.referenceTo[0] ?? '');
  const by = parent?.fields.get(parentKey.toLowerCase());
  if (!look || !parent || !by || !(by.externalId || by.idLookup)) {
    return { error: failure('INVALID_FIELD', `${key} is no external id of a parent of ${object.name}.`, [key]) };
  }
  const found = [...parts.store.table(parent.name).by(by.name, value)].filter((row) => row['IsDeleted'] !== true);
  if (found.length !== 1) {
    const message = `Foreign key external ID: ${String(value)} not found for field ${by.name} in entity ${parent.name}`;
    return { error: failure('INVALID_FIELD', message, [look.name]) };
  }
  return { field: look, value: found[0]?.['Id'] ?? null };
}

/** What a new row has before anything is set. */
export function freshRow(object: ObjectDef, userId: string | null): Row {
  const row: Row = { Id: null, IsDeleted: false };
  for (const field of object.fields.values()) {
    if (isStored(object, field) && field.name !== 'Id' && field.name !== 'IsDeleted') {
      row[field.name] = field.defaultValue;
    }
  }
  if (object.fields.has('ownerid')) {
    row['OwnerId'] = userId;
  }
  return row;
}
