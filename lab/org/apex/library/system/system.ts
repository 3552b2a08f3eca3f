/** System. Apex Reference Guide, "System Class". `System.runAs` is a statement of the compiler's. */
import { runtime } from '../../runtime/current.ts';
import type { ApexEnum } from '../../runtime/enum-value.ts';
import { equalValues } from '../../runtime/equality.ts';
import { textOf } from '../../runtime/text.ts';
import { enqueueMembers } from '../async/jobs.ts';
import { scheduleBatchMembers } from '../async/batch.ts';
import { finalizerMembers } from '../async/finalizers.ts';
import { scheduleMembers } from '../async/scheduling.ts';
import { hashOf } from '../collections/hashing.ts';
import { constant, enumeration, library } from '../define.ts';
import { currentPage } from '../pages/pages.ts';
import { assertMembers } from './assertion.ts';
import { now, today } from './clock.ts';

export const loggingLevel = enumeration('LoggingLevel', ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST']);

export const triggerOperation = enumeration('TriggerOperation', [
  'BEFORE_INSERT',
  'BEFORE_UPDATE',
  'BEFORE_DELETE',
  'AFTER_INSERT',
  'AFTER_UPDATE',
  'AFTER_DELETE',
  'AFTER_UNDELETE'
]);

export const readWriteMode = enumeration('ApplicationReadWriteMode', ['DEFAULT', 'READ_ONLY']);

const context = () => runtime().transaction.context;

export const system = library({
  name: 'System',
  members: {
    ...assertMembers,
    ...enqueueMembers,
    ...scheduleMembers,
    ...scheduleBatchMembers,
    ...finalizerMembers,
    'static void debug(Object message)': (message: unknown) => runtime().log('DEBUG', textOf(message)),
    'static void debug(LoggingLevel level, Object message)': (level: ApexEnum | null, message: unknown) =>
      runtime().log(level?.name ?? 'DEBUG', textOf(message)),
    'static PageReference currentPageReference()': currentPage,
    'static ApplicationReadWriteMode getApplicationReadWriteMode()': () => constant('ApplicationReadWriteMode', 'DEFAULT'),
    'static Datetime now()': now,
    'static Date today()': today,
    'static Long currentTimeMillis()': () => BigInt(Math.floor(runtime().clock())),
    'static Boolean equals(Object left, Object right)': (left: unknown, right: unknown) => equalValues(left, right),
    'static Integer hashCode(Object value)': (value: unknown) => (value === null ? 0 : hashOf(value)),
    'static Boolean isBatch()': () => context() === 'batch',
    'static Boolean isFuture()': () => context() === 'future',
    'static Boolean isQueueable()': () => context() === 'queueable',
    'static Boolean isScheduled()': () => context() === 'scheduled'
  }
});
