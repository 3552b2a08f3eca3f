/** Compiled triggers as the data engine fires them. */
import type { Row, Schema, TriggerFiring, TriggerHost } from '../../types.ts';
import { runtime } from '../runtime/current.ts';
import { ApexException, ApexLimitException, UncatchableException, stackText } from '../runtime/exception-value.ts';
import { uncatchable } from '../runtime/machine.ts';
import { recordOfRow, toScalar } from '../runtime/records.ts';
import type { SObjectValue } from '../runtime/sobject-value.ts';
import { exceptionText } from '../runtime/text.ts';
import { withTrigger } from '../runtime/trigger-context.ts';
import type { CompiledTrigger } from '../compile/compile.ts';
import type { LinkedProgram } from './program.ts';

/** Apex Developer Guide 262, "Execution Governors and Limits": trigger invocations that fire recursively. */
const MAX_DEPTH = 16;

export class ProgramTriggers implements TriggerHost {
  private readonly program: () => LinkedProgram;

  constructor(program: () => LinkedProgram) {
    this.program = program;
  }

  has(object: string, timing: 'before' | 'after', op: TriggerFiring['op']): boolean {
    return this.matching(object, timing, op).length > 0;
  }

  private matching(object: string, timing: 'before' | 'after', op: TriggerFiring['op']): CompiledTrigger[] {
    return this.program().compilation.triggers.filter(
      (trigger) =>
        trigger.object.toLowerCase() === object.toLowerCase() && trigger.events.some((event) => event.timing === timing && event.op === op)
    );
  }

  fire(firing: TriggerFiring): void {
    const { transaction, data } = runtime();
    transaction.triggerDepth += 1;
    try {
      if (transaction.triggerDepth > MAX_DEPTH) {
        throw uncatchable(new ApexLimitException('Maximum trigger depth exceeded'));
      }
      for (const trigger of this.matching(firing.object, firing.timing, firing.op)) {
        this.run(trigger, firing, data.schema);
      }
    } finally {
      transaction.triggerDepth -= 1;
    }
  }

  /** Of platform events: after they were published, all at once. @throws what leaves a trigger. */
  fireEvents(object: string, rows: Row[]): void {
    const { schema } = runtime().data;
    for (const trigger of this.matching(object, 'after', 'insert')) {
      const newRecords = recordsOf(schema, object, rows, true);
      withTrigger({ timing: 'after', op: 'insert', newRecords, oldRecords: null }, () => this.program().runScript(trigger.symbol));
    }
  }

  private run(trigger: CompiledTrigger, firing: TriggerFiring, schema: Schema): void {
    const before = firing.timing === 'before';
    const newRecords = recordsOf(schema, firing.object, firing.newRows, !before);
    const oldRecords = recordsOf(schema, firing.object, firing.oldRows, true);
    const { timing, op } = firing;
    try {
      withTrigger({ timing, op, newRecords, oldRecords }, () => this.program().runScript(trigger.symbol));
    } catch (cause) {
      reportFailure(trigger, firing, cause);
    }
    if (before && newRecords && firing.newRows) {
      newRecords.forEach((record, index) => writeBack(record, firing.newRows?.[index] as Row));
    }
    reportErrors(firing, newRecords ?? oldRecords ?? []);
  }
}

function recordsOf(schema: Schema, object: string, rows: Row[] | null, readOnly: boolean): SObjectValue[] | null {
  const definition = schema.find(object);
  if (!rows || !definition) {
    return null;
  }
  return rows.map((row) => {
    const record = recordOfRow(definition, row);
    record.readOnly = readOnly;
    return record;
  });
}

/** What a before-trigger has set goes into the row that will be written. */
function writeBack(record: SObjectValue, row: Row): void {
  for (const name of record.changed) {
    row[name] = toScalar(record.row[name]);
  }
}

function reportErrors(firing: TriggerFiring, records: SObjectValue[]): void {
  records.forEach((record, index) => {
    for (const { message, field } of record.errors) {
      firing.addError(index, { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: field === null ? [] : [field] });
    }
  });
}

const OPERATIONS = { insert: 'Insert', update: 'Update', delete: 'Delete', undelete: 'Undelete' };

/** An exception that leaves a trigger fails every row of the chunk; one that nothing may catch ends the transaction. */
function reportFailure(trigger: CompiledTrigger, firing: TriggerFiring, cause: unknown): void {
  if (!(cause instanceof ApexException) || cause instanceof UncatchableException) {
    throw cause;
  }
  const timing = firing.timing === 'before' ? 'Before' : 'After';
  const message = `${trigger.symbol.name}: execution of ${timing}${OPERATIONS[firing.op]}\n\ncaused by: ${exceptionText(cause)}\n\n${stackText(cause.stack)}`;
  const rows = firing.newRows ?? firing.oldRows ?? [];
  rows.forEach((_, index) => firing.addError(index, { statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, fields: [] }));
}
