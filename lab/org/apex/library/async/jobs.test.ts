import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkThrows, runApex, type RunOptions } from '../testing/run-apex.ts';
import { nextTime } from './cron.ts';

const classes = [
  `public class Work implements Queueable {
    private String name;
    public Work(String name) { this.name = name; }
    public void execute(QueueableContext context) { System.debug(name + ' ' + context.getJobId()); }
  }`,
  `public class Nightly implements Schedulable {
    public void execute(SchedulableContext context) { System.debug('night ' + (context.getTriggerId() != null)); }
  }`,
  `public class Sweep implements Database.Batchable<SObject>, Database.Stateful {
    private Integer seen = 0;
    public Database.QueryLocator start(Database.BatchableContext context) { return Database.getQueryLocator('SELECT Id FROM Lead'); }
    public void execute(Database.BatchableContext context, List<Lead> scope) { seen += scope.size(); System.debug(scope.size()); }
    public void finish(Database.BatchableContext context) { System.debug('done ' + seen + ' ' + (context.getJobId() != null)); }
  }`,
  `public class Counting implements Database.Batchable<Integer> {
    public Iterable<Integer> start(Database.BatchableContext context) { return new List<Integer>{1, 2, 3}; }
    public void execute(Database.BatchableContext context, List<Integer> scope) { System.debug(scope); }
    public void finish(Database.BatchableContext context) {}
  }`
];

/** Runs a body, then every job that it and its jobs enqueued. */
function runAll(body: string, options: RunOptions = {}): string[] {
  const { log, jobs, execution } = runApex(body, { classes, ...options });
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const { run } = job;
    execution.run(run);
  }
  return log;
}

test('a queueable runs later, knows its id, and counts', () => {
  assert.deepEqual(
    runAll(`
      Id first = System.enqueueJob(new Work('a'));
      System.enqueueJob(new Work('b'), 5);
      AsyncOptions o = new AsyncOptions();
      o.MinimumQueueableDelayInMinutes = 2;
      System.enqueueJob(new Work('c'), o);
      System.debug(first + ' ' + Limits.getQueueableJobs() + '/' + Limits.getLimitQueueableJobs());`),
    ['707000000000001AAA 3/50', 'a 707000000000001AAA', 'b 707000000000002AAA', 'c 707000000000003AAA']
  );
  const { jobs } = runApex("System.enqueueJob(new Work('a'), 5);", { classes });
  assert.deepEqual(
    jobs.map(({ kind, className, delayMinutes }) => [kind, className, delayMinutes]),
    [['queueable', 'Work', 5]]
  );
  checkThrows(
    {
      "System.enqueueJob(new Work('a'), 11);": 'System.IllegalArgumentException: The delay of a queueable job is 0 to 10 minutes, not 11.',
      "System.enqueueJob('a');": 'System.AsyncException: String does not implement System.Queueable.'
    },
    { classes }
  );
  checkThrows(
    {
      "System.enqueueJob(new Work('a')); System.enqueueJob(new Work('b'));":
        'System.LimitException: Too many queueable jobs added to the queue: 2',
      "AsyncOptions o = new AsyncOptions(); o.MaximumQueueableStackDepth = 1; System.enqueueJob(new Work('a'), o);":
        'System.AsyncException: Maximum stack depth has been reached.'
    },
    { classes, context: 'queueable' }
  );
});

test('tests cannot chain queueables', () => {
  const chained = { "System.enqueueJob(new Work('a'));": 'System.AsyncException: Maximum stack depth has been reached.' };
  checkThrows(chained, { classes, context: 'queueable', isTest: true });
});

test('a job calls out only when its class allows callouts', () => {
  const caller = (name: string, more: string): string =>
    `public class ${name} implements Queueable${more} {
      public void execute(QueueableContext context) {
        HttpRequest r = new HttpRequest(); r.setMethod('GET'); r.setEndpoint('https://x.example.com');
        System.debug(new Http().send(r).getStatusCode());
      }
    }`;
  const own = {
    classes: [caller('Silent', ''), caller('Loud', ', Database.AllowsCallouts')],
    callouts: () => ({ status: 200, headers: {}, body: '' })
  };
  assert.deepEqual(runAll('System.enqueueJob(new Loud());', own), ['200']);
  assert.throws(() => runAll('System.enqueueJob(new Silent());', own), { message: /does not implement Database.AllowsCallouts/ });
  const call = "HttpRequest r = new HttpRequest(); r.setMethod('GET'); r.setEndpoint('https://x.example.com'); new Http().send(r);";
  checkThrows({ [call]: 'System.CalloutException: Callout from scheduled Apex not supported.' }, { ...own, context: 'scheduled' });
});

