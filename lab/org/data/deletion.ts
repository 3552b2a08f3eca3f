/** Deleting with what hangs on a row, the recycle bin, and bringing back. None of it fires triggers: those of the row itself are the caller's. */
import type { FieldDef, ObjectDef, RecordError, Row, Scalar } from '../types.ts';
import { failure, type Parts } from './parts.ts';
import { duplicate } from './checks.ts';
import { deleteStatus } from './member-statuses.ts';

/** Internal: what went with a deleted row, as JSON, to bring it back. */
const TAKEN_ALONG = '$takenAlong';
/** `[object, id]` of rows deleted, `[object, id, field]` of look-ups that were cleared. */
type Taken = [string, string] | [string, string, string];

/** Of the org's own rows nothing stays behind: they have no recycle bin. */
const hasBin = (object: ObjectDef) => !object.setup && object.kind !== 'setting';

/** Rows that look at this one, with the field they do it through; deleted ones are left out. */
function* children(parts: Parts, object: ObjectDef, id: string): Generator<{ object: ObjectDef; field: FieldDef; row: Row }> {
  for (const { childObject, field: name } of object.childRelationships) {
    const child = parts.schema.find(childObject) as ObjectDef;
    const field = child.fields.get(name.toLowerCase()) as FieldDef;
    // The losers of a merge go on naming their winner.
    if (name === 'MasterRecordId' || field.formula !== null) {
      continue;
    }
    for (const row of parts.store.table(childObject).by(name, id)) {
      if (row['IsDeleted'] !== true && row[name] === id) {
        yield { object: child, field, row };
      }
    }
  }
}

/** Why a row cannot be deleted, or null. */
export function refuseDelete(parts: Parts, object: ObjectDef, row: Row): RecordError | null {
  for (const { object: child, field } of children(parts, object, String(row['Id']))) {
    if (field.deleteConstraint === 'Restrict') {
      const message = `Your attempt to delete ${object.label} could not be completed because it is associated with the following ${child.labelPlural}.`;
      return failure('DELETE_FAILED', message);
    }
  }
  return object.name === 'CampaignMemberStatus' ? deleteStatus(parts, row) : null;
}

/** @param more fields that change with the deletion, such as MasterRecordId. */
export function deleteRow(parts: Parts, object: ObjectDef, row: Row, stamp: Row, more: Row = {}): void {
  const id = String(row['Id']);
  const taken: Taken[] = [];
  for (const child of [...children(parts, object, id)]) {
    const childId = String(child.row['Id']);
    // A converted lead's member lives on as the contact's.
    const ofBoth = child.object.name === 'CampaignMember' && object.name === 'Lead' && Boolean(child.row['ContactId']);
    if (child.field.deleteConstraint === 'Cascade' && !ofBoth) {
      deleteRow(parts, child.object, child.row, stamp);
      taken.push([child.object.name, childId]);
    } else {
      parts.store.write(child.object.name, childId, {
        ...child.row,
        [child.field.name]: null,
        SystemModstamp: stamp['SystemModstamp'] ?? null
      });
      taken.push([child.object.name, childId, child.field.name]);
    }
  }
  const kept: Row = { ...row, ...stamp, ...more, IsDeleted: true, [TAKEN_ALONG]: taken.length === 0 ? null : JSON.stringify(taken) };
  parts.store.write(object.name, id, hasBin(object) ? kept : undefined);
}

const takenWith = (row: Row): Taken[] => (typeof row[TAKEN_ALONG] === 'string' ? (JSON.parse(row[TAKEN_ALONG]) as Taken[]) : []);

/** Brings a row back with what went with it. @returns why not, or null. */
export function undeleteRow(parts: Parts, object: ObjectDef, row: Row, stamp: Row): RecordError | null {
  const back: Row = { ...row, ...stamp, IsDeleted: false, [TAKEN_ALONG]: null };
  const refused = duplicate(parts, object, back);
  if (refused) {
    return refused;
  }
  parts.store.write(object.name, String(row['Id']), back);
  for (const [name, id, field] of takenWith(row)) {
    const child = parts.store.table(name).rows.get(id);
    const childObject = parts.schema.find(name);
    if (!child || !childObject || (name === 'CampaignMember' && !parts.switches.get('undeleteRestoresMembers'))) {
      continue;
    }
    if (field !== undefined) {
      restoreLookup(parts, name, id, child, field, row['Id'] ?? null);
    } else if (child['IsDeleted'] === true) {
      undeleteRow(parts, childObject, child, stamp);
    }
  }
  return null;
}

/** A look-up that has been given another parent meanwhile stays with it. */
function restoreLookup(parts: Parts, object: string, id: string, child: Row, field: string, parent: Scalar): void {
  if ((child[field] ?? null) === null && child['IsDeleted'] !== true) {
    parts.store.write(object, id, { ...child, [field]: parent });
  }
}

/** Takes a deleted row, and what went with it, out of the bin for good. */
export function purgeRow(parts: Parts, object: ObjectDef, row: Row): void {
  for (const [name, id, field] of takenWith(row)) {
    const child = parts.store.table(name).rows.get(id);
    const childObject = parts.schema.find(name);
    if (field === undefined && child?.['IsDeleted'] === true && childObject) {
      purgeRow(parts, childObject, child);
    }
  }
  parts.store.write(object.name, String(row['Id']), undefined);
}
