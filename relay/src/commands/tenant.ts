/** `relay tenant …`: orgs paired with Marketo instances. */
import type { Base } from '../main.ts';
import { validUntil } from '../secrets/certificate.ts';
import { allMissing } from '../tenants/connect.ts';
import { DetailRefused, type Details } from '../tenants/details.ts';
import type { Output } from './output.ts';
import { table } from './output.ts';
import { exportAll } from './export.ts';
import { readSecret, type Inputs } from './secret-input.ts';

export const SECRET_VARIABLE = 'RELAY_MARKETO_CLIENT_SECRET';
const SECRET_NAME = "Client secret of Marketo's custom service";

type Given = Partial<Details>;
/** A new Marketo client id comes with its secret. */
async function withSecret(given: Given, ask: boolean, inputs: Inputs): Promise<Given> {
  const inEnvironment = Boolean(inputs.environment[SECRET_VARIABLE]);
  if (!ask && !inEnvironment) return given;
  return { ...given, marketoClientSecret: await readSecret(inputs, SECRET_VARIABLE, SECRET_NAME) };
}

export async function addTenant(
  base: Base,
  given: Given & Pick<Details, 'orgId' | 'salesforceUrl'>,
  inputs: Inputs,
  output: Output
): Promise<void> {
  const whole = { ...given, ...(await withSecret(given, given.marketoClientId !== undefined, inputs)) };
  const { tenant, clientSecret } = await base.tenants.add(whole);
  output.say(
    [
      `Org ${tenant.orgId} is a tenant now. What comes next:`,
      '',
      '1. In Salesforce, create an external client app with the JWT bearer flow, scopes api and refresh_token, the integration user pre-authorised, and this certificate:',
      '',
      tenant.certificate.trim(),
      '',
      `2. relay tenant set --org-id ${tenant.orgId} --salesforce-client-id <the app's consumer key>`,
      "3. In the Setup page of the package, enter the relay's address and these two. The secret is shown this once:",
      '',
      `   Client id      ${tenant.relayClientId}`,
      `   Client secret  ${clientSecret}`,
      '',
      `4. relay doctor --org-id ${tenant.orgId}`
    ].join('\n'),
    {
      tenantId: tenant.id,
      orgId: tenant.orgId,
      certificate: tenant.certificate,
      clientId: tenant.relayClientId,
      clientSecret,
      missing: allMissing(tenant)
    }
  );
}

export async function setTenant(
  base: Base,
  orgId: string,
  given: Given,
  askSecret: boolean,
  inputs: Inputs,
  output: Output
): Promise<void> {
  const details = await withSecret(given, askSecret, inputs);
  if (Object.values(details).every((detail) => detail === undefined)) {
    throw new DetailRefused('Nothing is given to be set. `relay tenant set --help` lists the details.');
  }
  const tenant = await base.tenants.set(orgId, details);
  const missing = allMissing(tenant);
  output.say(
    missing.length === 0
      ? `Org ${tenant.orgId}: set. \`relay doctor --org-id ${tenant.orgId}\` tries it.`
      : `Org ${tenant.orgId}: set. ${missing.join(' ')}`,
    { tenantId: tenant.id, orgId: tenant.orgId, missing }
  );
}

export async function listTenants(base: Base, output: Output): Promise<void> {
  const tenants = (await base.store.tenants()).map((tenant) => ({
    tenantId: tenant.id,
    orgId: tenant.orgId,
    salesforceUrl: tenant.salesforceUrl,
    salesforceUsername: tenant.salesforceUsername,
    munchkinId: tenant.munchkinId,
    marketoUrl: tenant.marketoUrl,
    namespace: tenant.namespace,
    salesforceIdField: tenant.salesforceIdField,
    clientId: tenant.relayClientId,
    certificateUntil: validUntil(tenant.certificate)?.toISOString() ?? null,
    missing: allMissing(tenant)
  }));
  const lines = tenants.map((one) => [
    one.orgId,
    one.salesforceUrl,
    one.munchkinId || '-',
    one.certificateUntil?.slice(0, 10) ?? '-',
    one.missing.length === 0 ? 'complete' : 'incomplete'
  ]);
  output.say(
    tenants.length === 0
      ? 'There are no tenants. `relay tenant add` adds one.'
      : table([['ORG', 'SALESFORCE', 'MARKETO', 'CERTIFICATE UNTIL', 'DETAILS'], ...lines]),
    { tenants }
  );
}

export async function showCertificate(base: Base, orgId: string, output: Output): Promise<void> {
  const { id, certificate } = await base.tenants.byOrg(orgId);
  output.say(certificate.trim(), { tenantId: id, certificate });
}

export async function rotateTenant(base: Base, orgId: string, certificate: boolean, output: Output): Promise<void> {
  if (certificate) {
    const tenant = await base.tenants.rotateCertificate(orgId);
    return output.say(
      `The key pair of org ${tenant.orgId} is new. Until its external client app has this certificate, the relay cannot log in:\n\n${tenant.certificate.trim()}`,
      { tenantId: tenant.id, certificate: tenant.certificate }
    );
  }
  const { tenant, clientSecret } = await base.tenants.rotateSecret(orgId);
  output.say(
    `The secret of org ${tenant.orgId} is new, and the old one is worth nothing. Enter it in the Setup page of the package; it is shown this once:\n\n   Client id      ${tenant.relayClientId}\n   Client secret  ${clientSecret}`,
    { tenantId: tenant.id, clientId: tenant.relayClientId, clientSecret }
  );
}

/** @param folder Made for what is written before it is erased. Null: named after the org, here. */
export async function removeTenant(base: Base, orgId: string, erase: boolean, folder: string | null, output: Output): Promise<void> {
  const { id, orgId: known } = await base.tenants.byOrg(orgId);
  if (!erase) {
    throw new DetailRefused(
      `Removing org ${known} erases its links, members, people and journal here; nothing changes in Salesforce and Marketo. If that is meant, say --erase.`
    );
  }
  const to = folder ?? `relay-export-${known}`;
  await exportAll(base.store, id, to);
  const tenant = await base.tenants.erase(orgId);
  output.say(
    `Org ${tenant.orgId} is no tenant any more; everything that was kept of it is erased. ${to} holds its journal and its issues as they were: delete it when nobody needs them.`,
    { tenantId: tenant.id, orgId: tenant.orgId, erased: true, exported: to }
  );
}
