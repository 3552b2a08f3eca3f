/**
 * Merging leads, contacts or accounts. Triggers of the losers' deletion and of the winner's update fire; the losers' children change their
 * parent without any. Apex Developer Guide 262, "Triggers and Merge Statements".
 */
import type { Access, ObjectDef, RecordError, Row, SaveResult, TriggerFiring } from '../types.ts';
import type { RecordAccess } from './access.ts';
import { deleteRow } from './deletion.ts';
import type { Dml } from './dml.ts';
import { memberOf } from './members.ts';
import { failure, type Parts } from './parts.ts';
import { findRow } from './prepare.ts';

const MOST_LOSERS = 2;

export class Merge {
  private readonly parts: Parts;
  private readonly access: RecordAccess;
  private readonly dml: Dml;

  constructor(parts: Parts, access: RecordAccess, dml: Dml) {
    this.parts = parts;
    this.access = access;
    this.dml = dml;
  }

  /** One result a loser. A failure undoes all. */
  run(objectName: string, masterId: string, loserIds: string[], access: Access): SaveResult[] {
    const object = this.parts.schema.find(objectName);
    const all = (error: RecordError) => loserIds.map((id): SaveResult => ({ success: false, id, created: false, errors: [error] }));
    if (!object || !['Lead', 'Contact', 'Account'].includes(object.name)) {
      return all(failure('INVALID_TYPE_FOR_OPERATION', `entity type does not support merge: ${objectName}`));
    }
    if (loserIds.length === 0 || loserIds.length > MOST_LOSERS) {
      return all(failure('MERGE_FAILED', `A merge takes one or two records beside the master, not ${loserIds.length}.`));
    }
    const master = this.usable(object, masterId, access);
    const losers = loserIds.map((id) => this.usable(object, id, access));
    const wrong = [master, ...losers].find((found) => 'statusCode' in found);
    if (wrong) {
      return all(wrong as RecordError);
    }
    if (loserIds.includes(masterId)) {
      return all(failure('MERGE_FAILED', 'A record cannot be merged with itself.'));
    }
    const mark = this.parts.store.mark();
    const error = this.perform(object, master as Row, losers as Row[], access);
    if (error) {
      this.parts.store.undoTo(mark);
      return all(error);
    }
    return loserIds.map((id) => ({ success: true, id, created: false, errors: [] }));
  }

  private usable(object: ObjectDef, id: string, access: Access): Row | RecordError {
    const row = findRow(this.parts, object, id);
    if ('statusCode' in row) {
      return row;
    }
    if (row['IsDeleted'] === true) {
      return failure('ENTITY_IS_DELETED', 'entity is deleted');
    }
    if (row['IsConverted'] === true) {
      return failure('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
    }
    const rights = access.mode === 'user' ? this.parts.rightsOf(access.userId).object(object.name) : null;
    const may = (!rights || (rights.edit && rights.delete)) && this.access.test(object, access, 'edit')(row);
    return may ? row : failure('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }

  private perform(object: ObjectDef, master: Row, losers: Row[], access: Access): RecordError | null {
    const masterId = String(master['Id']);
    const refused = this.fire(object, 'before', losers);
    if (refused) {
      return refused;
    }
    for (const loser of losers) {
      this.reparent(object, String(loser['Id']), masterId);
      deleteRow(this.parts, object, loser, this.dml.saving.stamp(this.dml.actor(access)), { MasterRecordId: masterId });
    }
    const after = this.fire(object, 'after', losers);
    if (after) {
      return after;
    }
    const [updated] = this.dml.run('update', object.name, [{ Id: masterId }], { allOrNone: true }, access);
    return updated?.errors[0] ?? null;
  }

  private fire(object: ObjectDef, timing: 'before' | 'after', losers: Row[]): RecordError | null {
    const host = this.parts.triggers();
    if (!host?.has(object.name, timing, 'delete')) {
      return null;
    }
    let error: RecordError | null = null;
    const { reader, store } = this.parts;
    const oldRows = losers.map((row) => reader.complete(object, store.get(String(row['Id'])) ?? row));
    const firing: TriggerFiring = {
      object: object.name,
      timing,
      op: 'delete',
      newRows: null,
      oldRows,
      addError: (_, told) => (error ??= told)
    };
    host.fire(firing);
    return error;
  }

  /** Children of the loser become the winner's. */
  private reparent(object: ObjectDef, loserId: string, masterId: string): void {
    const { schema, store } = this.parts;
    for (const { childObject, field } of object.childRelationships) {
      if (field === 'MasterRecordId' || schema.find(childObject)?.fields.get(field.toLowerCase())?.formula !== null) {
        continue;
      }
      for (const row of store.table(childObject).by(field, loserId)) {
        if (row['IsDeleted'] !== true && row[field] === loserId && !this.isTaken(childObject, field, row, masterId)) {
          store.write(childObject, String(row['Id']), { ...row, [field]: masterId, SystemModstamp: this.dml.saving.now() });
        }
      }
    }
  }

  /** Where both are in a campaign, the loser's member stays with the loser and goes with it. */
  private isTaken(childObject: string, field: string, row: Row, masterId: string): boolean {
    if (childObject !== 'CampaignMember' || (field !== 'LeadId' && field !== 'ContactId' && field !== 'AccountId')) {
      return false;
    }
    const kept = memberOf(this.parts, String(row['CampaignId']), field, masterId);
    if (
      kept &&
      this.parts.switches.get('mergeWhenBothAreMembers') === 'keepResponded' &&
      row['HasResponded'] === true &&
      kept['HasResponded'] !== true
    ) {
      const { Status = null, HasResponded = false, FirstRespondedDate = null } = row;
      this.parts.store.write('CampaignMember', String(kept['Id']), {
        ...kept,
        Status,
        HasResponded,
        FirstRespondedDate,
        SystemModstamp: this.dml.saving.now()
      });
    }
    return kept !== undefined;
  }
}
