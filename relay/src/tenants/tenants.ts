/** Tenants: added, completed, rotated, removed. Secrets leave this file once, when they are made. */
import { randomUUID } from 'node:crypto';
import type { AutomationSettings } from '../automation/settings.ts';
import { newCertificate } from '../secrets/certificate.ts';
import { hashClientSecret, newClientId, newClientSecret } from '../secrets/client-secret.ts';
import { createSeal, type Seal } from '../secrets/seal.ts';
import type { Store, TenantRow } from '../store/port.ts';
import type { HostGuard } from '../outgoing/hosts.ts';
import { checkDetails, DetailRefused, organisationId, type Details } from './details.ts';

export interface Tenants {
  /** The certificate can come first: details left out are set later. @throws {DetailRefused} */
  add(given: Partial<Details> & Pick<Details, 'orgId' | 'salesforceUrl'>): Promise<{ tenant: TenantRow; clientSecret: string }>;
  /** @throws {DetailRefused} */
  set(orgId: string, given: Partial<Details>): Promise<TenantRow>;
  /** A new client secret; access tokens of the old one end at once. */
  rotateSecret(orgId: string): Promise<{ tenant: TenantRow; clientSecret: string }>;
  /** A new key pair: the org's app has to be given the new certificate. */
  rotateCertificate(orgId: string): Promise<TenantRow>;
  /** With mirror, people and journal. */
  erase(orgId: string): Promise<TenantRow>;
  setAutomation(orgId: string, automation: AutomationSettings): Promise<TenantRow>;
  /** A key with which Marketo calls the flow steps; only its hash is kept. */
  newFlowStepKey(): { key: string };
  hashOfKey(key: string): string;
  byOrg(orgId: string): Promise<TenantRow>;
  /** @throws {Error} a sentence, when they were closed with another key. */
  secretsOf(tenant: TenantRow): TenantSecrets;
  /** @throws {DetailRefused} when there are tenants, and RELAY_KEY opens the secrets of none: what were written with it, the relay that serves could not read. */
  requireKey(): Promise<void>;
}

export interface TenantSecrets {
  /** PEM. */
  privateKey: string;
  /** Empty until it is set. */
  marketoClientSecret: string;
}

const DEFAULT_FIELD = 'salesforceRecordId';
const place = (id: string, what: 'private-key' | 'marketo-client-secret') => `tenant ${id} ${what}`;

