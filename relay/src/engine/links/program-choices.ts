/** Programs to choose from, each with the reason why it cannot be chosen. */
import type { ProgramChoice } from '../operations.ts';
import type { MarketoProgram } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

export async function programChoices(
  tenant: Tenant,
  search: string,
  page: number
): Promise<{ programs: ProgramChoice[]; page: number; more: boolean }> {
  const found = await tenant.marketo.programs(search, page);
  const links = new Map((await tenant.store.links(tenant.id)).map((link) => [link.programId, link]));
  const programs = found.programs.map((program) => choiceOf(program, links.get(program.id)?.campaignId ?? null));
  return { programs, page, more: found.more };
}

/** @param campaignId Of its link. */
export function choiceOf(program: MarketoProgram, campaignId: string | null): ProgramChoice {
  return {
    id: program.id,
    name: program.name,
    type: program.type,
    channel: program.channel,
    workspace: program.workspace,
    url: program.url,
    updatedAt: program.updatedAt?.toISOString() ?? null,
    link: campaignId === null ? null : { campaignId },
    nativeCampaignId: program.sfdcId,
    blockedBy: campaignId !== null ? 'linked' : program.sfdcId !== null ? 'natively-linked' : null
  };
}
