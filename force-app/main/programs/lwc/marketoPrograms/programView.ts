/** The list of programs, worked out from what relay and org say of them. Pure: no clock, no platform modules. */

/** `MarketoProgramsController.linked` and `all`. */
export interface ProgramPage {
  canView: boolean;
  /** May create campaigns for programs. */
  canCreate: boolean;
  canManage: boolean;
  /** The org's switch is on, and it is paired. */
  enabled: boolean;
  programs: Program[];
  more: boolean;
}

export interface Program {
  programId: string;
  programName: string | null;
  programUrl: string | null;
  programType: string | null;
  channel: string | null;
  campaignId: string | null;
  campaignName: string | null;
  /** It has a campaign, which this person cannot see or which is deleted. */
  hidden: boolean;
  /** Marketo's own Salesforce sync holds it. */
  native: boolean;
  /** This person may change the sync of its campaign. */
  canManage: boolean;
  /** Null where the org knows of no link. */
  state: 'active' | 'paused' | 'ended' | null;
  stateReason: string | null;
  lastSync: string | null;
  heartbeat: string | null;
  lagSeconds: number | null;
  lastError: string | null;
  inSync: number | null;
  pending: number | null;
  parked: number | null;
  failing: number | null;
  leftByRule: number | null;
}

export type View = 'all' | 'linked' | 'attention' | 'without';
/** Views that the org itself can answer, whether the relay is up or not. */
export const isOfTheOrg = (view: View) => view === 'linked' || view === 'attention';

export const hasCampaign = (program: Program) => program.campaignId !== null || program.hidden || program.native;

/** `linked` programs stand first and stay where they are, so that nothing moves under the pointer when the relay's answer arrives; what came later is newer. */
export function merged(known: Program[], later: Program[]): Program[] {
  const newer = new Map(later.map((program) => [program.programId, program]));
  const kept = known.map((program) => newer.get(program.programId) ?? program);
  const seen = new Set(known.map(({ programId }) => programId));
  return [...kept, ...later.filter(({ programId }) => !seen.has(programId))];
}

/** The same programs in their places, each as it is known by now. */
export function withNewer(programs: Program[], newer: Program[]): Program[] {
  const byId = new Map(newer.map((program) => [program.programId, program]));
  return programs.map((program) => byId.get(program.programId) ?? program);
}

export function shownIn(view: View, programs: Program[]): Program[] {
  return view === 'without' ? programs.filter((program) => !hasCampaign(program)) : programs;
}

/** A campaign can be made for it. */
export const isFree = (program: Program, page: ProgramPage) => page.canCreate && page.enabled && !hasCampaign(program);

/** Something can be done with it here. */
export const isChoosable = (program: Program, page: ProgramPage) =>
  isFree(program, page) || (page.enabled && program.canManage && program.campaignId !== null && !program.native);

export type StateKey = 'active' | 'paused' | 'ended' | 'none' | 'new' | 'native';

export function stateOf(program: Program): StateKey {
  if (program.native) {
    return 'native';
  }
  return program.state ?? (hasCampaign(program) ? 'new' : 'none');
}

/** The latest time at which the relay was heard of through an active link; null where it never was. */
export function lastHeard(programs: Program[]): string | null {
  const beats = programs.flatMap(({ state, heartbeat }) => (state === 'active' && heartbeat !== null ? [heartbeat] : []));
  return beats.length === 0 ? null : beats.reduce((latest, one) => (Date.parse(one) > Date.parse(latest) ? one : latest));
}

export type Unit = 'seconds' | 'minutes' | 'hours';

/** In the largest unit of which it is at least one. */
export function lagOf(seconds: number): { unit: Unit; value: number } {
  if (seconds < 60) {
    return { unit: 'seconds', value: Math.round(seconds) };
  }
  return seconds < 3600 ? { unit: 'minutes', value: Math.floor(seconds / 60) } : { unit: 'hours', value: Math.floor(seconds / 3600) };
}