test('a batch runs start, each chunk and finish apart', () => {
  const insert =
    "List<Lead> leads = new List<Lead>(); for (Integer i = 0; i < 5; i++) { leads.add(new Lead(LastName = 'x')); } insert leads; ";
  assert.deepEqual(runAll(`${insert} Database.executeBatch(new Sweep(), 2);`), ['2', '2', '1', 'done 5 true']);
  assert.deepEqual(runAll(`Database.executeBatch(new Counting(), 2);`), ['(1, 2)', '(3)']);
  checkThrows(
    {
      'Database.executeBatch(new Sweep(), 0);': 'System.TypeException: The scope of a batch is at least 1, not 0.',
      "Database.executeBatch(new Work('a'));": 'System.TypeException: Work does not implement Database.Batchable.'
    },
    { classes }
  );
});

test('System.isQueueable and its like tell where the code runs', () => {
  const asked = "System.debug(System.isBatch() + ' ' + System.isFuture() + ' ' + System.isQueueable() + ' ' + System.isScheduled());";
  assert.deepEqual(runApex(asked).log, ['false false false false']);
  assert.deepEqual(runApex(asked, { context: 'queueable' }).log, ['false false true false']);
  assert.deepEqual(runApex(asked, { context: 'batch' }).log, ['true false false false']);
});

test('a schedule sets the next time', () => {
  const { jobs, execution, log } = runApex("System.schedule('n', '0 0 3 * * ?', new Nightly());", { classes });
  assert.equal(jobs.length, 1);
  // From 14:30:15.25 to 3:00 in Los Angeles.
  assert.equal(jobs[0]?.delayMinutes, 12.5 * 60 - 15.25 / 60);
  execution.run(() => jobs[0]?.run());
  assert.deepEqual(log, ['night true']);
  assert.equal(jobs.length, 2);
  checkThrows(
    {
      "System.schedule('n', '0 0 3 1 1 ? 2020', new Nightly());":
        'System.AsyncException: Based on configured schedule, the given trigger will never fire.',
      "System.schedule('n', '0 0 25 * * ?', new Nightly());": 'System.StringException: Illegal value in cron expression: 25',
      "System.schedule('n', '*/5 0 3 * * ?', new Nightly());": 'System.AsyncException: Seconds and minutes must be specified as integers.'
    },
    { classes }
  );
});

test('cron', () => {
  const next = (cron: string, after: string, zone = 'UTC'): string => new Date(nextTime(cron, Date.parse(after), zone) ?? 0).toISOString();
  assert.equal(next('0 0 13 * * ?', '2024-02-29T12:00:00Z'), '2024-02-29T13:00:00.000Z');
  assert.equal(next('0 0 13 * * ?', '2024-02-29T13:00:00Z'), '2024-03-01T13:00:00.000Z');
  assert.equal(next('0 0 22 ? * 6L', '2024-02-29T12:00:00Z'), '2024-03-29T22:00:00.000Z');
  assert.equal(next('0 0 10 ? * MON-FRI', '2024-03-01T12:00:00Z'), '2024-03-04T10:00:00.000Z');
  assert.equal(next('0 0 0 L * ?', '2024-02-10T12:00:00Z'), '2024-02-29T00:00:00.000Z');
  assert.equal(next('0 0 0 1W 6 ?', '2024-02-10T12:00:00Z'), '2024-06-03T00:00:00.000Z');
  assert.equal(next('0 0 0 ? * 2#1', '2024-02-10T12:00:00Z'), '2024-03-04T00:00:00.000Z');
  assert.equal(next('0 5 0/6 * * ?', '2024-02-10T12:06:00Z'), '2024-02-10T18:05:00.000Z');
  assert.equal(next('0 0 20 * * ? *', '2024-02-10T12:06:00Z', 'America/New_York'), '2024-02-11T01:00:00.000Z');
  assert.equal(nextTime('0 0 0 31 2 ?', 0, 'UTC'), null);
});
