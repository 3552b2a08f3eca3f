/** What the relay needs of a Salesforce org and of the package in it, looked at one by one. */
import { z } from 'zod';
import { OutsideError } from '../engine/ports.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { quoted, rows } from '../salesforce/soql.ts';
import type { TenantRow } from '../store/port.ts';
import { check, problem, warning, well, type Check, type Finding } from './check.ts';

const diagnostics = z.looseObject({
  orgId: z.string(),
  pairedOrgId: z.string().nullish(),
  enabled: z.boolean(),
  isSandbox: z.boolean().nullish(),
  userId: z.string().nullish(),
  packageVersion: z.string().nullish(),
  contract: z.number(),
  outboxRows: z.number().nullish(),
  oldestOutboxAt: z.string().nullish(),
  checks: z
    .array(
      z.looseObject({ name: z.string(), verdict: z.enum(['ok', 'warning', 'problem']), sentence: z.string(), fix: z.string().nullish() })
    )
    .nullish()
});
type Diagnostics = z.infer<typeof diagnostics>;

/** The contract's version that this relay speaks. */
const CONTRACT = 1;
const SETUP = 'Open the Setup page of the package in Salesforce.';
/** Checks of the package that only repeat what its figures say. */
const SAID_HERE = new Set(['switch', 'pairing']);
const SEEN_WHOLE = ['Campaign', 'Lead', 'Contact'];

export async function checkSalesforce(tenant: TenantRow, salesforce: Salesforce): Promise<Check[]> {
  const login = await check('salesforce-login', async () => {
    const orgId = await salesforce.session.login();
    return well(`The relay logs in to org ${orgId} as the integration user.`);
  });
  if (login.verdict === 'problem') return [login];
  let said: Diagnostics | null = null;
  const answered = await check('package', async () => {
    const read = diagnostics.safeParse(await salesforce.diagnostics());
    if (!read.success)
      return problem(
        'The package answers its diagnostics in another shape than the contract says.',
        'Update the older of relay and package.'
      );
    said = read.data;
    return well(`The package ${read.data.packageVersion ?? ''} answers.`.replace('  ', ' '));
  });
  const found = [login, answered, ...(said ? await inOrg(tenant, salesforce, said) : [])];
  // Every answer says how many calls are used, so this is asked last.
  const { limit, used } = salesforce.session.usage() ?? { limit: 0, used: 0 };
  return [...found, { name: 'salesforce-quota', ...quota(used, limit) }];
}

async function inOrg(tenant: TenantRow, salesforce: Salesforce, said: Diagnostics): Promise<Check[]> {
  return [
    { name: 'contract', ...contract(said) },
    { name: 'pairing', ...pairing(tenant, said) },
    {
      name: 'switch',
      ...(said.enabled ? well('Campaign sync is switched on in the org.') : problem('Campaign sync is switched off in the org.', SETUP))
    },
    { name: 'outbox', ...outbox(said) },
    await check('visibility', () => visibility(salesforce, said.userId ?? '')),
    ...(said.checks ?? [])
      .filter(({ name }) => !SAID_HERE.has(name))
      .map(({ name, verdict, sentence, fix }) => ({ name: `package-${name}`, verdict, sentence, fix: fix ?? '' }))
  ];
}

function contract(said: Diagnostics): Finding {
  if (said.contract === CONTRACT) return well(`Relay and package speak version ${CONTRACT} of their contract.`);
  const older = said.contract < CONTRACT ? 'package' : 'relay';
  return problem(`The package speaks version ${said.contract} of the contract, the relay version ${CONTRACT}.`, `Update the ${older}.`);
}

function pairing({ orgId }: TenantRow, said: Diagnostics): Finding {
  if (said.orgId.slice(0, 15) !== orgId.slice(0, 15))
    return problem(`This is org ${said.orgId}, not ${orgId}.`, 'Pair it as a tenant of its own.');
  if (!said.pairedOrgId) return problem('The org has not been paired.', `${SETUP} Approve the pairing there.`);
  if (said.pairedOrgId.slice(0, 15) !== orgId.slice(0, 15)) {
    return problem(
      `The org still carries the pairing of ${said.pairedOrgId}, of which it is a copy.`,
      `${SETUP} Approve the new pairing there, once you are sure.`
    );
  }
  return well(`Org ${orgId} is paired${said.isSandbox ? '; it is a sandbox' : ''}.`);
}

function outbox({ outboxRows, oldestOutboxAt }: Diagnostics): Finding {
  if (!outboxRows) return well('The outbox is empty.');
  const sentence = `${outboxRows} rows wait in the outbox${oldestOutboxAt ? `, the oldest since ${oldestOutboxAt}` : ''}.`;
  const old = oldestOutboxAt ? Date.now() - Date.parse(oldestOutboxAt) > 15 * 60_000 : false;
  return old ? problem(sentence, 'Start `relay serve`, or look into its log: it drains the outbox every 30 seconds.') : well(sentence);
}

const permission = z.looseObject({ SobjectType: z.string() });

/** An absence is believed only by somebody who sees everything. */
async function visibility(salesforce: Salesforce, userId: string): Promise<Finding> {
  const assigned = `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(userId)}`;
  const objects = SEEN_WHOLE.map(quoted).join(', ');
  const soql = `SELECT SobjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = TRUE AND SobjectType IN (${objects}) AND ParentId IN (${assigned})`;
  try {
    const seen = new Set((await rows(salesforce.session, soql, permission, { deleted: false })).map(({ SobjectType }) => SobjectType));
    const hidden = SEEN_WHOLE.filter((name) => !seen.has(name));
    if (hidden.length === 0) return well('The integration user sees all campaigns, leads and contacts.');
    return problem(
      `The integration user may not see every record of ${hidden.join(', ')}: a member that is only hidden would look removed.`,
      'Give it View All Records on these objects: deploy and assign the permission set of config/local.'
    );
  } catch (error) {
    if (!(error instanceof OutsideError) || error.kind !== 'refused') throw error;
    return warning(
      'Whether the integration user sees every record cannot be read by that user.',
      'Make sure that it has View All Records on campaigns, leads and contacts.'
    );
  }
}

function quota(used: number, limit: number): Finding {
  if (limit === 0) return warning('Salesforce does not say how many API calls are left.', '');
  const sentence = `${used} of ${limit} API calls of the last 24 hours are used.`;
  return used > 0.8 * limit
    ? warning(sentence, 'Find out which integration uses them; the sync waits when none are left.')
    : well(sentence);
}
