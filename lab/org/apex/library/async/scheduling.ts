/** `System.schedule`: jobs at the times of a cron expression. Apex Reference Guide, "System Class". */
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { nullArgument, type LibraryDeclaration } from '../define.ts';
import { nextTime } from './cron.ts';
import { JobContextValue } from './jobs.ts';

function enqueueAt(job: unknown, cron: string, context: JobContextValue): string {
  const { program } = runtime();
  const now = runtime().clock();
  const next = nextTime(cron, now, runtime().user().timeZone);
  if (next === null) {
    throw apexError('AsyncException', 'Based on configured schedule, the given trigger will never fire.');
  }
  const id = runtime().enqueue({
    kind: 'scheduled',
    className: program.typeOf(job).name,
    methodName: 'execute',
    delayMinutes: (next - now) / 60_000,
    run: () => {
      // The next time is set before this one runs: a job that fails comes again. In tests it runs once, at stopTest.
      if (runtime().test === null && nextTime(cron, runtime().clock(), runtime().user().timeZone) !== null) {
        enqueueAt(job, cron, context);
      }
      runtime().program.invoke(job, 'execute', [context]);
    }
  });
  context.triggerId = id;
  return id;
}

function schedule(name: string | null, cron: string | null, job: unknown): string {
  if (name === null || cron === null || job === null) {
    throw nullArgument();
  }
  if (!runtime().program.hasMethod(job, 'execute', 1)) {
    throw apexError('AsyncException', `${runtime().program.typeOf(job).name} does not implement System.Schedulable.`);
  }
  return enqueueAt(job, cron, new JobContextValue('SchedulableContext'));
}

export const scheduleMembers: NonNullable<LibraryDeclaration['members']> = {
  'static String schedule(String jobName, String cronExpression, Schedulable job)': schedule
};
