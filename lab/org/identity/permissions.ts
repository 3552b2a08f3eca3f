/**
 * What a user may do: the union of the profile and the assigned permission sets, as Salesforce adds them up (nothing is ever taken away).
 * Pure: rows and metadata are read elsewhere.
 */

export interface ObjectGrant {
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
}
export interface FieldGrant {
  read: boolean;
  edit: boolean;
}

/** One profile or permission set. All keys are lower case; a field's is `object.field`. */
export interface Grants {
  name: string;
  label: string;
  objects: Map<string, ObjectGrant>;
  fields: Map<string, FieldGrant>;
  /** Fields granted without being named: profiles come with the standard ones, an administrator also gets what packages install. */
  unnamedFields: 'none' | 'standard' | 'all';
  customPermissions: Set<string>;
  classes: Set<string>;
  /** `apienabled`, `viewsetup`, `modifyalldata`, … */
  userPermissions: Set<string>;
  /** `externalcredential-principal`. */
  principals: Set<string>;
}

export function noGrants(name: string, label = name): Grants {
  return {
    name,
    label,
    objects: new Map(),
    fields: new Map(),
    unnamedFields: 'none',
    customPermissions: new Set(),
    classes: new Set(),
    userPermissions: new Set(),
    principals: new Set()
  };
}

/** The rights of one user. Names are taken in any case. */
export interface Rights {
  object(name: string): ObjectGrant;
  field(object: string, field: string): FieldGrant;
  customPermission(name: string): boolean;
  apexClass(name: string): boolean;
  userPermission(name: string): boolean;
  /** Whether callouts may use this principal: named by a permission set, and `User External Credentials` can be read. */
  principal(externalCredential: string, principal: string): boolean;
  /** The user sees and changes every row of every object. */
  readonly viewAllData: boolean;
  readonly modifyAllData: boolean;
}

const NOTHING: ObjectGrant = { read: false, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };
const EVERYTHING: ObjectGrant = { read: true, create: true, edit: true, delete: true, viewAll: true, modifyAll: true };
const OBJECT_RIGHTS = ['read', 'create', 'edit', 'delete', 'viewAll', 'modifyAll'] as const;

function mergeObject(a: ObjectGrant, b: ObjectGrant): ObjectGrant {
  return Object.fromEntries(OBJECT_RIGHTS.map((right) => [right, a[right] || b[right]])) as unknown as ObjectGrant;
}

/** Fields that no field-level security hides: system fields, parts of a person's name, what a conversion or merge leaves behind. */
const NEVER_SECURED = new Set([
  ...['id', 'name', 'createddate', 'createdbyid', 'lastmodifieddate', 'lastmodifiedbyid', 'systemmodstamp', 'isdeleted', 'ownerid'],
  ...['firstname', 'lastname', 'middlename', 'salutation', 'suffix', 'recordtypeid', 'masterrecordid'],
  ...['isconverted', 'converteddate', 'convertedcontactid', 'convertedaccountid', 'convertedopportunityid']
]);

/** Objects that no permission names because everybody reads them. */
const READ_BY_ALL = new Set(['user', 'organization', 'recordtype', 'profile', 'userrole']);

/**
 * Members and their statuses have no rights of their own. Salesforce Help, campaign members: to see one takes the campaign and the lead or
 * contact; to change one also the Marketing User check box of the user; to add one the right to edit the lead or contact.
 */
function campaignObject(name: string, object: (name: string) => ObjectGrant, marketingUser: boolean): ObjectGrant | null {
  const campaign = object('Campaign');
  const people = mergeObject(object('Lead'), object('Contact'));
  const both = (right: 'viewAll' | 'modifyAll') => campaign[right] && people[right];
  if (name === 'campaignmember') {
    const read = campaign.read && people.read;
    const change = read && marketingUser;
    return { read, create: change && people.edit, edit: change, delete: change, viewAll: both('viewAll'), modifyAll: both('modifyAll') };
  }
  if (name === 'campaignmemberstatus') {
    const change = campaign.edit && marketingUser;
    return { ...campaign, create: change, edit: change, delete: change };
  }
  return null;
}

