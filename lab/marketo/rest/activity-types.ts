/** Custom activity types. Marketo REST, "Custom Activities": a draft is changed, then approved; only approved types take records. */
import type { CustomActivityType, TypeAttribute, TypeVersion } from '../state/custom.ts';
import type { Instance } from '../state/instance.ts';
import { ApiError, only, result, time, type Answer, type Call, type Entry } from './envelope.ts';

const MOST_ATTRIBUTES = 20;
const DATA_TYPES = ['string', 'boolean', 'integer', 'float', 'link', 'email', 'currency', 'date', 'datetime', 'phone', 'text'];
/** Ids of custom types begin here. */
const FIRST_ID = 100_001;

export function listTypes(call: Call, instance: Instance): Answer {
  only(call);
  return result(instance.activityTypes.all().map((type) => typeOut(type, versionOf(type, false), false)));
}

export function describeType(call: Call, instance: Instance, apiName: string): Answer {
  only(call, 'draft');
  const type = typeNamed(instance, apiName);
  const draft = call.query.get('draft') === 'true';
  if (draft && !type.draft) {
    throw new ApiError(1013, `The custom activity type '${apiName}' has no draft`);
  }
  return result([typeOut(type, versionOf(type, draft), true)]);
}

export function createType(call: Call, instance: Instance): Answer {
  only(call);
  const body = (call.body ?? {}) as Entry;
  const [apiName, name, triggerName, filterName] = ['apiName', 'name', 'triggerName', 'filterName'].map((one) => text(body, one));
  if (!/^[A-Za-z0-9]{1,255}$/.test(apiName ?? '')) {
    throw new ApiError(1003, `Invalid value '${apiName}' for apiName`);
  }
  const taken = instance.activityTypes.all().find((type) => {
    const version = versionOf(type, false);
    return type.apiName === apiName || version.name === name || version.triggerName === triggerName || version.filterName === filterName;
  });
  if (taken) {
    throw new ApiError(1017, `A custom activity type with this name exists: '${taken.apiName}'`);
  }
  if (instance.activityTypes.all().length >= instance.subscription.activityTypes) {
    throw new ApiError(1027, `The limit of ${instance.subscription.activityTypes} custom activity types is reached`);
  }
  const primary = attributeIn((body['primaryAttribute'] ?? {}) as Entry, true);
  const now = instance.now();
  const draft: TypeVersion = {
    name: name ?? '',
    description: maybe(body, 'description'),
    triggerName: triggerName ?? '',
    filterName: filterName ?? '',
    attributes: [primary]
  };
  const made = {
    id: instance.next('activity-type', FIRST_ID),
    apiName: apiName ?? '',
    approved: null,
    draft,
    createdAt: now,
    updatedAt: now
  };
  return kept(instance, made);
}

export function createAttributes(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  const type = typeNamed(instance, apiName);
  const given = (call.body as { attributes?: unknown } | null)?.attributes;
  if (!Array.isArray(given) || given.length === 0) {
    throw new ApiError(1003, 'Attributes not specified');
  }
  const draft = structuredClone(versionOf(type, true));
  for (const one of given as Entry[]) {
    const made = attributeIn(one, false);
    if (draft.attributes.some((known) => known.apiName === made.apiName || known.name === made.name)) {
      throw new ApiError(1017, `The attribute '${made.apiName}' exists`);
    }
    if (made.isPrimary) {
      throw new ApiError(1003, 'There is a primary attribute already');
    }
    draft.attributes.push(made);
  }
  if (draft.attributes.length - 1 > MOST_ATTRIBUTES) {
    throw new ApiError(1028, `The limit of ${MOST_ATTRIBUTES} attributes is reached`);
  }
  return kept(instance, { ...type, draft });
}

export function approveType(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  const type = typeNamed(instance, apiName);
  if (!type.draft) {
    throw new ApiError(1003, `The custom activity type '${apiName}' has no draft to approve`);
  }
  return kept(instance, { ...type, approved: type.draft, draft: null });
}

export function discardDraft(call: Call, instance: Instance, apiName: string): Answer {
  only(call);
  const type = typeNamed(instance, apiName);
  if (!type.draft || !type.approved) {
    throw new ApiError(1003, `The custom activity type '${apiName}' has no draft beside an approved version`);
  }
  return kept(instance, { ...type, draft: null });
}

function kept(instance: Instance, type: CustomActivityType): Answer {
  const changed = { ...type, updatedAt: instance.now() };
  instance.activityTypes.put(type.apiName, changed);
  return result([typeOut(changed, versionOf(changed, true), true)]);
}

function typeNamed(instance: Instance, apiName: string): CustomActivityType {
  const type = instance.activityTypes.get(apiName);
  if (!type) {
    throw new ApiError(1013, `Custom activity type '${apiName}' not found`);
  }
  return type;
}

/** @param draft The draft where there is one; otherwise the approved one where there is one. */
function versionOf({ approved, draft }: CustomActivityType, preferDraft: boolean): TypeVersion {
  const version = preferDraft ? (draft ?? approved) : (approved ?? draft);
  if (!version) {
    throw new Error('A custom activity type has no version.');
  }
  return version;
}

function typeOut(type: CustomActivityType, version: TypeVersion, complete: boolean): Entry {
  const { attributes, ...rest } = version;
  const out = ({ isPrimary, ...one }: TypeAttribute) => ({ ...one, ...(isPrimary ? { isPrimary } : {}) });
  const primary = attributes.find((one) => one.isPrimary);
  return {
    id: type.id,
    apiName: type.apiName,
    ...rest,
    status: type.approved ? (type.draft ? 'approved with draft' : 'approved') : 'draft',
    createdAt: time(type.createdAt),
    updatedAt: time(type.updatedAt),
    ...(complete ? { primaryAttribute: primary && out(primary), attributes: attributes.filter((one) => !one.isPrimary).map(out) } : {})
  };
}

function attributeIn(one: Entry, isPrimary: boolean): TypeAttribute {
  const dataType = maybe(one, 'dataType') ?? (isPrimary ? 'string' : '');
  if (!DATA_TYPES.includes(dataType)) {
    throw new ApiError(1003, `Invalid value '${dataType}' for dataType`);
  }
  const apiName = text(one, 'apiName');
  if (!/^[A-Za-z0-9]{1,255}$/.test(apiName)) {
    throw new ApiError(1003, `Invalid value '${apiName}' for apiName`);
  }
  const primary = isPrimary || one['isPrimary'] === true;
  return { apiName, name: text(one, 'name'), description: maybe(one, 'description'), dataType, isPrimary: primary };
}
const maybe = (body: Entry, name: string) => (typeof body[name] === 'string' ? body[name] : null);
function text(body: Entry, name: string): string {
  const value = maybe(body, name);
  if (value === null || value === '') {
    throw new ApiError(1002, `Missing value for the required parameter '${name}'`);
  }
  return value;
}
