/** What the source of a project says, as far as the org works with it. Names are without a namespace, as in the files. */
import type { Grants } from '../identity/permissions.ts';
import type { FieldDef, FieldSetDef } from '../types.ts';
import type { DeclaredSetup } from './setup-files.ts';

export interface DeclaredObject {
  /** API name: `X__c`, `X__mdt`, `X__e`, or a standard object that gets fields. */
  name: string;
  /** Null where the folder only adds to an object that is there. */
  own: OwnObject | null;
  fields: DeclaredField[];
  validationRules: ValidationRule[];
  fieldSets: FieldSetDef[];
  recordTypes: { developerName: string; label: string; active: boolean }[];
}

export interface OwnObject {
  label: string;
  labelPlural: string;
  kind: 'custom' | 'setting' | 'metadata' | 'event';
  settingType: 'Hierarchy' | 'List' | null;
  /** Platform events. */
  publishImmediately: boolean;
  /** The Name field: text, or the format of its number. */
  nameLabel: string;
  autoNumber: string | null;
  sharingModel: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
}

export interface DeclaredField {
  def: FieldDef;
  file: string;
  /** Formula of a default value that is no literal. */
  defaultFormula: string | null;
  /** What a formula field shows when a part of it is null. */
  blankAsZero: boolean;
}

export interface ValidationRule {
  file: string;
  name: string;
  active: boolean;
  formula: string;
  message: string;
  /** API name of the field that shows the error, or null. */
  field: string | null;
}

export interface ApexSource {
  file: string;
  name: string;
  source: string;
  kind: 'class' | 'trigger';
  apiVersion: number;
}

/** A value of a standard field; what the statuses and stages tell beside it is in `more`, by the name of its element. */
export interface StandardValue {
  value: string;
  label: string;
  isDefault: boolean;
  active: boolean;
  more: (name: 'closed' | 'won' | 'converted' | 'probability' | 'forecastCategory') => string | null;
}

export interface Metadata {
  namespace: string | null;
  objects: DeclaredObject[];
  /** Active classes and triggers, in the order of their names. */
  apex: ApexSource[];
  /** Texts of the custom labels by lower-case name. */
  labels: Map<string, string>;
  customPermissions: { name: string; label: string; description: string | null }[];
  /** As the files say, not cut down by a package install. */
  permissionSets: Grants[];
  /** Names in lower case of those that were deployed to the org itself: no package install cuts them down. */
  ownPermissionSets: Set<string>;
  /** Content in base 64. */
  staticResources: { name: string; contentType: string; body: string }[];
  notificationTypes: { name: string; label: string }[];
  /** By the name of the set, such as `Industry`. */
  standardValueSets: Map<string, StandardValue[]>;
  setup: DeclaredSetup;
  /** Records of custom metadata types. */
  records: { object: string; developerName: string; label: string; values: Record<string, string | null>; file: string }[];
  /** What was left out because the stand-in does not do it, a sentence each; only where leaving out was allowed. */
  leftOut: string[];
}
