/** A record in Apex's hands. */

export interface RecordErrorNote {
  message: string;
  /** Canonical field name, or null for the record as a whole. */
  field: string | null;
}

export class SObjectValue {
  /** Canonical API name of the object: `Account`, `Marketo_Link__c`, `AggregateResult`. */
  readonly object: string;
  /** Canonical field name → Apex value (ApexDate, ApexDecimal, string, …). A missing key was neither set nor selected. */
  readonly row: Record<string, unknown>;
  /** Relationship name (`Campaign`, `Link__r`) → parent, or null where the reference is empty. */
  parents: Record<string, SObjectValue | null>;
  /** Child relationship name → selected children, a `List<Child>` value. */
  children: Record<string, unknown>;
  /** Canonical names of the selected fields; null when the record was made by code (then every field may be read). */
  selected: ReadonlySet<string> | null;
  /** From `addError`, within triggers. */
  errors: RecordErrorNote[];
  /** Trigger.old and after-trigger records: assignment throws `Record is read-only`. */
  readOnly: boolean;
  /** Fields that the code has set since the record was made or read; what an update sends. */
  changed: Set<string>;

  constructor(object: string, row: Record<string, unknown> = {}, selected: ReadonlySet<string> | null = null) {
    this.object = object;
    this.row = row;
    this.parents = {};
    this.children = {};
    this.selected = selected;
    this.errors = [];
    this.readOnly = false;
    this.changed = new Set();
  }
}
