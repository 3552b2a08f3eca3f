/** Queues, groups, roles, e-mail templates and groups of permission sets, as their files say. Metadata API Developer Guide, those types. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MetadataError, open, type Element } from './xml.ts';

export interface DeclaredSetup {
  groups: { name: string; label: string; type: 'Regular' | 'Queue'; email: string | null; objects: string[]; groups: string[] }[];
  roles: { name: string; label: string; parent: string | null }[];
  emailTemplates: {
    name: string;
    label: string;
    folder: string;
    type: string;
    subject: string | null;
    /** Of a text template, and the text beside an HTML one. */
    text: string | null;
    html: string | null;
    active: boolean;
    encoding: string | null;
    style: string | null;
    object: string | null;
  }[];
  permissionSetGroups: { name: string; label: string; description: string | null; permissionSets: string[] }[];
}

export const noSetup = (): DeclaredSetup => ({ groups: [], roles: [], emailTemplates: [], permissionSetGroups: [] });

export type SetupKind = 'queue' | 'group' | 'role' | 'email' | 'permissionsetgroup';

/** @throws {MetadataError} */
export function readSetup(setup: DeclaredSetup, kind: SetupKind, file: string, name: string): void {
  switch (kind) {
    case 'queue': {
      const root = open(file, 'Queue');
      setup.groups.push({
        ...groupOf(root, name),
        type: 'Queue',
        email: root.text('email'),
        objects: root.children('queueSobject').map((one) => one.need('sobjectType')),
        groups: membersOf(root)
      });
      return;
    }
    case 'group':
      setup.groups.push({ ...groupOf(open(file, 'Group'), name), type: 'Regular', email: null, objects: [], groups: [] });
      return;
    case 'role': {
      const root = open(file, 'Role');
      setup.roles.push({ name, label: root.text('name') ?? name, parent: root.text('parentRole') });
      return;
    }
    case 'email':
      setup.emailTemplates.push(templateOf(file, name));
      return;
    case 'permissionsetgroup': {
      const root = open(file, 'PermissionSetGroup');
      if (root.texts('mutingPermissionSets').length > 0) {
        throw new MetadataError(file, 'the stand-in has no muting permission sets.');
      }
      setup.permissionSetGroups.push({
        name,
        label: root.text('label') ?? name,
        description: root.text('description'),
        permissionSets: root.texts('permissionSets')
      });
    }
  }
}

const groupOf = (root: Element, name: string) => ({ name, label: root.text('name') ?? name });

function membersOf(root: Element): string[] {
  const members = root.child('queueMembers');
  const strange = members?.names().find((one) => one !== 'publicGroups' && members.child(one) !== null);
  if (strange !== undefined) {
    throw new MetadataError(root.file, `the stand-in has no members of queues by <${strange}>, only by public groups.`);
  }
  return members?.child('publicGroups')?.texts('publicGroup') ?? [];
}

function templateOf(file: string, name: string): DeclaredSetup['emailTemplates'][number] {
  const root = open(file, 'EmailTemplate');
  const content = file.replace(/-meta\.xml$/, '');
  const body = existsSync(content) ? readFileSync(content, 'utf8') : null;
  const type = root.need('type');
  return {
    name,
    label: root.text('name') ?? name,
    folder: path.basename(path.dirname(file)),
    type,
    subject: root.text('subject'),
    text: type === 'text' ? body : root.text('textOnly'),
    html: type === 'text' ? null : body,
    active: root.yes('available'),
    encoding: root.text('encodingKey'),
    style: root.text('style'),
    object: root.text('relatedEntityType')
  };
}
