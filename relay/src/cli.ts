#!/usr/bin/env node
/** The relay's command line: flags, and one call each. */
import { Command, CommanderError } from 'commander';
import { doctor } from './commands/doctor.ts';
import { exportList } from './commands/export.ts';
import { migrate } from './commands/migrate.ts';
import { erasePerson, type Person } from './commands/person.ts';
import { createOutput, type Output } from './commands/output.ts';
import type { Inputs } from './commands/secret-input.ts';
import { serve } from './commands/serve.ts';
import { setUpAutomation, type AutomationWish } from './commands/setup.ts';
import { status } from './commands/status.ts';
import { sweep } from './commands/sweep.ts';
import { addTenant, listTenants, removeTenant, rotateTenant, setTenant, showCertificate } from './commands/tenant.ts';
import { SetupRefused } from './automation/setup.ts';
import { ConfigurationError, readConfiguration, type Configuration } from './configuration.ts';
import { OperationRefused } from './engine/operations.ts';
import { OutsideError } from './engine/ports.ts';
import { openBase, VERSION, type Base } from './main.ts';
import { useProxy } from './outgoing/proxy.ts';
import { StoreRefused } from './store/refused.ts';
import { campaignIdIn, DetailRefused, type Details } from './tenants/details.ts';

interface Options extends Partial<Details>, Person {
  json?: boolean;
  certificate?: boolean;
  erase?: boolean;
  anyway?: boolean;
  to?: string;
  marketoClientSecretPrompt?: boolean;
  campaign?: string;
  from?: string;
}
type Exported = Pick<Options, 'json' | 'orgId' | 'campaign'> & { what?: string; format?: string; to?: string | null };
interface Process {
  environment: Record<string, string | undefined>;
  stdin: Inputs['stdin'];
  /** Answers with a promise where more has to wait for it. */
  write: (text: string) => unknown;
  complain: (text: string) => void;
}

