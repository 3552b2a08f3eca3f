/** The objects of the org: the standard ones and what the project adds. */
import type { DeclaredObject, Metadata, OwnObject, ValidationRule } from '../metadata/metadata.ts';
import { MetadataError } from '../metadata/xml.ts';
import type { FieldDef, ObjectDef, Schema } from '../types.ts';
import { campaign, campaignMember, campaignMemberStatus } from './campaigns.ts';
import { look, picklist, READ_ONLY, text } from './field.ts';
import { NamedMap } from './named-map.ts';
import { object, ownerField } from './object.ts';
import { account, contact, lead } from './people.ts';
import * as setup from './setup.ts';
import { ADDED } from './standard/added.ts';
import { CODE } from './standard/code.ts';
import { FILES } from './standard/files.ts';
import { addedFields, ANY_CUSTOM, standardObjects } from './standard/read.ts';
import { RIGHTS } from './standard/rights.ts';
import { SALES } from './standard/sales.ts';
import { SERVICE } from './standard/service.ts';
import {
  apexCodeCoverage,
  apexCodeCoverageAggregate,
  apexOrgWideCoverage,
  apexTestQueueItem,
  apexTestResult,
  apexTestRunResult
} from './testing.ts';
import { VALUE_SETS } from './value-sets.ts';

/** What the schema knows beyond the shared shape. */
export interface FieldRules {
  defaultFormula: string | null;
  blankAsZero: boolean;
}

const STANDARD = [
  ...[account, contact, lead, campaign, campaignMember, campaignMemberStatus],
  ...[apexTestRunResult, apexTestQueueItem, apexTestResult, apexCodeCoverage, apexCodeCoverageAggregate, apexOrgWideCoverage]
];

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

export class OrgSchema implements Schema {
  readonly objects = new NamedMap<ObjectDef>();
  readonly namespace: string | null;
  /** Active validation rules by object name. */
  readonly validationRules = new Map<string, ValidationRule[]>();
  /** By `Object.Field`. */
  readonly fieldRules = new Map<string, FieldRules>();
  /** Key prefixes of the project's objects by name, to be the same when the org is opened again. */
  readonly customPrefixes: Record<string, string>;
  private readonly prefixes = new Map<string, ObjectDef>();

  /** @param prefixes those given to objects before. */
  constructor(metadata: Metadata, prefixes: Record<string, string> = {}) {
    this.namespace = metadata.namespace;
    this.objects.namespace = metadata.namespace?.toLowerCase() ?? null;
    this.customPrefixes = { ...prefixes };
    for (const make of [...STANDARD, ...Object.values(setup)]) {
      this.add(make());
    }
    standardObjects(SALES, SERVICE, FILES, RIGHTS, CODE).forEach((def) => this.add(def));
    for (const [name, fields] of addedFields(ADDED)) {
      const known = this.find(name)?.fields;
      fields.filter((field) => !known?.has(field.name.toLowerCase())).forEach((field) => known?.set(field.name.toLowerCase(), field));
    }
    for (const declared of metadata.objects.filter((one) => one.own !== null)) {
      this.add(this.own(declared, declared.own as OwnObject));
    }
    for (const own of [...this.objects.values()].filter((one) => one.kind === 'custom' && one.fields.has('ownerid'))) {
      this.add(shareOf(own, this.prefixFor(`${own.name} share`, 'custom')));
    }
    const ours = new Set(metadata.objects.filter((one) => one.own !== null).map((one) => one.name.toLowerCase()));
    for (const declared of metadata.objects) {
      // What is declared of activities is there on tasks and on events.
      const names = declared.name === 'Activity' ? ['Task', 'Event'] : [declared.name];
      names.forEach((name) => this.extend({ ...declared, name }, ours));
    }
    for (const [name, values] of metadata.standardValueSets) {
      this.giveValues(VALUE_SETS[name] ?? [], values);
    }
    this.connect();
  }

  find(name: string): ObjectDef | undefined {
    return this.objects.get(name.toLowerCase());
  }
  byPrefix(prefix: string): ObjectDef | undefined {
    return this.prefixes.get(prefix);
  }

  private add(def: ObjectDef): void {
    this.objects.set(def.name.toLowerCase(), def);
    (def.fields as NamedMap<FieldDef>).namespace = this.objects.namespace;
    this.prefixes.set(def.keyPrefix, def);
  }

  /** The name as the org has it: the package's own things bear its namespace. */
  private named(name: string): string {
    // The coordinates of a geolocation have an ending of their own: Spot__Latitude__s.
    const plain = name.replace(/__(Latitude|Longitude)__s$/, '__c');
    return this.namespace === null || !/__\w+$/.test(plain) || /^\w+?__\w+__\w+$/.test(plain) ? name : `${this.namespace}__${name}`;
  }

  private own(declared: DeclaredObject, own: OwnObject): ObjectDef {
    const name = this.named(declared.name);
    const nameField = text('Name', own.autoNumber === null ? 80 : 30, {
      label: own.nameLabel,
      idLookup: true,
      autoNumber: own.autoNumber,
      ...(own.autoNumber === null ? {} : READ_ONLY)
    });
    const detail = declared.fields.some((one) => one.def.masterDetail);
    const fields = own.kind === 'metadata' ? METADATA_FIELDS() : own.kind === 'event' ? EVENT_FIELDS() : [nameField];
    if (own.kind === 'setting' && own.settingType === 'Hierarchy') {
      fields.push(
        look('SetupOwnerId', ['Organization', 'Profile', 'User'], null, {
          nillable: false,
          updateable: false,
          relationshipName: 'SetupOwner'
        })
      );
    }
    if (own.kind === 'custom' && !detail) {
      fields.push(ownerField());
    }
    const written = own.kind === 'custom' || own.kind === 'setting';
    return object(name, this.prefixFor(name, own.kind), fields, {
      label: own.label,
      labelPlural: own.labelPlural,
      custom: true,
      kind: own.kind,
      settingType: own.settingType,
      publishImmediately: own.publishImmediately,
      createable: own.kind !== 'metadata',
      updateable: written,
      deletable: written,
      undeletable: own.kind === 'custom',
      queryable: own.kind !== 'event',
      triggerable: own.kind === 'custom' || own.kind === 'event',
      sharingModel: detail ? 'ControlledByParent' : own.sharingModel
    });
  }

