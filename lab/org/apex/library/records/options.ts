/** Database.DMLOptions, and those put on a record. Apex Developer Guide, "Setting DML Options". */
import type { DmlOptions } from '../../../types.ts';
import { optionsOfRecords } from '../../runtime/dml.ts';
import type { SObjectValue } from '../../runtime/sobject-value.ts';
import { library, stored } from '../define.ts';

export class AssignmentRuleHeaderValue {
  readonly typeName = 'Database.DMLOptions.AssignmentRuleHeader';
  assignmentRuleId: string | null = null;
  useDefaultRule: boolean | null = null;
}
export class DuplicateRuleHeaderValue {
  readonly typeName = 'Database.DMLOptions.DuplicateRuleHeader';
  allowSave: boolean | null = null;
  runAsCurrentUser: boolean | null = null;
}
class EmailHeaderValue {
  readonly typeName = 'Database.DMLOptions.EmailHeader';
  triggerAutoResponseEmail: boolean | null = null;
  triggerOtherEmail: boolean | null = null;
  triggerUserEmail: boolean | null = null;
}
export class DmlOptionsValue {
  readonly typeName = 'Database.DMLOptions';
  allowFieldTruncation: boolean | null = null;
  optAllOrNone: boolean | null = null;
  assignmentRuleHeader = new AssignmentRuleHeaderValue();
  duplicateRuleHeader = new DuplicateRuleHeaderValue();
  emailHeader = new EmailHeaderValue();
}

/** @param allOrNone what holds where the options say nothing: partial success. */
export function engineOptions(options: DmlOptionsValue | null, allOrNone: boolean): DmlOptions {
  const made: DmlOptions = { allOrNone: options?.optAllOrNone ?? allOrNone };
  if (options?.allowFieldTruncation) {
    made.allowFieldTruncation = true;
  }
  if (options?.assignmentRuleHeader.useDefaultRule || options?.assignmentRuleHeader.assignmentRuleId) {
    made.useAssignmentRule = true;
  }
  if (options?.duplicateRuleHeader.allowSave) {
    made.allowDuplicates = true;
  }
  return made;
}

const held = new WeakMap<SObjectValue, DmlOptionsValue>();
export const optionsOf = (record: SObjectValue): DmlOptionsValue | null => held.get(record) ?? null;
export function setOptions(record: SObjectValue, options: DmlOptionsValue | null): void {
  if (options === null) {
    held.delete(record);
    optionsOfRecords.delete(record);
    return;
  }
  held.set(record, options);
  optionsOfRecords.set(record, () => {
    const headers: Partial<DmlOptions> = engineOptions(options, false);
    delete headers.allOrNone;
    return headers;
  });
}

export const dmlOptions = library({
  name: 'Database.DMLOptions',
  members: {
    'new()': () => new DmlOptionsValue(),
    'Boolean allowFieldTruncation { get; set; }': stored<DmlOptionsValue>('allowFieldTruncation'),
    'Boolean optAllOrNone { get; set; }': stored<DmlOptionsValue>('optAllOrNone'),
    'Database.DMLOptions.AssignmentRuleHeader assignmentRuleHeader { get; set; }': stored<DmlOptionsValue>('assignmentRuleHeader'),
    'Database.DMLOptions.DuplicateRuleHeader duplicateRuleHeader { get; set; }': stored<DmlOptionsValue>('duplicateRuleHeader'),
    'Database.DMLOptions.EmailHeader emailHeader { get; set; }': stored<DmlOptionsValue>('emailHeader')
  }
});
export const assignmentRuleHeader = library({
  name: 'Database.DMLOptions.AssignmentRuleHeader',
  members: {
    'new()': () => new AssignmentRuleHeaderValue(),
    'Id assignmentRuleId { get; set; }': stored<AssignmentRuleHeaderValue>('assignmentRuleId'),
    'Boolean useDefaultRule { get; set; }': stored<AssignmentRuleHeaderValue>('useDefaultRule')
  }
});
export const duplicateRuleHeader = library({
  name: 'Database.DMLOptions.DuplicateRuleHeader',
  members: {
    'new()': () => new DuplicateRuleHeaderValue(),
    'Boolean allowSave { get; set; }': stored<DuplicateRuleHeaderValue>('allowSave'),
    'Boolean runAsCurrentUser { get; set; }': stored<DuplicateRuleHeaderValue>('runAsCurrentUser')
  }
});
/** No mail leaves the stand-in, whether it is asked for or not. */
export const emailHeader = library({
  name: 'Database.DMLOptions.EmailHeader',
  members: {
    'new()': () => new EmailHeaderValue(),
    'Boolean triggerAutoResponseEmail { get; set; }': stored<EmailHeaderValue>('triggerAutoResponseEmail'),
    'Boolean triggerOtherEmail { get; set; }': stored<EmailHeaderValue>('triggerOtherEmail'),
    'Boolean triggerUserEmail { get; set; }': stored<EmailHeaderValue>('triggerUserEmail')
  }
});