export function manageTenants(store: Store, key: Buffer, hosts: HostGuard, now: () => number = Date.now): Tenants {
  const seal = createSeal(key);

  async function byOrg(text: string): Promise<TenantRow> {
    const orgId = organisationId(text);
    const tenant = (await store.tenants()).find((one) => one.orgId === orgId);
    if (!tenant)
      throw new DetailRefused(`Org ${orgId} is no tenant. \`relay tenant list\` shows those that are; \`relay tenant add\` adds one.`);
    return tenant;
  }

  async function change(orgId: string, how: (tenant: TenantRow) => Partial<TenantRow>): Promise<TenantRow> {
    const tenant = await byOrg(orgId);
    const changed = { ...tenant, ...how(tenant) };
    await store.putTenant(changed);
    return changed;
  }

  function secretsOf({ id, privateKey, marketoClientSecret }: TenantRow): TenantSecrets {
    return {
      privateKey: seal.open(privateKey, place(id, 'private-key')),
      marketoClientSecret: marketoClientSecret === '' ? '' : seal.open(marketoClientSecret, place(id, 'marketo-client-secret'))
    };
  }

  const opens = (tenant: TenantRow) => {
    try {
      seal.open(tenant.privateKey, place(tenant.id, 'private-key'));
      return true;
    } catch {
      return false;
    }
  };

  function requireOwn(tenant: TenantRow): void {
    if (!opens(tenant)) throw anotherKey(`org ${tenant.orgId}`);
  }

  async function requireKey(): Promise<void> {
    const tenants = await store.tenants();
    if (tenants.length > 0 && !tenants.some(opens)) throw anotherKey('every tenant');
  }

  return {
    byOrg,
    secretsOf,
    requireKey,
    async add(given) {
      await requireKey();
      const details = checkDetails(given, hosts);
      const orgId = organisationId(given.orgId);
      if ((await store.tenants()).some((tenant) => tenant.orgId === orgId)) {
        throw new DetailRefused(
          `Org ${orgId} is a tenant already. \`relay tenant set\` changes its details, \`relay tenant rotate\` its secret.`
        );
      }
      const id = randomUUID();
      const pair = await newCertificate(orgId, new Date(now()));
      const clientSecret = newClientSecret();
      const tenant: TenantRow = {
        id,
        orgId,
        salesforceUrl: '',
        salesforceUsername: '',
        salesforceClientId: '',
        privateKey: seal.close(pair.privateKey, place(id, 'private-key')),
        certificate: pair.certificate,
        namespace: null,
        marketoUrl: '',
        munchkinId: '',
        marketoClientId: '',
        marketoClientSecret: '',
        salesforceIdField: DEFAULT_FIELD,
        relayClientId: newClientId(),
        relaySecretHash: hashClientSecret(key, clientSecret),
        relaySecretVersion: 1,
        createdAt: now(),
        ...asRow(details, { id, munchkinId: '', marketoUrl: '' }, seal)
      };
      await store.putTenant(tenant);
      return { tenant, clientSecret };
    },
    async set(orgId, given) {
      const details = checkDetails(given, hosts);
      return change(orgId, (tenant) => {
        requireOwn(tenant);
        return asRow(details, tenant, seal);
      });
    },
    async rotateSecret(orgId) {
      const clientSecret = newClientSecret();
      const tenant = await change(orgId, (kept) => {
        requireOwn(kept);
        return { relaySecretHash: hashClientSecret(key, clientSecret), relaySecretVersion: kept.relaySecretVersion + 1 };
      });
      return { tenant, clientSecret };
    },
    async rotateCertificate(orgId) {
      const { id } = await byOrg(orgId);
      const pair = await newCertificate(organisationId(orgId), new Date(now()));
      return change(orgId, () => ({ certificate: pair.certificate, privateKey: seal.close(pair.privateKey, place(id, 'private-key')) }));
    },
    setAutomation: (orgId, automation) => change(orgId, () => ({ automation })),
    newFlowStepKey: () => ({ key: newClientSecret() }),
    hashOfKey: (text) => hashClientSecret(key, text),
    async erase(orgId) {
      const tenant = await byOrg(orgId);
      await store.eraseTenant(tenant.id);
      return tenant;
    }
  };
}

function anotherKey(whose: string): DetailRefused {
  return new DetailRefused(
    `RELAY_KEY is another key than the one that the secrets of ${whose} were closed with: use that one. Where it is lost, make new secrets with this one, for each tenant: \`relay tenant rotate --certificate\`, then \`relay tenant set --marketo-client-secret-prompt\`, then \`relay tenant rotate\`.`
  );
}

const defaultUrl = (munchkinId: string) => `https://${munchkinId}.mktorest.com`;

function asRow(details: Partial<Details>, now: Pick<TenantRow, 'id' | 'munchkinId' | 'marketoUrl'>, seal: Seal): Partial<TenantRow> {
  const { namespace, marketoClientSecret, ...rest } = details;
  delete rest.orgId;
  // An instance's address follows its Munchkin id, unless somebody named another one.
  const follows = rest.munchkinId !== undefined && (now.marketoUrl === '' || now.marketoUrl === defaultUrl(now.munchkinId));
  return {
    ...(follows && rest.munchkinId !== undefined ? { marketoUrl: defaultUrl(rest.munchkinId) } : {}),
    ...rest,
    ...(namespace === undefined ? {} : { namespace: namespace === '' ? null : namespace }),
    ...(marketoClientSecret === undefined
      ? {}
      : { marketoClientSecret: seal.close(marketoClientSecret, place(now.id, 'marketo-client-secret')) })
  };
}
