/** Reads the folders of a project in source format. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { effectiveFiles, type Overlay } from '../deploy/source-files.ts';
import { writeZip } from '../deploy/zip.ts';
import { DeclarationError, readPermissionSet } from '../identity/declared.ts';
import type { Grants } from '../identity/permissions.ts';
import { VALUE_SETS } from '../schema/value-sets.ts';
import { picklistValue } from './fields.ts';
import { KINDS } from './kinds.ts';
import type { ApexSource, Metadata, StandardValue } from './metadata.ts';
import { ObjectFiles } from './objects.ts';
import { noSetup, readSetup } from './setup-files.ts';
import { MetadataError, open } from './xml.ts';

/**
 * @param folders package directories, absolute.
 * @param mayLeaveOut what the org could not honour is left out and told in `leftOut` instead of refused: for the tests of any project.
 * @param overlay what was deployed over the folders.
 * @throws {MetadataError} naming file and thing, for what the org could not honour.
 */
export function loadMetadata(
  folders: string[],
  namespace: string | null = null,
  mayLeaveOut = false,
  overlay: Overlay | null = null
): Metadata {
  const objects = new ObjectFiles();
  const metadata: Metadata = {
    namespace,
    objects: [],
    apex: [],
    labels: new Map(),
    customPermissions: [],
    permissionSets: [],
    ownPermissionSets: new Set(),
    staticResources: [],
    notificationTypes: [],
    standardValueSets: new Map(),
    setup: noSetup(),
    records: [],
    leftOut: []
  };
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (cause) {
      if (!mayLeaveOut || !(cause instanceof MetadataError)) {
        throw cause;
      }
      metadata.leftOut.push(cause.message);
    }
  };
  const files = effectiveFiles(folders, overlay).filter(
    (file) =>
      !/[\\/](lwc|staticresources|experiences|digitalExperiences)[\\/]/.test(file) ||
      /[\\/]staticresources[\\/][^\\/]+\.resource-meta\.xml$/.test(file)
  );
  guarded(() => refuseLone(files));
  const isValueSet = (file: string) => file.endsWith('.globalValueSet-meta.xml');
  const metaFiles = files.filter((one) => one.endsWith('-meta.xml'));
  for (const file of [...metaFiles.filter(isValueSet), ...metaFiles.filter((one) => !isValueSet(one))]) {
    const [, name = '', kind = ''] = /^(.+)\.(\w+)-meta\.xml$/.exec(path.basename(file)) ?? [];
    guarded(() => readFile(metadata, objects, file, name, kind));
    if (kind === 'permissionset' && overlay !== null && file.startsWith(overlay.folder)) {
      metadata.ownPermissionSets.add(name.toLowerCase());
    }
  }
  for (const key of overlay?.removed ?? []) {
    metadata.labels.delete(/^labels\/(.*)\.labels$/.exec(key)?.[1] ?? '');
  }
  metadata.objects = objects.all();
  metadata.apex.sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
  return metadata;
}

function readFile(metadata: Metadata, objects: ObjectFiles, file: string, name: string, kind: string): void {
  switch (kind) {
    case 'object':
      objects.addObject(file, name);
      return;
    case 'field':
    case 'validationRule':
    case 'recordType':
    case 'fieldSet':
      objects.addPart(kind, file, name);
      return;
    case 'globalValueSet':
      objects.addValueSet(file, name);
      return;
    case 'standardValueSet':
      metadata.standardValueSets.set(name, readStandardValues(file, name));
      return;
    case 'queue':
    case 'group':
    case 'role':
    case 'email':
    case 'permissionsetgroup':
      readSetup(metadata.setup, kind, file, name);
      return;
    case 'cls':
    case 'trigger': {
      const source = readApex(file, name, kind);
      metadata.apex.push(...(source ? [source] : []));
      return;
    }
    case 'labels':
      for (const label of open(file, 'CustomLabels').children('labels')) {
        metadata.labels.set(label.need('fullName').toLowerCase(), label.text('value') ?? '');
      }
      return;
    case 'customPermission': {
      const root = open(file, 'CustomPermission');
      metadata.customPermissions.push({ name, label: root.text('label') ?? name, description: root.text('description') });
      return;
    }
    case 'permissionset':
      metadata.permissionSets.push(readGrants(file, name));
      return;
    case 'resource':
      metadata.staticResources.push(...readResource(file, name));
      return;
    case 'notiftype':
      metadata.notificationTypes.push({ name, label: open(file, 'CustomNotificationType').text('masterLabel') ?? name });
      return;
    case 'md':
      metadata.records.push(readRecord(file, name));
      return;
    default:
      if (KINDS[kind]?.use === 'missing') {
        throw new MetadataError(file, `the stand-in does nothing with a ${KINDS[kind].name}.`);
      }
      if (!KINDS[kind]) {
        throw new MetadataError(
          file,
          `the stand-in does not know metadata of this kind (${kind}). It knows: ${Object.keys(KINDS).join(', ')}.`
        );
      }
  }
}

