/** Custom objects: their schema. Marketo REST, "Custom Objects": the schema calls are refused (616) where the subscription lacks them. */
import type { ObjectField, ObjectType, ObjectVersion } from '../state/custom.ts';
import type { Instance } from '../state/instance.ts';
import { ApiError, listed, only, result, time, type Answer, type Call, type Entry } from './envelope.ts';

const MOST_TYPES = 10;
const MOST_FIELDS = 50;
const MOST_DEDUPE = 3;
const DATA_TYPES = ['boolean', 'currency', 'date', 'datetime', 'email', 'float', 'integer', 'link', 'phone', 'string', 'text'];
const LINKABLE = [
  {
    name: 'Lead',
    displayName: 'Lead',
    fields: [
      { name: 'id', displayName: 'Id', dataType: 'integer' },
      { name: 'email', displayName: 'Email Address', dataType: 'email' }
    ]
  }
];

function entitled(instance: Instance): void {
  if (!instance.subscription.customObjects) {
    throw new ApiError(616, 'Invalid subscription type');
  }
}

export function fieldDataTypes(call: Call, instance: Instance): Answer {
  only(call);
  entitled(instance);
  return result(DATA_TYPES);
}
export function linkableObjects(call: Call, instance: Instance): Answer {
  only(call);
  entitled(instance);
  return result(LINKABLE);
}
export function listSchemas(call: Call, instance: Instance): Answer {
  only(call, 'names', 'state');
  entitled(instance);
  const names = listed(call, 'names');
  const types = instance.objectTypes.all().filter(({ apiName }) => names.length === 0 || names.includes(apiName));
  const state = call.query.get('state');
  return result(types.filter((type) => state === null || stateOf(type) === state).map((type) => typeOut(type, type.approved === null)));
}
export function describeSchema(call: Call, instance: Instance, apiName: string): Answer {
  only(call, 'state');
  entitled(instance);
  const type = typeNamed(instance, apiName);
  return result([typeOut(type, call.query.get('state') === 'draft' || type.approved === null)]);
}
/** The approved version, for those who write records: this one belongs to every subscription. */
export function describeObject(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  const type = typeNamed(instance, apiName);
  if (!type.approved) {
    throw new ApiError(1013, `Object '${apiName}' not found`);
  }
  return result([typeOut(type, false)]);
}

export function syncSchema(call: Call, instance: Instance): Answer {
  only(call);
  entitled(instance);
  const { action = 'createOrUpdate', apiName: asked, displayName, pluralName, description, showInLeadDetail } = (call.body ?? {}) as Entry;
  if (typeof asked !== 'string' || typeof displayName !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(asked)) {
    throw new ApiError(1003, 'Invalid apiName or displayName');
  }
  const suffixed = instance.switches.get('objectApiName') === 'as asked, with _c' && !asked.endsWith('_c');
  const apiName = suffixed ? `${asked}_c` : asked;
  const known = instance.objectTypes.get(apiName) ?? instance.objectTypes.get(asked);
  if ((known && action === 'createOnly') || (!known && action === 'updateOnly')) {
    throw new ApiError(known ? 1017 : 1013, known ? 'Object already exists' : 'Object not found');
  }
  if (!known && instance.objectTypes.all().length >= MOST_TYPES) {
    throw new ApiError(1003, `The limit of ${MOST_TYPES} custom object types is reached`);
  }
  const now = instance.now();
  const type: ObjectType = known ?? { apiName, approved: null, draft: null, createdAt: now, updatedAt: now };
  const draft: ObjectVersion = {
    displayName,
    pluralName: typeof pluralName === 'string' ? pluralName : `${displayName}s`,
    description: typeof description === 'string' ? description : null,
    showInLeadDetail: showInLeadDetail === true,
    fields: (type.draft ?? type.approved)?.fields ?? []
  };
  if (type.approved && type.approved.displayName !== displayName) {
    throw new ApiError(1003, 'The name of an approved custom object cannot be changed');
  }
  return kept(instance, { ...type, draft });
}

