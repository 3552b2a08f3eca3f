/** What the relay needs of a Marketo instance, looked at one by one. */
import type { Marketo } from '../marketo/marketo.ts';
import type { TenantRow } from '../store/port.ts';
import { check, problem, warning, well, type Check } from './check.ts';

const ROLE = "Give the API user's role read and write access to leads and read access to activities and assets.";

/** @param dayCalls Calls a day that the relay allows itself. */
export async function checkMarketo(tenant: TenantRow, marketo: Marketo, dayCalls: number): Promise<Check[]> {
  const activities = await check(
    'marketo-token',
    async () => {
      await marketo.activityCursor(new Date());
      return well('Marketo gives the relay a token, and lets it read activities.');
    },
    ROLE
  );
  // Without a token every other check would say the same again.
  if (activities.verdict === 'problem') return [activities];
  return [
    activities,
    await check('marketo-assets', () => assets(marketo), ROLE),
    await check('marketo-field', () => field(tenant, marketo), ROLE),
    await check('marketo-native-sync', () => nativeSync(marketo), ROLE),
    await check('marketo-quota', () => quota(marketo, dayCalls))
  ];
}

async function assets(marketo: Marketo) {
  const { programs } = await marketo.programs('', 1);
  return programs.length > 0
    ? well('The relay can read programs.')
    : warning('The relay sees no program at all.', 'If there are programs, give the API user access to their workspace.');
}

async function field({ salesforceIdField }: TenantRow, marketo: Marketo) {
  const found = (await marketo.leadFields()).get(salesforceIdField);
  if (!found) {
    return problem(
      `Marketo has no lead field ${salesforceIdField}, so people cannot be matched by their Salesforce id nor created in Marketo.`,
      `Create a string field of the API name ${salesforceIdField} in Admin > Field Management, or name another one with \`relay tenant set --salesforce-id-field\`.`
    );
  }
  if (found.readOnly || found.dataType !== 'string') {
    return problem(
      `The lead field ${salesforceIdField} is ${found.readOnly ? 'read-only' : `of type ${found.dataType}`}; it has to be a string that the relay may write and search.`,
      'Name a custom string field with `relay tenant set --salesforce-id-field`.'
    );
  }
  return well(`The lead field ${salesforceIdField} is there, and holds text.`);
}

async function nativeSync(marketo: Marketo) {
  const fields = await marketo.leadFields();
  if (!fields.has('sfdcLeadId') && !fields.has('sfdcContactId')) return well("Marketo's own Salesforce sync was never set up here.");
  return warning(
    "This instance has the fields of Marketo's own Salesforce sync. The relay refuses programs that it holds, and uses its ids to match people.",
    'Where the native lead sync is on, leave the rule for people at "wait", so that it alone creates people.'
  );
}

async function quota(marketo: Marketo, dayCalls: number) {
  const used = await marketo.usageToday();
  if (used === null) return well(`No calls were counted today; the relay allows itself ${dayCalls}.`);
  const sentence = `All integrations together made ${used} calls today; the relay allows itself ${dayCalls}.`;
  // Marketo REST, limits: 50,000 calls a day by default; more can be bought.
  return used + dayCalls > 50_000
    ? warning(sentence, 'If the quota of the instance is the usual 50,000, lower RELAY_MARKETO_DAY_CALLS or the share of the others.')
    : well(sentence);
}
