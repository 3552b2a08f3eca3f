/** What Marketo asks of the flow steps by HTTP: a call to be stored, choices, how the service is. */
import type { CallGate } from '../../engine/ports.ts';
import type { HostGuard } from '../../outgoing/hosts.ts';
import type { Store, TenantRow } from '../../store/port.ts';
import type { SalesforceDirectory } from '../ports.ts';
import { acceptCall, type Invocation } from './accept.ts';
import { guardCallbacks } from './answer.ts';
import type { Action } from './services.ts';

/** Marketo, service provider interface: at most 1,000 choices a field. */
const MOST_CHOICES = 1_000;
const KNOWN_MS = 60_000;

export interface Choice {
  displayValue: { en_US: string };
  submittedValue: string;
}
export interface FlowSteps {
  /** Null: it may be called back there; else a sentence. */
  callbackRefusal(url: string): string | null;
  /** Stored when this resolves. @returns False: the token is known. */
  accept(tenant: TenantRow, action: Action, given: Invocation): Promise<boolean>;
  /** @throws {OutsideError} */
  choices(tenant: TenantRow, name: 'campaign' | 'status'): Promise<Choice[]>;
}

export interface FlowStepParts {
  store: Store;
  hosts: HostGuard;
  directory(tenant: TenantRow, gate: CallGate): SalesforceDirectory;
  /** Encrypts. */
  close: (text: string, place: string) => string;
  /** A call was stored: somebody may begin. */
  rouse(tenantId: string): void;
  now?: () => number;
}

export function createFlowSteps({ store, hosts, directory, close, rouse, now = Date.now }: FlowStepParts): FlowSteps {
  const callbacks = guardCallbacks(hosts);
  const connected = new Map<string, { row: string; directory: SalesforceDirectory }>();
  const known = new Map<string, { at: number; choices: Choice[] }>();

  function directoryOf(tenant: TenantRow): SalesforceDirectory {
    const row = JSON.stringify(tenant);
    const one = connected.get(tenant.id);
    if (one?.row === row) return one.directory;
    // Only Salesforce is asked.
    const made = { row, directory: directory(tenant, { run: (_weight, call) => call() }) };
    connected.set(tenant.id, made);
    return made.directory;
  }

  async function look(tenant: TenantRow, name: 'campaign' | 'status'): Promise<Choice[]> {
    const campaigns = await directoryOf(tenant).latestCampaigns(MOST_CHOICES);
    if (name === 'campaign') return campaigns.map(({ id, name: shown }) => choice(shown, id));
    const labels = await directoryOf(tenant).statusLabels(campaigns.map(({ id }) => id));
    return labels
      .sort((a, b) => a.localeCompare(b, 'en'))
      .slice(0, MOST_CHOICES)
      .map((label) => choice(label, label));
  }

  return {
    callbackRefusal: (url) => callbacks.refusal('marketo', url),
    async accept(tenant, action, given) {
      const fresh = await acceptCall(store, tenant, action, given, now(), close);
      if (fresh) rouse(tenant.id);
      return fresh;
    },
    async choices(tenant, name) {
      const key = `${tenant.id} ${name}`;
      const before = known.get(key);
      if (before && before.at > now() - KNOWN_MS) return before.choices;
      const choices = await look(tenant, name);
      known.set(key, { at: now(), choices });
      return choices;
    }
  };
}

const choice = (shown: string, submitted: string): Choice => ({ displayValue: { en_US: shown }, submittedValue: submitted });
