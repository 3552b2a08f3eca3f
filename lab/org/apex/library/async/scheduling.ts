/** `System.schedule`: jobs at the times of a cron expression. Apex Reference Guide, "System Class". */
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { JobSchedule } from '../../../types.ts';
import { given, nullArgument, type LibraryDeclaration } from '../define.ts';
import { nextTime } from './cron.ts';
import { JobContextValue } from './jobs.ts';

function enqueueAt(job: unknown, cron: string, context: JobContextValue, known: JobSchedule): string {
  const { program } = runtime();
  const now = runtime().clock();
  const next = nextTime(cron, now, runtime().user().timeZone);
  if (next === null) {
    throw apexError('AsyncException', 'Based on configured schedule, the given trigger will never fire.');
  }
  const schedule: JobSchedule = { ...known, nextAt: next };
  runtime().enqueue({
    kind: 'scheduled',
    className: program.typeOf(job).name,
    methodName: 'execute',
    delayMinutes: (next - now) / 60_000,
    schedule,
    run: () => {
      // The next time is set before this one runs: a job that fails comes again. In tests it runs once, at stopTest.
      if (runtime().test === null && nextTime(cron, runtime().clock(), runtime().user().timeZone) !== null) {
        enqueueAt(job, cron, context, schedule);
      }
      runtime().program.invoke(job, 'execute', [context]);
    }
  });
  context.triggerId = schedule.triggerId;
  return String(schedule.triggerId);
}

function schedule(name: string | null, cron: string | null, job: unknown): string {
  if (name === null || cron === null || job === null) {
    throw nullArgument();
  }
  if (!runtime().program.hasMethod(job, 'execute', 1)) {
    throw apexError('AsyncException', `${runtime().program.typeOf(job).name} does not implement System.Schedulable.`);
  }
  return enqueueAt(job, cron, new JobContextValue('SchedulableContext'), { name, cron, nextAt: 0, triggerId: null });
}

export const scheduleMembers: NonNullable<LibraryDeclaration['members']> = {
  'static String schedule(String jobName, String cronExpression, Schedulable job)': schedule,
  'static void abortJob(String jobId)': given((id: string) => {
    if (!runtime().abort(id)) {
      throw apexError('StringException', `Invalid id: ${id}. No job of this id waits to be run.`);
    }
  })
};