export function addFields(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  entitled(instance);
  const type = typeNamed(instance, apiName);
  const given = (call.body as { input?: unknown } | null)?.input;
  if (!Array.isArray(given) || given.length === 0) {
    throw new ApiError(1003, 'Fields not specified');
  }
  const before = type.draft ?? type.approved;
  const draft: ObjectVersion = structuredClone(before as ObjectVersion);
  for (const one of given as Entry[]) {
    const field = fieldIn(one);
    if (draft.fields.some(({ name }) => name === field.name)) {
      throw new ApiError(1017, `The field '${field.name}' exists`);
    }
    if (type.approved && (field.isDedupeField || field.relatedTo)) {
      throw new ApiError(1003, 'Dedupe and link fields cannot be added to an approved custom object');
    }
    draft.fields.push(field);
  }
  const dedupe = draft.fields.filter((field) => field.isDedupeField).length;
  if (draft.fields.length > MOST_FIELDS || dedupe > MOST_DEDUPE) {
    throw new ApiError(1003, `A custom object has at most ${MOST_FIELDS} fields, ${MOST_DEDUPE} of them dedupe fields`);
  }
  return kept(instance, { ...type, draft });
}

export function approveSchema(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  entitled(instance);
  const type = typeNamed(instance, apiName);
  const fields = type.draft?.fields ?? [];
  if (!type.draft || !fields.some((field) => field.isDedupeField) || !fields.some((field) => field.relatedTo)) {
    throw new ApiError(1003, `'${apiName}' has no draft with a dedupe field and a link field to approve`);
  }
  return kept(instance, { ...type, approved: type.draft, draft: null });
}

export function discardSchemaDraft(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  entitled(instance);
  const type = typeNamed(instance, apiName);
  if (!type.draft) {
    throw new ApiError(1003, `'${apiName}' has no draft`);
  }
  if (type.approved) {
    return kept(instance, { ...type, draft: null });
  }
  instance.objectTypes.delete(apiName);
  return result([]);
}

/** Writes of the schema are answered with an empty result. */
function kept(instance: Instance, type: ObjectType): Answer {
  instance.objectTypes.put(type.apiName, { ...type, updatedAt: instance.now() });
  return result([]);
}

export function typeNamed(instance: Instance, apiName: string): ObjectType {
  const type = instance.objectTypes.get(apiName);
  if (!type) {
    throw new ApiError(1013, `Object '${apiName}' not found`);
  }
  return type;
}

function fieldIn(one: Entry): ObjectField {
  const { name, displayName, dataType, description, isDedupeField, relatedTo } = one;
  if (typeof name !== 'string' || typeof displayName !== 'string' || !DATA_TYPES.includes(String(dataType))) {
    throw new ApiError(1003, `Invalid field '${String(name)}' of type '${String(dataType)}'`);
  }
  const link = (relatedTo ?? null) as ObjectField['relatedTo'];
  if (link && !LINKABLE.some((object) => object.name === link.name && object.fields.some((field) => field.name === link.field))) {
    throw new ApiError(1003, `'${link.name}.${link.field}' cannot be linked to`);
  }
  return {
    name,
    displayName,
    dataType: String(dataType),
    description: typeof description === 'string' ? description : null,
    isDedupeField: isDedupeField === true,
    relatedTo: link
  };
}

const stateOf = ({ approved, draft }: ObjectType) => (approved ? (draft ? 'approvedWithDraft' : 'approved') : 'draft');

function typeOut(type: ObjectType, asDraft: boolean): Entry {
  const version = ((asDraft ? type.draft : type.approved) ?? type.draft ?? type.approved) as ObjectVersion;
  const { fields } = version;
  const dedupe = fields.filter((field) => field.isDedupeField).map(({ name }) => name);
  const links = fields.filter(({ relatedTo }) => relatedTo !== null);
  const out = ({ name, displayName, dataType }: { name: string; displayName: string; dataType: string }) => ({
    name,
    displayName,
    dataType,
    ...(dataType === 'string' ? { length: 255 } : {}),
    updateable: name !== 'marketoGUID',
    crmManaged: false
  });
  return {
    apiName: type.apiName,
    name: type.apiName,
    displayName: version.displayName,
    pluralName: version.pluralName,
    description: version.description,
    createdAt: time(type.createdAt),
    updatedAt: time(type.updatedAt),
    idField: 'marketoGUID',
    dedupeFields: dedupe,
    searchableFields: [dedupe, ['marketoGUID'], ...links.map(({ name }) => [name])],
    relationships: links.map(({ name, relatedTo }) => ({ field: name, type: 'child', relatedTo })),
    state: stateOf(type),
    version: asDraft ? 'draft' : 'approved',
    fields: [...fields.map(out), out({ name: 'marketoGUID', displayName: 'Marketo GUID', dataType: 'string' })]
  };
}
