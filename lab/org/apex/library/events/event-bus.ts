/** Platform events: publishing and delivery. Platform Events Developer Guide, "Publishing Platform Events", "Subscribing with Apex Triggers". */
import { randomUUID } from 'node:crypto';
import type { ObjectDef, RecordError, Row, SaveResult } from '../../../types.ts';
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { recordsOf } from '../../runtime/dml.ts';
import { apexError, ApexException } from '../../runtime/exception-value.ts';
import { rowOf } from '../../runtime/records.ts';
import type { SObjectValue } from '../../runtime/sobject-value.ts';
import { library, listOf, type LibraryDeclaration } from '../define.ts';
import { resultsOf } from '../database/results.ts';

/** Platform Events Developer Guide: a trigger that asks for it is tried again up to nine times. */
const MOST_RETRIES = 9;
let lastReplay = 0;

/** What the trigger that runs is told, and what it asks for. */
interface Delivery {
  retries: number;
  lastError: string | null;
  checkpoint: string | null;
}
const delivery = (): Delivery => runtime().state('event delivery', () => ({ retries: 0, lastError: null, checkpoint: null }));

export function publish(given: unknown): unknown {
  const records = recordsOf(given);
  const results = records.map(publishOne);
  const values = resultsOf(
    'SaveResult',
    results,
    results.map(({ id }) => id)
  );
  return given instanceof ApexList ? listOf('Database.SaveResult', values) : (values[0] ?? null);
}

function publishOne(record: SObjectValue): SaveResult {
  const { data, transaction, clock } = around();
  const object = data.schema.find(record.object);
  if (object?.kind !== 'event') {
    throw apexError('TypeException', `${record.object} is no platform event and cannot be published.`);
  }
  transaction.limits.use(object.publishImmediately ? 'publishImmediateDml' : 'dmlStatements', 1);
  const row = rowOf(record, data.schema);
  const error = faultOf(object, row);
  if (error) {
    return { success: false, id: null, created: false, errors: [error] };
  }
  lastReplay += 1;
  const at = new Date(clock).toISOString();
  Object.assign(row, { ReplayId: String(lastReplay), EventUuid: randomUUID(), CreatedDate: at, CreatedById: transaction.userId });
  enqueue(object, [row], { retries: 0, lastError: null, checkpoint: null });
  return { success: true, id: `${object.keyPrefix}xx${String(lastReplay).padStart(10, '0')}AAA`, created: true, errors: [] };
}

const around = () => ({ data: runtime().data, transaction: runtime().transaction, clock: runtime().clock() });

function faultOf(object: ObjectDef, row: Row): RecordError | null {
  const fields = [...object.fields.values()];
  const missing = fields.filter(
    (field) => field.custom && !field.nillable && field.type !== 'boolean' && (row[field.name] ?? null) === null
  );
  if (missing.length > 0) {
    const names = missing.map((field) => field.name);
    return { statusCode: 'REQUIRED_FIELD_MISSING', message: `Required fields are missing: [${names.join(', ')}]`, fields: names };
  }
  for (const field of fields) {
    row[field.name] ??= field.defaultValue;
    const value = row[field.name];
    if (typeof value === 'string' && field.custom && field.length > 0 && value.length > field.length) {
      const message = `${field.label}: data value too large: ${value.slice(0, 255)} (max length=${field.length})`;
      return { statusCode: 'STRING_TOO_LONG', message, fields: [field.name] };
    }
  }
  return null;
}

function enqueue(object: ObjectDef, rows: Row[], told: Delivery): void {
  const last = runtime().transaction.jobs.at(-1);
  // Events of one kind that are published one after the other reach the trigger together.
  if (last?.kind === 'event' && last.className === object.name && told.retries === 0 && waiting.has(last)) {
    waiting.get(last)?.push(...rows);
    return;
  }
  const batch = [...rows];
  const evenIfRolledBack = object.publishImmediately === true;
  runtime().enqueue({ kind: 'event', className: object.name, delayMinutes: 0, evenIfRolledBack, run: () => deliver(object, batch, told) });
  const job = runtime().transaction.jobs.at(-1);
  if (job) {
    waiting.set(job, batch);
  }
}
const waiting = new WeakMap<object, Row[]>();

/** A failing trigger ends its own transaction; nobody else hears of it but the log. */
function deliver(object: ObjectDef, rows: Row[], told: Delivery): void {
  Object.assign(delivery(), told);
  const { data } = runtime();
  const undo = data.savepoint();
  try {
    runtime().fireEvents(object.name, rows);
  } catch (cause) {
    if (!(cause instanceof ApexException)) {
      throw cause;
    }
    data.rollbackTo(undo);
    const { checkpoint } = delivery();
    const from = checkpoint === null ? 0 : rows.findIndex((row) => row['ReplayId'] === checkpoint) + 1;
    if (cause.typeName === 'EventBus.RetryableException' && told.retries < MOST_RETRIES) {
      enqueue(object, rows.slice(from), { retries: told.retries + 1, lastError: cause.message, checkpoint: null });
    } else if (cause.typeName !== 'EventBus.RetryableException') {
      runtime().log('ERROR', `${object.name}: ${cause.typeName}: ${cause.message ?? ''}`);
    }
    return;
  }
  const { checkpoint } = delivery();
  const done = checkpoint === null ? -1 : rows.findIndex((row) => row['ReplayId'] === checkpoint);
  if (done >= 0 && done < rows.length - 1) {
    enqueue(object, rows.slice(done + 1), { retries: 0, lastError: null, checkpoint: null });
  }
}

class TriggerContextValue {
  readonly typeName = 'EventBus.TriggerContext';
}
class BrokerValue {
  readonly typeName = 'EventBus.TestBroker';
}

/** Of the class Test. */
export const eventTests: NonNullable<LibraryDeclaration['members']> = {
  'static EventBus.TestBroker getEventBus()': () => new BrokerValue()
};

export const events: LibraryDeclaration[] = [
  library({
    name: 'EventBus',
    members: {
      'static Database.SaveResult publish(SObject event)': publish,
      'static List<Database.SaveResult> publish(List<SObject> events)': publish
    }
  }),
  library({
    name: 'EventBus.TestBroker',
    members: {
      'void deliver()': () => {
        const { test } = runtime();
        if (test === null) {
          throw apexError('UnsupportedOperationException', 'Test.getEventBus().deliver() can only be called in test methods');
        }
        test.deliverEvents();
      }
    }
  }),
  library({
    name: 'EventBus.TriggerContext',
    members: {
      'static EventBus.TriggerContext currentContext()': () => new TriggerContextValue(),
      'Integer retries { get; }': { get: () => delivery().retries },
      'String lastError { get; }': { get: () => delivery().lastError },
      'String getResumeCheckpoint()': () => delivery().checkpoint,
      'void setResumeCheckpoint(String replayId)': (_: unknown, replayId: string | null) => {
        delivery().checkpoint = replayId;
      }
    }
  })
];
