/** Programs to choose from, each with why it cannot be chosen. Pure. */
import { fill, type Program, type ProgramList } from 'c/marketoAnswer';
import { labels } from './pickerLabels';

export interface ProgramRow {
  program: Program;
  key: number;
  name: string;
  about: string;
  changed: Date | null;
  /** Why it cannot be chosen. */
  blocked: string | null;
  chooseLabel: string;
}

export function programRows(programs: Program[], campaigns: ProgramList['campaigns']): ProgramRow[] {
  return programs.map((program) => ({
    program,
    key: program.id,
    name: program.name,
    about: [program.channel, program.type, program.workspace].filter(Boolean).join(' · '),
    changed: program.updatedAt === null ? null : new Date(program.updatedAt),
    blocked: blockedWords(program, campaigns),
    chooseLabel: `${labels.choose}: ${program.name}`
  }));
}

function blockedWords({ blockedBy, link, nativeCampaignId }: Program, campaigns: ProgramList['campaigns']): string | null {
  if (blockedBy === 'linked') {
    const name = link ? campaigns[link.campaignId] : undefined;
    return name ? fill(labels.linked, name) : labels.linkedHidden;
  }
  return blockedBy === null ? null : fill(labels.native, campaigns[nativeCampaignId ?? ''] ?? labels.nativeUnknown);
}
