/** `relay sweep`: compares both sides now; what differs is worked off by the relay that serves. */
import { createLog } from '../log.ts';
import { openEngine, type Base } from '../main.ts';
import { DetailRefused } from '../tenants/details.ts';
import type { Output } from './output.ts';

/** @param campaignId Null: all links of the tenant. */
export async function sweep(base: Base, orgId: string, campaignId: string | null, logLevel: string, output: Output): Promise<void> {
  const { id, orgId: org } = await base.tenants.byOrg(orgId);
  const engine = openEngine(base, createLog(logLevel));
  try {
    const links = await engine.sweepNow(id, campaignId);
    if (campaignId !== null && links === 0) throw new DetailRefused(`Campaign ${campaignId} of org ${org} has no link to compare.`);
    output.say(
      links === 0
        ? `Org ${org} has no links to compare.`
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
