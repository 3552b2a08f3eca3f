/** Takes out of a project's metadata what the org cannot be made of, for projects that are not made for the stand-in. */
import { OrgSchema } from '../schema/schema.ts';
import type { Metadata } from './metadata.ts';
import { MetadataError } from './xml.ts';

/** Fields of objects that the org does not have, and look-ups to such objects. */
export function leaveOutUnknownObjects(metadata: Metadata): void {
  const empty = { ...metadata, objects: [], records: [], apex: [], permissionSets: [] };
  const known = new Set(['activity', ...new OrgSchema({ ...empty, namespace: null }).objects.keys()]);
  metadata.objects.forEach((object) => object.own && known.add(object.name.toLowerCase()));
  const isKnown = (name: string) => known.has(name.toLowerCase());
  metadata.objects = metadata.objects.filter((object) => {
    if (!isKnown(object.name)) {
      metadata.leftOut.push(`${object.name}: the stand-in has no such object; what the project adds to it is left out.`);
    }
    return isKnown(object.name);
  });
  for (const object of metadata.objects) {
    object.fields = object.fields.filter(({ def, file }) => {
      const strange = def.referenceTo.find((target) => !isKnown(target));
      if (strange !== undefined) {
        metadata.leftOut.push(`${file}: the stand-in has no object ${strange}, which this field looks up.`);
      }
      return strange === undefined;
    });
  }
  metadata.records = metadata.records.filter(({ object, file }) => {
    if (!isKnown(object)) {
      metadata.leftOut.push(`${file}: there is no ${object}.`);
    }
    return isKnown(object);
  });
}

/**
 * Opens with ever less: what is refused by file is left out, and told.
 * @throws {MetadataError} when what is refused cannot be taken out.
 */
export function openLeavingOut<T>(metadata: Metadata, open: () => T): T {
  for (;;) {
    try {
      return open();
    } catch (cause) {
      if (!(cause instanceof MetadataError) || !leaveOut(metadata, cause.file)) {
        throw cause;
      }
      metadata.leftOut.push(cause.message);
    }
  }
}

function leaveOut(metadata: Metadata, file: string): boolean {
  const without = <T extends { file: string }>(all: T[]): T[] => all.filter((one) => one.file !== file);
  const count = () =>
    metadata.records.length + metadata.objects.reduce((sum, object) => sum + object.fields.length + object.validationRules.length, 0);
  const before = count();
  for (const object of metadata.objects) {
    object.fields = without(object.fields);
    object.validationRules = without(object.validationRules);
  }
  metadata.records = without(metadata.records);
  return count() < before;
}