  private prefixFor(name: string, kind: OwnObject['kind']): string {
    const known = this.customPrefixes[name];
    if (known !== undefined) {
      return known;
    }
    const letter = kind === 'metadata' ? 'm' : kind === 'event' ? 'e' : 'a';
    const count = Object.values(this.customPrefixes).filter((prefix) => prefix.startsWith(letter)).length;
    const made = `${letter}${DIGITS.charAt(Math.floor(count / 36))}${DIGITS.charAt(count % 36)}`;
    this.customPrefixes[name] = made;
    return made;
  }

  private extend(declared: DeclaredObject, ours: Set<string>): void {
    const def = this.find(declared.name);
    const [first] = declared.fields;
    if (!def) {
      const file = first?.file ?? declared.validationRules[0]?.file ?? declared.name;
      throw new MetadataError(file, `the stand-in has no object ${declared.name}.`);
    }
    for (const { def: given, defaultFormula, blankAsZero } of declared.fields) {
      const name = this.named(given.name);
      const made: FieldDef = {
        ...given,
        name,
        relationshipName: given.relationshipName === null ? null : this.named(given.relationshipName),
        childRelationshipName: given.childRelationshipName === null ? null : this.named(given.childRelationshipName),
        referenceTo: given.referenceTo.map((target) => (ours.has(target.toLowerCase()) ? this.named(target) : target))
      };
      def.fields.set(name.toLowerCase(), made);
      this.fieldRules.set(`${def.name}.${name}`, { defaultFormula, blankAsZero });
    }
    def.fieldSets = declared.fieldSets;
    if (declared.recordTypes.length > 0) {
      def.fields.set('recordtypeid', look('RecordTypeId', 'RecordType', null));
    }
    const rules = declared.validationRules.filter((rule) => rule.active);
    if (rules.length > 0) {
      this.validationRules.set(def.name, rules);
    }
  }

  /** @param paths `Object.Field`. */
  private giveValues(paths: string[], values: FieldDef['picklist']): void {
    for (const path of paths) {
      const [object = '', name = ''] = path.split('.');
      const field = this.find(object)?.fields.get(name.toLowerCase());
      if (field) {
        field.picklist = values.map(({ value, label, isDefault, active }) => ({ value, label, isDefault, active }));
        field.defaultValue = values.find((one) => one.isDefault)?.value ?? null;
      }
    }
  }

  /** A roll-up is of the type of what it sums. */
  private typeRollUps(): void {
    for (const object of this.objects.values()) {
      for (const field of object.fields.values()) {
        const { rollUp } = field;
        if (!rollUp) {
          continue;
        }
        const child = this.find(rollUp.child);
        const summed = child?.fields.get(rollUp.field?.toLowerCase() ?? '');
        if (!child?.fields.has(rollUp.lookup.toLowerCase()) || (rollUp.operation !== 'count' && !summed)) {
          throw new Error(`${object.name}.${field.name} summarizes ${rollUp.child}.${rollUp.field ?? rollUp.lookup}, which is not there.`);
        }
        if (summed && rollUp.operation !== 'count') {
          Object.assign(field, { type: summed.type, scale: summed.scale });
        }
      }
    }
  }

  /** Parents learn their children. */
  private connect(): void {
    this.typeRollUps();
    const custom = [...this.objects.values()].filter((one) => one.kind === 'custom').map((one) => one.name);
    for (const child of this.objects.values()) {
      for (const one of child.fields.values()) {
        one.referenceTo = one.referenceTo.flatMap((target) => (target === ANY_CUSTOM ? custom : [target]));
        for (const target of one.referenceTo) {
          const parent = this.find(target);
          if (!parent) {
            throw new Error(`${child.name}.${one.name} looks up ${target}, an object that the stand-in does not have.`);
          }
          parent.childRelationships.push({
            childObject: child.name,
            field: one.name,
            relationshipName: one.childRelationshipName,
            cascadeDelete: one.deleteConstraint === 'Cascade'
          });
        }
      }
    }
  }
}

/** `X__Share`: with whom records of a custom object are shared. */
function shareOf(own: ObjectDef, prefix: string): ObjectDef {
  const fields = [
    look('ParentId', own.name, 'Shares', { nillable: false, updateable: false, deleteConstraint: 'Cascade' }),
    look('UserOrGroupId', ['User', 'Group'], null, { nillable: false, updateable: false }),
    picklist('AccessLevel', 40, 'Read|Edit|All', { nillable: false }),
    picklist('RowCause', 40, 'Manual*|Owner|Rule', { restrictedPicklist: false })
  ];
  return object(own.name.replace(/__c$/, '__Share'), prefix, fields, { triggerable: false, undeletable: false });
}

const METADATA_FIELDS = () => [
  text('DeveloperName', 40, { nillable: false }),
  text('MasterLabel', 40, { nillable: false }),
  text('Language', 40),
  text('Label', 40),
  text('NamespacePrefix', 15),
  text('QualifiedApiName', 70)
];
const EVENT_FIELDS = () => [text('ReplayId', 20, READ_ONLY), text('EventUuid', 36, READ_ONLY)];