function neverSecured(object: string, field: string): boolean {
  const name = field.toLowerCase();
  const followsCampaign = ['campaignmember', 'campaignmemberstatus'].includes(object.toLowerCase());
  return NEVER_SECURED.has(name) || ((followsCampaign || READ_BY_ALL.has(object.toLowerCase())) && !name.endsWith('__c'));
}

/**
 * @param fieldSecured says whether field-level security covers a field at all. Salesforce has none on required fields, on system fields and on
 *   master-detail look-ups: those follow the object's rights.
 */
export function combine(
  grants: Grants[],
  fieldSecured: (object: string, field: string) => boolean,
  options: { marketingUser: boolean } = { marketingUser: false }
): Rights {
  const any = (pick: (grant: Grants) => Set<string>, name: string) => grants.some((grant) => pick(grant).has(name.toLowerCase()));
  const userPermission = (name: string) => any((grant) => grant.userPermissions, name);
  const modifyAllData = userPermission('ModifyAllData');
  const viewAllData = modifyAllData || userPermission('ViewAllData');
  const granted = (name: string): ObjectGrant => {
    if (modifyAllData) {
      return EVERYTHING;
    }
    const start = READ_BY_ALL.has(name.toLowerCase()) ? { ...NOTHING, read: true, viewAll: true } : NOTHING;
    const merged = grants.reduce((sum, grant) => mergeObject(sum, grant.objects.get(name.toLowerCase()) ?? NOTHING), start);
    return viewAllData ? { ...merged, read: true, viewAll: true } : merged;
  };
  const object = (name: string) => campaignObject(name.toLowerCase(), granted, options.marketingUser) ?? granted(name);
  return {
    viewAllData,
    modifyAllData,
    object,
    field(objectName, field) {
      const rights = object(objectName);
      if (neverSecured(objectName, field) || !fieldSecured(objectName, field)) {
        return { read: rights.read, edit: rights.edit || rights.create };
      }
      const key = `${objectName}.${field}`.toLowerCase();
      const unnamed = grants.some(
        (grant) => grant.unnamedFields === 'all' || (grant.unnamedFields === 'standard' && !field.toLowerCase().endsWith('__c'))
      );
      const named = grants.flatMap((grant) => grant.fields.get(key) ?? []);
      return {
        read: rights.read && (unnamed || named.some((grant) => grant.read || grant.edit)),
        edit: (rights.edit || rights.create) && (unnamed || named.some((grant) => grant.edit))
      };
    },
    customPermission: (name) => any((grant) => grant.customPermissions, name),
    // An administrator who may author Apex runs every class.
    apexClass: (name) => userPermission('AuthorApex') || any((grant) => grant.classes, name),
    userPermission,
    principal: (externalCredential, principal) =>
      any((grant) => grant.principals, `${externalCredential}-${principal}`) && object('UserExternalCredential').read
  };
}

/**
 * A managed package's permission sets install without rights on standard objects, without user permissions and without rights on standard
 * fields (Salesforce, packaging guide: permission sets in packages). Custom fields of standard objects keep theirs. What is the package's own bears its
 * namespace.
 */
export function asInstalledByPackage(grants: Grants, namespace: string | null): Grants {
  const isCustom = (name: string) => /__(c|e|mdt|b|x)$/.test(name);
  const own = (name: string) => (namespace === null ? name : `${namespace.toLowerCase()}__${name}`);
  const installed = (name: string) => (isCustom(name) ? own(name) : name);
  const fieldOf = (name: string) => name.slice(name.indexOf('.') + 1);
  return {
    ...grants,
    objects: new Map([...grants.objects].filter(([name]) => isCustom(name)).map(([name, grant]) => [own(name), grant])),
    fields: new Map(
      [...grants.fields]
        .filter(([name]) => isCustom(fieldOf(name)))
        .map(([name, grant]) => [`${installed(name.slice(0, name.indexOf('.')))}.${own(fieldOf(name))}`, grant])
    ),
    customPermissions: new Set([...grants.customPermissions].map(own)),
    userPermissions: new Set()
  };
}
