/** Both sides of a tenant, out of its row: the adapters with their secrets opened. */
import { OutsideError, type CallGate, type SalesforceGate, type Side } from '../engine/ports.ts';
import { createMarketo, type Marketo } from '../marketo/marketo.ts';
import type { HostGuard } from '../outgoing/hosts.ts';
import { createSalesforce, type Salesforce } from '../salesforce/salesforce.ts';
import type { TenantRow } from '../store/port.ts';
import { OPTION } from './details.ts';
import type { Tenants } from './tenants.ts';

export interface ConnectedSides {
  salesforce: Salesforce;
  marketo: Marketo;
}
export type Connect = (tenant: TenantRow, gate: CallGate, salesforceGate?: SalesforceGate) => ConnectedSides;

const NEEDED: Record<Side, (keyof TenantRow & keyof typeof OPTION)[]> = {
  salesforce: ['salesforceUrl', 'salesforceUsername', 'salesforceClientId'],
  // The address follows the Munchkin id.
  marketo: ['munchkinId', 'marketoClientId', 'marketoClientSecret']
};

export function connector(tenants: Pick<Tenants, 'secretsOf'>, hosts: HostGuard): Connect {
  return (tenant, gate, salesforceGate) => {
    const { privateKey, marketoClientSecret } = tenants.secretsOf(tenant);
    return {
      salesforce:
        incomplete(tenant, 'salesforce') ??
        createSalesforce({
          url: tenant.salesforceUrl,
          orgId: tenant.orgId,
          username: tenant.salesforceUsername,
          clientId: tenant.salesforceClientId,
          privateKey,
          namespace: tenant.namespace,
          hosts,
          ...(salesforceGate ? { gate: salesforceGate } : {})
        }),
      marketo:
        incomplete(tenant, 'marketo') ??
        createMarketo({
          url: tenant.marketoUrl,
          clientId: tenant.marketoClientId,
          clientSecret: marketoClientSecret,
          salesforceIdField: tenant.salesforceIdField,
          gate,
          hosts
        })
    };
  };
}

/** The sentence that says which details are not set yet; null when all are. */
function missingDetails(tenant: TenantRow, side: Side): string | null {
  const missing = NEEDED[side].filter((name) => tenant[name] === '').map((name) => OPTION[name]);
  if (missing.length === 0) return null;
  return `The tenant of org ${tenant.orgId} lacks ${missing.join(', ')}: give what is missing to \`relay tenant set\`.`;
}

/** A sentence for each side that lacks details. */
export function allMissing(tenant: TenantRow): string[] {
  return [missingDetails(tenant, 'salesforce'), missingDetails(tenant, 'marketo')].filter((sentence) => sentence !== null);
}

/** A side whose details are not set yet: every call says so, so that a tenant can be added before the org's administrator has made the app. */
function incomplete<S extends Side>(tenant: TenantRow, side: S): ConnectedSides[S] | null {
  const sentence = missingDetails(tenant, side);
  if (sentence === null) return null;
  const refuse = () => {
    throw new OutsideError(side, 'credentials', 'incomplete', sentence);
  };
  const session = {
    login: async () => refuse(),
    read: async () => refuse(),
    call: async () => refuse(),
    text: async () => refuse(),
    usage: () => null
  };
  return new Proxy({} as ConnectedSides[S], {
    get: (_target, name) => {
      if (name === 'session') return session;
      // Lists are read with for await: there the first step refuses.
      if (name === 'listMembers' || name === 'changedMembers' || name === 'activeCampaigns')
        return async function* () {
          yield refuse();
        };
      return async () => refuse();
    }
  });
}
