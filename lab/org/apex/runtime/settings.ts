/**
 * Custom settings and custom metadata types through their static methods. They cost no query. A hierarchy setting answers field by field:
 * the user's value, else the profile's, else the organisation's. Apex Developer Guide, "Custom Settings Methods".
 */
import type { Row } from '../../types.ts';
import { ApexMap } from './collections.ts';
import { runtime } from './current.ts';
import { recordOfRow } from './records.ts';
import type { RuntimeType } from './runtime-type.ts';
import { SObjectValue } from './sobject-value.ts';

/** All rows of the setting with all their fields, whatever the user's rights. */
function rowsOf(object: string): Row[] {
  const { data, transaction } = runtime();
  const definition = data.schema.find(object);
  const fields = [...(definition?.fields.values() ?? [])].map((field) => field.name);
  const found = data.query(
    `SELECT ${fields.join(', ')} FROM ${object}`,
    {},
    { userId: transaction.userId, mode: 'system', sharing: false }
  );
  return found.records.map((record) => record.fields);
}

function record(object: string, row: Row): SObjectValue {
  const definition = runtime().data.schema.find(object);
  return definition ? recordOfRow(definition, row) : new SObjectValue(object);
}

const same = (left: unknown, right: string): boolean => typeof left === 'string' && left.slice(0, 15) === right.slice(0, 15);

/** `getInstance()`, `getInstance(userOrProfileId)`: never null. */
export function settingFor(object: string, id: string | null): SObjectValue {
  const { org } = runtime();
  const user = runtime().user();
  const rows = rowsOf(object);
  const own = id === null || same(user.id, id);
  const owners = [own ? user.id : id, own ? user.profileId : null, org.id].filter((owner): owner is string => owner !== null);
  const layers = owners.map((owner) => rows.find((row) => same(row['SetupOwnerId'], owner))).filter((row) => row !== undefined);
  const merged: Row = {};
  for (const row of layers.reverse()) {
    for (const [name, value] of Object.entries(row)) {
      if (value !== null) {
        merged[name] = value;
      }
    }
  }
  return record(object, merged);
}

/** `getValues(id)`: the row of exactly this owner, or null. */
export function settingExactly(object: string, id: string | null): SObjectValue | null {
  const row = id === null ? undefined : rowsOf(object).find((candidate) => same(candidate['SetupOwnerId'], id));
  return row ? record(object, row) : null;
}

/** Never null: without a row, an empty record. */
export function settingOrgDefaults(object: string): SObjectValue {
  return settingExactly(object, runtime().org.id) ?? record(object, {});
}

const keyOf = (row: Row): string => String(row['DeveloperName'] ?? row['Name'] ?? row['Id']);

/** List settings by name, custom metadata by developer name or id; null when there is none. */
export function settingNamed(object: string, name: string | null): SObjectValue | null {
  const row = rowsOf(object).find(
    (candidate) => name !== null && (keyOf(candidate).toLowerCase() === name.toLowerCase() || same(candidate['Id'], name))
  );
  return row ? record(object, row) : null;
}

export function settingAll(object: string, type: RuntimeType): ApexMap {
  return new ApexMap(
    rowsOf(object).map((row) => [keyOf(row), record(object, row)] as const),
    type
  );
}
