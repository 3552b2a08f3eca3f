/** Rows that come with the metadata of the project: classes, permissions, record types, custom metadata. Renewed at every opening. */
import { asInstalledByPackage } from '../identity/permissions.ts';
import { MetadataError } from '../metadata/xml.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { ObjectDef, Row, Scalar } from '../types.ts';
import type { OrgData } from './data.ts';
import { fit } from './checks.ts';
import { columnsOf, keepObjectPermissions, keepProfileSets } from './permission-rows.ts';
import { keepSetup } from './setup-rows.ts';
import { keepStatuses } from './status-rows.ts';
import type { Store } from './store.ts';

export function keepDeclaredRows(data: OrgData, store: Store, metadata: Metadata): void {
  const NamespacePrefix = metadata.namespace;
  const renew = (object: string, key: string[], rows: Row[]) => renewRows(data, store, object, key, rows);
  renew(
    'ApexClass',
    ['Name'],
    metadata.apex
      .filter((one) => one.kind === 'class')
      .map((one) => ({ Name: one.name, NamespacePrefix, ApiVersion: one.apiVersion, Status: 'Active', Body: one.source }))
  );
  renew(
    'ApexTrigger',
    ['Name'],
    metadata.apex
      .filter((one) => one.kind === 'trigger')
      .map((one) => ({ Name: one.name, NamespacePrefix, ApiVersion: one.apiVersion, Status: 'Active', Body: one.source }))
  );
  renew(
    'CustomPermission',
    ['DeveloperName'],
    metadata.customPermissions.map((one) => ({
      DeveloperName: one.name,
      MasterLabel: one.label,
      NamespacePrefix,
      Description: one.description
    }))
  );
  renew(
    'CustomNotificationType',
    ['DeveloperName'],
    metadata.notificationTypes.map((one) => ({
      DeveloperName: one.name,
      MasterLabel: one.label,
      CustomNotifTypeName: one.label,
      NamespacePrefix
    }))
  );
  renew(
    'StaticResource',
    ['Name'],
    metadata.staticResources.map((one) => ({ Name: one.name, ContentType: one.contentType, Body: one.body, NamespacePrefix }))
  );
  renew(
    'RecordType',
    ['SobjectType', 'DeveloperName'],
    metadata.objects.flatMap((object) =>
      object.recordTypes.map((one) => ({
        SobjectType: data.schema.find(object.name)?.name ?? object.name,
        DeveloperName: one.developerName,
        Name: one.label,
        NamespacePrefix,
        IsActive: one.active
      }))
    )
  );
  keepStatuses(store, metadata, renew);
  keepRecords(data, store, metadata);
  keepPermissionSets(data, store, metadata);
  keepSetup(data, store, metadata.setup, NamespacePrefix);
}

/** Rows that are no longer declared go; the others keep their ids. */
function renewRows(data: OrgData, store: Store, object: string, key: string[], rows: Row[]): void {
  const keyOf = (row: Row) => key.map((name) => String(row[name])).join('.');
  const known = new Map([...store.table(object).rows.values()].map((row) => [keyOf(row), row]));
  for (const row of rows) {
    const before = known.get(keyOf(row));
    known.delete(keyOf(row));
    if (!before || Object.entries(row).some(([name, value]) => before[name] !== value)) {
      data.keep(object, { ...row, ...(before ? { Id: before['Id'] ?? null } : {}) });
    }
  }
  known.forEach((row) => store.write(object, String(row['Id']), undefined));
}

function keepRecords(data: OrgData, store: Store, metadata: Metadata): void {
  for (const object of data.schema.objects.values()) {
    if (object.kind !== 'metadata') {
      continue;
    }
    const own = metadata.records.filter((one) => data.schema.find(one.object)?.name === object.name);
    renewRows(
      data,
      store,
      object.name,
      ['DeveloperName'],
      own.map((one) => ({
        DeveloperName: one.developerName,
        MasterLabel: one.label,
        Label: one.label,
        NamespacePrefix: metadata.namespace,
        QualifiedApiName: metadata.namespace === null ? one.developerName : `${metadata.namespace}__${one.developerName}`,
        ...valuesOf(object, one.values, one.file)
      }))
    );
  }
  keepRelations(data, store);
  const strange = metadata.records.find((one) => !data.schema.find(one.object));
  if (strange) {
    throw new MetadataError(strange.file, `there is no custom metadata type ${strange.object}.`);
  }
}

/** A record that names another custom metadata record, by its name, looks it up. */
function keepRelations(data: OrgData, store: Store): void {
  for (const object of data.schema.objects.values()) {
    const relations = [...object.fields.values()].flatMap((field) => {
      const target = object.kind === 'metadata' ? data.schema.find(field.referenceTo[0] ?? '') : undefined;
      return target?.kind === 'metadata' ? [{ name: field.name, target }] : [];
    });
    for (const row of relations.length > 0 ? [...store.table(object.name).rows.values()] : []) {
      for (const { name, target } of relations) {
        const wanted = row[name] ?? null;
        const found = [...store.table(target.name).rows.values()].find((one) =>
          [one['DeveloperName'], one['QualifiedApiName']].includes(wanted)
        );
        if (wanted !== null && found) {
          store.write(object.name, String(row['Id']), { ...store.get(String(row['Id'])), [name]: found['Id'] ?? null });
        }
      }
    }
  }
}

function valuesOf(object: ObjectDef, values: Record<string, string | null>, file: string): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(values)) {
    const field = object.fields.get(name.toLowerCase());
    if (!field) {
      throw new MetadataError(file, `${object.name} has no field ${name}.`);
    }
    const plain: Scalar = value === null || value === '' ? null : value;
    row[field.name] = fit(field, plain);
  }
  return row;
}

/** The package's permission sets with the custom permissions and classes that they open. */
function keepPermissionSets(data: OrgData, store: Store, metadata: Metadata): void {
  const named = (object: string, key: string, name: string) =>
    [...store.table(object).rows.values()].find((row) => String(row[key]).toLowerCase() === name.toLowerCase());
  const place = { schema: data.schema, store, keep: (object: string, row: Row) => data.keep(object, row) };
  for (const declared of metadata.permissionSets) {
    const { name, label, customPermissions, classes } = declared;
    const installed = metadata.ownPermissionSets.has(name.toLowerCase()) ? declared : asInstalledByPackage(declared, metadata.namespace);
    const before = named('PermissionSet', 'Name', name);
    const ParentId = data.keep('PermissionSet', {
      Name: name,
      Label: label,
      NamespacePrefix: metadata.namespace,
      IsOwnedByProfile: false,
      ...columnsOf(installed),
      ...(before ? { Id: before['Id'] ?? null } : {})
    });
    keepObjectPermissions(place, ParentId, installed);
    const open = [
      ...[...customPermissions].map((one) => named('CustomPermission', 'DeveloperName', one)),
      ...[...classes].map((one) => named('ApexClass', 'Name', one))
    ].flatMap((row) => (row ? [String(row['Id'])] : []));
    const held = [...store.table('SetupEntityAccess').by('ParentId', ParentId)];
    held
      .filter((row) => !open.includes(String(row['SetupEntityId'])))
      .forEach((row) => store.write('SetupEntityAccess', String(row['Id']), undefined));
    for (const SetupEntityId of open) {
      if (!held.some((row) => row['SetupEntityId'] === SetupEntityId)) {
        data.keep('SetupEntityAccess', { ParentId, SetupEntityId });
      }
    }
  }
  keepProfileSets(place);
}
