/** `relay sweep`: compares both sides now; what differs is worked off by the relay that serves. */
import { createLog } from '../log.ts';
import { openEngine, type Base } from '../main.ts';
import type { Output } from './output.ts';

/** @param campaignId Null: all links of the tenant. */
export async function sweep(base: Base, orgId: string, campaignId: string | null, logLevel: string, output: Output): Promise<void> {
  const { id, orgId: org } = await base.tenants.byOrg(orgId);
  const engine = openEngine(base, createLog(logLevel));
  try {
    const links = await engine.sweepNow(id, campaignId);
    const none = campaignId === null ? `Org ${org} has no links to compare.` : `Campaign ${campaignId} has no link to compare.`;
    output.say(
      links === 0
        ? none
        : `${links === 1 ? 'One link was' : `${links} links were`} compared; what differs is being worked off by \`relay serve\`.`,
      {
        orgId: org,
        links
      }
    );
  } finally {
    await engine.stop();
  }
}