/** A source file that has no meta file beside it: nothing would load it. @throws {MetadataError} */
function refuseLone(files: string[]): void {
  const lone = files.find((file) => /\.(cls|trigger)$/.test(file) && !existsSync(`${file}-meta.xml`));
  if (lone !== undefined) {
    throw new MetadataError(lone, `there is no ${path.basename(lone)}-meta.xml beside it.`);
  }
}

/** Null when its status is not Active. */
function readApex(file: string, name: string, kind: 'cls' | 'trigger'): ApexSource | null {
  const root = open(file, kind === 'cls' ? 'ApexClass' : 'ApexTrigger');
  const source = file.replace(/-meta\.xml$/, '');
  if (!existsSync(source)) {
    throw new MetadataError(file, `there is no ${path.basename(source)} beside it.`);
  }
  if ((root.text('status') ?? 'Active') !== 'Active') {
    return null;
  }
  return {
    file: source,
    name,
    source: readFileSync(source, 'utf8'),
    kind: kind === 'cls' ? 'class' : 'trigger',
    apiVersion: Number(root.need('apiVersion'))
  };
}

/** @throws {MetadataError} */
function readGrants(file: string, name: string): Grants {
  try {
    return readPermissionSet(name, readFileSync(file, 'utf8'), file);
  } catch (cause) {
    throw cause instanceof DeclarationError ? new MetadataError(file, cause.sentence) : cause;
  }
}

function readStandardValues(file: string, name: string): StandardValue[] {
  if (!VALUE_SETS[name]) {
    throw new MetadataError(file, `the stand-in has no field of the value set ${name}.`);
  }
  const values = open(file, 'StandardValueSet').children('standardValue');
  return values.map((one) => ({ ...picklistValue(one), more: (element) => one.text(element) }));
}

/** The content stands beside the file, under the same name with an ending of its own; a folder is the content of a zip file. */
function readResource(file: string, name: string): Metadata['staticResources'] {
  const root = open(file, 'StaticResource');
  const folder = path.dirname(file);
  const beside = readdirSync(folder).filter((one) => !one.endsWith('-meta.xml'));
  const content = beside.find((one) => one.startsWith(`${name}.`)) ?? beside.find((one) => one === name);
  if (content === undefined) {
    throw new MetadataError(file, `there is no ${name} beside it.`);
  }
  const body = statSync(path.join(folder, content)).isFile()
    ? readFileSync(path.join(folder, content))
    : writeZip(contentOf(path.join(folder, content)));
  return [{ name, contentType: root.text('contentType') ?? 'application/octet-stream', body: body.toString('base64') }];
}

const contentOf = (folder: string): Map<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((one) => statSync(path.join(folder, one)).isFile())
      .sort()
      .map((one) => [one.split(path.sep).join('/'), readFileSync(path.join(folder, one))])
  );

/** `Type.Record.md-meta.xml`. */
function readRecord(file: string, name: string): Metadata['records'][number] {
  const root = open(file, 'CustomMetadata');
  const [type = '', developerName = ''] = name.split('.');
  const values: Record<string, string | null> = {};
  for (const entry of root.children('values')) {
    values[entry.need('field')] = entry.text('value');
  }
  return { object: `${type}__mdt`, developerName, label: root.text('label') ?? developerName, values, file };
}
