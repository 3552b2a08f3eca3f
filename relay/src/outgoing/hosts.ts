/**
 * Which hosts the relay may call. Addresses come from people (`relay tenant add`) and from answers (Salesforce's `instance_url`), and every call carries a
 * credential: so only Salesforce's and Marketo's own hosts are called, by HTTPS, unless the operator allowed another one by name.
 */
import { OutsideError, type Side } from '../engine/ports.ts';

export const HOST_NOT_ALLOWED = 'host-not-allowed';
const OWN_HOSTS: Record<Side, string[]> = {
  salesforce: ['salesforce.com', 'force.com', 'cloudforce.com', 'salesforce.mil'],
  marketo: ['mktorest.com']
};

export interface HostGuard {
  /** Null when `url` may be called; else a sentence. */
  refusal(side: Side, url: string): string | null;
  /** @throws {OutsideError} `refused`, code `host-not-allowed`. */
  check(side: Side, url: string): void;
}

/** @param allowed Hosts with their port, e.g. `127.0.0.1:8081`, that may be called too, by HTTP as well (RELAY_ALLOWED_HOSTS). */
export function guardHosts(allowed: readonly string[]): HostGuard {
  const extra = new Set(allowed.map((host) => host.toLowerCase()));
  function refusal(side: Side, text: string): string | null {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null) return `"${text}" is no address. Give the whole address, e.g. ${example(side)}.`;
    if (extra.has(url.host)) return null;
    const own = OWN_HOSTS[side].some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
    if (own && url.protocol === 'https:' && url.port === '' && url.username === '') return null;
    return `The relay does not call ${url.protocol}//${url.host}: it is no HTTPS address of ${side === 'marketo' ? 'Marketo' : 'Salesforce'}, e.g. ${example(side)}. If it is meant, add ${url.host} to RELAY_ALLOWED_HOSTS.`;
  }
  return {
    refusal,
    check(side, url) {
      const sentence = refusal(side, url);
      if (sentence !== null) throw new OutsideError(side, 'refused', HOST_NOT_ALLOWED, sentence);
    }
  };
}

function example(side: Side): string {
  return side === 'marketo' ? 'https://123-ABC-456.mktorest.com' : 'https://example.my.salesforce.com';
}
