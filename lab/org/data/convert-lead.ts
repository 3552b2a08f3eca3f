/**
 * Conversion of a lead: an account and a contact, made or given, and an opportunity unless none is wanted; the lead becomes read-only; its members move to the contact, keeping
 * status and response. Apex Reference Guide, "LeadConvert Class"; Salesforce Help, "Considerations for Converting Leads".
 */
import type { Access, DataEngine, ObjectDef, RecordError, Row, TriggerFiring } from '../types.ts';
import type { RecordAccess } from './access.ts';
import type { Dml } from './dml.ts';
import { memberOf } from './members.ts';
import { deleteRow } from './deletion.ts';
import { failure, type Parts } from './parts.ts';
import { findRow } from './prepare.ts';

type Request = Parameters<DataEngine['convertLead']>[0];
type Converted = ReturnType<DataEngine['convertLead']>;

/** Lead → contact. Custom fields move only where an administrator has mapped them, which this org has not. */
const CONTACT_FIELDS: Record<string, string> = {
  ...Object.fromEntries(
    ['LastName', 'FirstName', 'Salutation', 'Title', 'Phone', 'MobilePhone', 'Fax', 'Email', 'LeadSource', 'Description'].map((name) => [
      name,
      name
    ])
  ),
  ...Object.fromEntries(['HasOptedOutOfEmail', 'HasOptedOutOfFax', 'DoNotCall'].map((name) => [name, name])),
  ...Object.fromEntries(['Street', 'City', 'State', 'PostalCode', 'Country'].map((name) => [name, `Mailing${name}`]))
};

class Failed extends Error {
  readonly error: RecordError;
  constructor(error: RecordError) {
    super(error.message);
    this.error = error;
  }
}

export class LeadConversion {
  private readonly parts: Parts;
  private readonly access: RecordAccess;
  private readonly dml: Dml;

  constructor(parts: Parts, access: RecordAccess, dml: Dml) {
    this.parts = parts;
    this.access = access;
    this.dml = dml;
  }

  run(request: Request, access: Access): Converted {
    const mark = this.parts.store.mark();
    try {
      return this.perform(request, access);
    } catch (cause) {
      if (!(cause instanceof Failed)) {
        throw cause;
      }
      this.parts.store.undoTo(mark);
      return { success: false, contactId: null, accountId: null, opportunityId: null, errors: [cause.error] };
    }
  }

  private perform(request: Request, access: Access): Converted {
    const lead = this.lead(request, access);
    const ownerId = request.ownerId ?? lead['OwnerId'] ?? null;
    const given = request.contactId === undefined ? null : this.given('Contact', request.contactId);
    const accountId =
      request.accountId ?? given?.['AccountId'] ?? this.insert('Account', { Name: lead['Company'] ?? null, OwnerId: ownerId }, access);
    if (request.accountId !== undefined) {
      this.given('Account', request.accountId);
    }
    const contactId = given ? String(given['Id']) : this.insert('Contact', contactOf(lead, String(accountId), ownerId), access);
    const made = { contactId, accountId: String(accountId) };
    const opportunityId = request.doNotCreateOpportunity ? null : this.opportunity(lead, { ...request, ...made }, ownerId, access);
    this.close(lead, { ...request, ...made, opportunityId }, ownerId, access);
    this.moveMembers(String(lead['Id']), contactId, access);
    const transaction = this.parts.transaction();
    if (transaction) {
      transaction.pendingWrites = true;
    }
    return { success: true, ...made, opportunityId, errors: [] };
  }

  private object(name: string): ObjectDef {
    return this.parts.schema.find(name) as ObjectDef;
  }

  private lead(request: Request, access: Access): Row {
    const object = this.object('Lead');
    const lead = findRow(this.parts, object, request.leadId);
    if ('statusCode' in lead) {
      throw new Failed(lead as unknown as RecordError);
    }
    if (lead['IsDeleted'] === true) {
      throw new Failed(failure('ENTITY_IS_DELETED', 'entity is deleted'));
    }
    if (lead['IsConverted'] === true) {
      throw new Failed(failure('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead'));
    }
    const statuses = [...this.parts.store.table('LeadStatus').rows.values()];
    if (!statuses.some((status) => status['IsConverted'] === true && status['MasterLabel'] === request.convertedStatus)) {
      throw new Failed(failure('INVALID_STATUS', `invalid convertedStatus: ${request.convertedStatus}`, ['convertedStatus']));
    }
    const rights = access.mode === 'user' ? this.parts.rightsOf(access.userId).object('Lead') : null;
    if ((rights && !rights.edit) || !this.access.test(object, access, 'edit')(lead)) {
      throw new Failed(failure('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'));
    }
    return lead;
  }

  private given(object: 'Contact' | 'Account', id: string): Row {
    const found = findRow(this.parts, this.object(object), id);
    if ('statusCode' in found) {
      throw new Failed(found as unknown as RecordError);
    }
    if (found['IsDeleted'] === true) {
      throw new Failed(failure('ENTITY_IS_DELETED', 'entity is deleted'));
    }
    return found;
  }

