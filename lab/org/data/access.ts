/** Which rows a user sees and may change: organisation-wide defaults, owners, the role hierarchy, and parents that decide. */
import type { SwitchName } from '../switches.ts';
import type { Access, ObjectDef, Row, Scalar } from '../types.ts';
import type { Parts } from './parts.ts';
import { personOf } from './derived.ts';

type Right = 'read' | 'edit';

const BY_SWITCH: Record<string, SwitchName> = {
  Lead: 'leadSharing',
  Contact: 'contactSharing',
  Account: 'accountSharing',
  Campaign: 'campaignSharing'
};

export class RecordAccess {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** A test of rows that asks for the user's rights once. */
  test(object: ObjectDef, access: Access, right: Right): (row: Row) => boolean {
    if (access.mode === 'system' && !access.sharing) {
      return () => true;
    }
    const rights = this.parts.rightsOf(access.userId);
    const all = (name: string) => {
      const own = rights.object(name);
      return right === 'read' ? rights.viewAllData || own.viewAll || own.modifyAll : rights.modifyAllData || own.modifyAll;
    };
    return all(object.name) ? () => true : (row) => this.may(object, row, access.userId, right, all);
  }

  private may(object: ObjectDef, row: Row, userId: string, right: Right, all: (name: string) => boolean): boolean {
    if (all(object.name)) {
      return true;
    }
    const model = this.model(object);
    if (model === 'ReadWrite' || (model === 'Read' && right === 'read')) {
      return true;
    }
    if (model !== 'ControlledByParent') {
      return this.owns(userId, row['OwnerId'] ?? null) || this.isShared(object, row, userId, right);
    }
    const parents = this.parents(object, row, right);
    return parents.every((parent) => this.may(parent.object, parent.row, userId, right, all));
  }

  private model(object: ObjectDef): ObjectDef['sharingModel'] {
    const name = BY_SWITCH[object.name];
    return name === undefined ? object.sharingModel : (this.parts.switches.get(name) as ObjectDef['sharingModel']);
  }

  /** Seeing a member takes campaign and person; who may change one, a setting decides. */
  private parents(object: ObjectDef, row: Row, right: Right): { object: ObjectDef; row: Row }[] {
    const { reader, switches, schema } = this.parts;
    const at = (field: string) => {
      const found = reader.byId(String(row[field] ?? ''));
      return found ? [found] : [];
    };
    if (object.name === 'CampaignMember') {
      const person = personOf(row, reader);
      const persons = person ? [{ object: schema.find(person.object) as ObjectDef, row: person.row }] : [];
      if (right === 'read') {
        return [...at('CampaignId'), ...persons];
      }
      return switches.get('campaignMemberSharing') === 'ControlledByCampaign' ? at('CampaignId') : persons;
    }
    if (object.name === 'CampaignMemberStatus') {
      return at('CampaignId');
    }
    return [...object.fields.values()].filter((field) => field.masterDetail).flatMap((field) => at(field.name));
  }

  /** Shared by hand or by Apex, with the user or with a group that the user is in. Apex Developer Guide, "Sharing a Record Using Apex". */
  private isShared(object: ObjectDef, row: Row, userId: string, right: Right): boolean {
    const { schema, store } = this.parts;
    const shares = schema.find(object.custom ? object.name.replace(/__c$/, '__Share') : `${object.name}Share`);
    if (!shares) {
      return false;
    }
    const [record, level] = object.custom ? ['ParentId', 'AccessLevel'] : [`${object.name}Id`, `${object.name}AccessLevel`];
    const groups = (): Set<Scalar> =>
      new Set([...store.table('GroupMember').by('UserOrGroupId', userId)].map((member) => member['GroupId'] ?? null));
    return [...store.table(shares.name).by(record, row['Id'] ?? null)].some(
      (share) =>
        share['IsDeleted'] !== true &&
        (right === 'read' || share[level] === 'Edit' || share[level] === 'All') &&
        (share['UserOrGroupId'] === userId || groups().has(share['UserOrGroupId'] ?? null))
    );
  }

  /** The owner, and everybody above the owner in the role hierarchy. */
  private owns(userId: string, ownerId: Scalar): boolean {
    if (ownerId === userId) {
      return true;
    }
    const roleOf = (id: Scalar) => this.parts.reader.byId(String(id ?? ''))?.row['UserRoleId'] ?? null;
    const own = roleOf(userId);
    let role = own === null ? null : roleOf(ownerId);
    const seen = new Set<Scalar>();
    while (role !== null && !seen.has(role)) {
      seen.add(role);
      role = this.parts.reader.byId(String(role))?.row['ParentRoleId'] ?? null;
      if (role === own) {
        return true;
      }
    }
    return false;
  }
}