/** @returns The exit code: 0 done, 1 refused or a problem found, 2 wrong usage. */
export async function runCommand(argv: string[], process_: Process): Promise<number> {
  let code = 0;
  const inputs: Inputs = { environment: process_.environment, stdin: process_.stdin, prompt: process_.complain };
  const said: Promise<unknown>[] = [];
  const say = (text: string) => {
    const one = Promise.resolve(process_.write(text));
    // Looked at when all is done: that nobody reads its output is no reason for `serve` to end.
    one.catch(() => undefined);
    said.push(one);
  };
  const output = (options: Options): Output => createOutput(options.json ?? false, say);
  const configuration = (): Configuration => {
    useProxy(process_.environment);
    return readConfiguration(process_.environment);
  };
  const withBase = async (work: (base: Base, configured: Configuration) => Promise<void>) => {
    const configured = configuration();
    const base = await openBase(configured);
    try {
      await work(base, configured);
    } finally {
      await base.store.close();
    }
  };

  const program = new Command('relay')
    .description('Keeps Salesforce campaigns and Marketo programs the same.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: say, writeErr: process_.complain });
  const command = (parent: Command, name: string, says: string) =>
    parent.command(name).description(says).option('--json', 'answer with one line of JSON').exitOverride();

  command(program, 'serve', 'run the relay until it is told to stop').action((options: Options) => serve(configuration(), output(options)));

  command(program, 'migrate', 'bring the database to this version; with --from, move a file into an empty PostgreSQL database')
    .option('--from <file>', 'copy everything that this SQLite file holds into the database that RELAY_DATABASE names')
    .action((options: Options) => migrate(configuration().database, options.from ?? null, output(options)));

  const tenant = program.command('tenant').description('orgs paired with Marketo instances').exitOverride();
  details(
    command(tenant, 'add', 'pair an org; its certificate and client secret are printed, the secret this once')
      .requiredOption('--org-id <id>', "the org's organisation id")
      .requiredOption('--salesforce-url <address>', "the org's address, e.g. https://example.my.salesforce.com")
  ).action(({ json, orgId = '', salesforceUrl = '', ...rest }: Options) =>
    withBase((base) => addTenant(base, { orgId, salesforceUrl, ...onlyDetails(rest) }, inputs, output({ json: json ?? false })))
  );
  details(command(tenant, 'set', 'change details of a tenant').requiredOption('--org-id <id>', "the tenant's organisation id"))
    .option('--salesforce-url <address>', "the org's address")
    .option('--marketo-client-secret-prompt', "ask for the custom service's client secret, or read it from a pipe")
    .action(({ orgId = '', ...options }: Options) =>
      withBase((base) => setTenant(base, orgId, onlyDetails(options), options.marketoClientSecretPrompt ?? false, inputs, output(options)))
    );
  command(tenant, 'list', 'all tenants').action((options: Options) => withBase((base) => listTenants(base, output(options))));
  command(tenant, 'certificate', "print the certificate for the org's external client app")
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .action(({ orgId = '', ...options }: Options) => withBase((base) => showCertificate(base, orgId, output(options))));
  command(tenant, 'rotate', 'make a new client secret, or a new key pair')
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .option('--certificate', 'a new key pair and certificate instead')
    .action(({ orgId = '', ...options }: Options) =>
      withBase((base) => rotateTenant(base, orgId, options.certificate ?? false, output(options)))
    );
  command(tenant, 'remove', 'end the pairing and erase what was kept')
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .option('--erase', 'yes, erase links, members, people and journal')
    .option('--to <folder>', 'where the journal and the issues are written first (default: relay-export-<org id> here)')
    .action(({ orgId = '', ...options }: Options) =>
      withBase((base) => removeTenant(base, orgId, options.erase ?? false, options.to ?? null, output(options)))
    );

  const person = program.command('person').description('people whom the relay knows').exitOverride();
  command(person, 'erase', 'forget one person; the journal keeps what happened, without who it was')
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .option('--lead-id <id>', 'their lead in Salesforce, 18 characters')
    .option('--contact-id <id>', 'their contact in Salesforce, 18 characters')
    .option('--marketo-lead-id <id>', 'their lead in Marketo')
    .option('--anyway', 'though they are still in Salesforce or Marketo')
    .action(({ orgId = '', leadId, contactId, marketoLeadId, anyway = false, ...options }: Options) => {
      const who = Object.fromEntries(Object.entries({ leadId, contactId, marketoLeadId }).filter(([, id]) => id !== undefined));
      return withBase((base) => erasePerson(base, orgId, who, anyway, output(options)));
    });

  const setup = program.command('setup').description('what is made in Marketo once').exitOverride();
  command(setup, 'automation', 'triggers, filters and flow steps for Salesforce campaigns in Marketo; what is left out stays as it is')
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .option('--campaigns <which>', 'of whose changes Marketo is told: linked, active, or ids with commas between (first: linked)')
    .option('--activities', 'make the three triggers and history filters (first: yes)')
    .option('--no-activities', 'write no activities')
    .option('--custom-object', 'make the filter of present members (first: yes, where the subscription has custom objects)')
    .option('--no-custom-object', 'keep no records of present members')
    .option('--request <rule...>', 'request a smart campaign: added=1234, changed:Attended=1234; none takes all away')
    .option('--flow-steps', 'open the flow steps; prints the key for Marketo, this once')
    .option('--no-flow-steps', 'close the flow steps')
    .option('--rotate-key', 'make a new key for the flow steps')
    .option('--people <how>', 'what flow steps do about people who are not in Salesforce: create or never (first: create)')
    .action((options: AutomationWish & Options) => withBase((base) => setUpAutomation(base, options, output(options))));

  command(program, 'doctor', 'look at both sides of a tenant, one sentence per check')
    .option('--org-id <id>', 'one tenant only')
    .action((options: Options) =>
      withBase(async (base) => {
        if (!(await doctor(base, options.orgId ?? null, output(options)))) code = 1;
      })
    );
  command(program, 'status', 'how each tenant stands: what waits, since when and why, and what is left of the calls; asks nobody outside')
    .option('--org-id <id>', 'one tenant only')
    .action((options: Options) => withBase((base) => status(base, options.orgId ?? null, output(options))));
  command(program, 'sweep', 'compare both sides of links now')
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .option('--campaign <id>', 'one campaign only')
    .action(({ orgId = '', ...options }: Options) =>
      withBase((base, { logLevel }) => sweep(base, orgId, campaignIn(options.campaign), logLevel, output(options)))
    );

  command(program, 'export', 'the journal or the issues as a file')
    .requiredOption('--org-id <id>', "the tenant's organisation id")
    .option('--campaign <id>', 'one campaign only')
    .option('--what <list>', 'journal or issues', 'journal')
    .option('--format <format>', 'ndjson or csv', 'ndjson')
    .option('--to <file>', 'a file that is not there yet; standard output where this is left out')
    .action(({ orgId = '', campaign, what = '', format = '', to = null, json = false }: Exported) =>
      withBase((base) =>
        exportList(base, { orgId, campaign: campaignIn(campaign), what, format, to, json }, process_.write, output({ json }))
      )
    );

  try {
    await program.parseAsync(argv, { from: 'user' });
    await Promise.all(said);
    return code;
  } catch (error) {
    return explain(error, process_.complain);
  }
}

const campaignIn = (text: string | undefined) => (text === undefined ? null : campaignIdIn(text));

function details(command: Command): Command {
  return command
    .option('--salesforce-username <name>', "the integration user's user name")
    .option('--salesforce-client-id <key>', "consumer key of the org's external client app")
    .option('--namespace <name>', "the package's namespace; leave it out when there is none")
    .option('--munchkin-id <id>', "the Marketo instance's Munchkin id, e.g. 123-ABC-456")
    .option('--marketo-url <address>', "the instance's REST address, when it is not https://<munchkin id>.mktorest.com")
    .option(
      '--marketo-client-id <id>',
      'client id of the custom service; its secret comes from RELAY_MARKETO_CLIENT_SECRET, a pipe or a prompt'
    )
    .option('--salesforce-id-field <name>', 'REST name of the Marketo lead field that holds Salesforce ids (default: salesforceRecordId)');
}

function onlyDetails(options: Options): Partial<Details> {
  const { salesforceUrl, salesforceUsername, salesforceClientId, namespace, munchkinId, marketoUrl, marketoClientId, salesforceIdField } =
    options;
  const all = {
    salesforceUrl,
    salesforceUsername,
    salesforceClientId,
    namespace,
    munchkinId,
    marketoUrl,
    marketoClientId,
    salesforceIdField
  };
  return Object.fromEntries(Object.entries(all).filter(([, detail]) => detail !== undefined));
}

/** SQLite, result codes: 1 is a fault in our SQL, 19 a rule that a row breaks; the others are the file's and the disk's. */
const OWN_SQL = [1, 19];

/** Foreseen faults are a sentence; anything else keeps its stack. */
function explain(error: unknown, complain: (text: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { code, errcode = 1, syscall } = error as { code?: string; errcode?: number; syscall?: string };
  // Whoever reads the output has seen enough.
  if (code === 'EPIPE') return 1;
  if (code === 'ERR_SQLITE_ERROR' && !OWN_SQL.includes(errcode)) {
    complain(`The database refuses: ${(error as Error).message}.\n`);
    return 1;
  }
  const kinds = [ConfigurationError, SetupRefused, DetailRefused, OutsideError, StoreRefused];
  const foreseen = syscall !== undefined || kinds.some((kind) => error instanceof kind);
  if (error instanceof OperationRefused) complain(`${error.message} ${error.fix}\n`);
  else if (foreseen || (error instanceof Error && error.cause !== undefined)) complain(`${(error as Error).message}\n`);
  else complain(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

if (import.meta.main) {
  // Told to whoever wrote; without a listener it would end the process with a stack.
  process.stdout.on('error', () => undefined);
  process.exitCode = await runCommand(process.argv.slice(2), {
    environment: process.env,
    stdin: process.stdin,
    write: (text) => new Promise<void>((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve()))),
    complain: (text) => void process.stderr.write(text)
  });
}