  private insert(object: string, row: Row, access: Access): string {
    // The fields are the conversion's, not the user's: object rights count, field rights do not.
    const rights = access.mode === 'user' ? this.parts.rightsOf(access.userId).object(object) : null;
    if (rights && !rights.create) {
      throw new Failed(failure('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `Access to entity '${object}' denied`));
    }
    const system: Access = { ...access, mode: 'system' };
    const [made] = this.dml.run('insert', object, [row], { allOrNone: true, allowDuplicates: true }, system);
    if (!made?.success || made.id === null) {
      throw new Failed(made?.errors[0] ?? failure('UNKNOWN_EXCEPTION', `The ${object} was not made.`));
    }
    return made.id;
  }

  /**
   * In its first stage, to be closed by the end of the quarter, of the campaign that the lead came to last; the contact has the primary role. Salesforce Help,
   * "Considerations for Converting Leads".
   */
  private opportunity(
    lead: Row,
    { opportunityName, accountId, contactId }: Pick<Request, 'opportunityName'> & { accountId: string; contactId: string },
    ownerId: Row[string],
    access: Access
  ): string {
    const { store } = this.parts;
    const [stage] = [...store.table('OpportunityStage').rows.values()]
      .filter((row) => row['IsActive'] === true)
      .sort((left, right) => Number(left['SortOrder']) - Number(right['SortOrder']));
    const last = [...store.table('CampaignMember').by('LeadId', String(lead['Id']))]
      .filter((row) => row['IsDeleted'] !== true)
      .sort((left, right) => String(left['CreatedDate']).localeCompare(String(right['CreatedDate'])))
      .at(-1);
    const today = new Date(String(this.dml.saving.stamp(this.dml.actor(access))['SystemModstamp']));
    const quarterEnd = new Date(Date.UTC(today.getUTCFullYear(), Math.floor(today.getUTCMonth() / 3) * 3 + 3, 0));
    const OpportunityId = this.insert(
      'Opportunity',
      {
        Name: opportunityName ?? lead['Company'] ?? null,
        AccountId: accountId,
        OwnerId: ownerId,
        StageName: stage?.['MasterLabel'] ?? null,
        CloseDate: quarterEnd.toISOString().slice(0, 10),
        LeadSource: lead['LeadSource'] ?? null,
        CampaignId: last?.['CampaignId'] ?? null
      },
      access
    );
    const role: Row = { OpportunityId, ContactId: contactId, IsPrimary: true };
    this.dml.run('insert', 'OpportunityContactRole', [role], { allOrNone: true }, { ...access, mode: 'system' });
    return OpportunityId;
  }

  /** The lead's own update, with its triggers. */
  private close(
    lead: Row,
    made: { convertedStatus: string; contactId: string; accountId: string; opportunityId: string | null },
    ownerId: Row[string],
    access: Access
  ): void {
    const stamp = this.dml.saving.stamp(this.dml.actor(access));
    const row: Row = {
      ...lead,
      ...stamp,
      OwnerId: ownerId,
      Status: made.convertedStatus,
      IsConverted: true,
      ConvertedDate: String(stamp['SystemModstamp']).slice(0, 10),
      ConvertedContactId: made.contactId,
      ConvertedAccountId: made.accountId,
      ConvertedOpportunityId: made.opportunityId
    };
    this.fire('Lead', 'before', [lead], [row]);
    this.parts.store.write('Lead', String(lead['Id']), row);
    this.fire('Lead', 'after', [lead], [row]);
  }

  private fire(objectName: string, timing: 'before' | 'after', oldRows: Row[], newRows: Row[]): void {
    const object = this.object(objectName);
    const host = this.parts.triggers();
    if (newRows.length === 0 || !host?.has(objectName, timing, 'update')) {
      return;
    }
    const complete = (row: Row) => this.parts.reader.complete(object, row);
    let error: RecordError | null = null;
    const firing: TriggerFiring = {
      object: objectName,
      timing,
      op: 'update',
      newRows: newRows.map(complete),
      oldRows: oldRows.map(complete),
      addError: (_, told) => (error ??= told)
    };
    host.fire(firing);
    if (error) {
      throw new Failed(error);
    }
  }

  private moveMembers(leadId: string, contactId: string, access: Access): void {
    const { store, switches } = this.parts;
    const members = [...store.table('CampaignMember').by('LeadId', leadId)].filter((row) => row['IsDeleted'] !== true);
    const moved: { old: Row; row: Row }[] = [];
    for (const member of members) {
      const both = memberOf(this.parts, String(member['CampaignId']), 'ContactId', contactId) !== undefined;
      const stamp = this.dml.saving.stamp(this.dml.actor(access));
      if (!both) {
        moved.push({
          old: member,
          row: { ...member, ...stamp, ContactId: contactId, LeadId: switches.get('convertedMemberKeepsLeadId') ? leadId : null }
        });
      } else if (switches.get('convertWhenBothAreMembers') === 'keepContact') {
        deleteRow(this.parts, this.object('CampaignMember'), member, stamp);
      }
    }
    const fires = switches.get('leadConversionFiresMemberTriggers');
    if (fires) {
      this.fire(
        'CampaignMember',
        'before',
        moved.map(({ old }) => old),
        moved.map(({ row }) => row)
      );
    }
    moved.forEach(({ row }) => store.write('CampaignMember', String(row['Id']), row));
    if (fires) {
      this.fire(
        'CampaignMember',
        'after',
        moved.map(({ old }) => old),
        moved.map(({ row }) => row)
      );
    }
  }
}

function contactOf(lead: Row, accountId: string, ownerId: Row[string]): Row {
  const row: Row = { AccountId: accountId, OwnerId: ownerId };
  for (const [from, to] of Object.entries(CONTACT_FIELDS)) {
    if ((lead[from] ?? null) !== null) {
      row[to] = lead[from] ?? null;
    }
  }
  return row;
}
