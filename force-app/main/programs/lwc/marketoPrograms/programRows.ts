/** One program as the template draws it: words, icons and dates. */
import { fill, isSilent, numberText, timeText } from 'c/marketoSentences';
import { labels } from './programLabels';
import { isChoosable, lagOf, stateOf, type Program, type ProgramPage, type StateKey, type Unit } from './programView';

const STATES: Record<StateKey, { label: string; icon: string; tone: string }> = {
  active: { label: labels.stateActive, icon: 'utility:sync', tone: 'good' },
  paused: { label: labels.statePaused, icon: 'utility:pause', tone: 'warn' },
  ended: { label: labels.stateEnded, icon: 'utility:stop', tone: 'calm' },
  none: { label: labels.stateNone, icon: 'utility:unlinked', tone: 'calm' },
  new: { label: labels.stateNew, icon: 'utility:clock', tone: 'calm' },
  native: { label: labels.stateNative, icon: 'utility:lock', tone: 'calm' }
};
const COUNTS = [
  { key: 'parked', label: labels.parked },
  { key: 'failing', label: labels.failing },
  { key: 'pending', label: labels.pending },
  { key: 'inSync', label: labels.inSync },
  { key: 'leftByRule', label: labels.leftByRule }
] as const;
const UNITS: Record<Unit, string> = { seconds: labels.seconds, minutes: labels.minutes, hours: labels.hours };

/** @param now Milliseconds since 1970. */
export function rowOf(program: Program, page: ProgramPage, isChosen: boolean, now: number) {
  const state = STATES[stateOf(program)];
  const name = program.programName ?? program.programId;
  const counts = COUNTS.filter(({ key }) => (program[key] ?? 0) > 0).map(({ key, label }) => ({
    key,
    text: fill(label, numberText(program[key]!))
  }));
  const lastSync = program.lastSync === null ? (program.state === null ? null : labels.never) : timeText(program.lastSync);
  return {
    key: program.programId,
    name,
    url: program.programUrl,
    kind: [program.channel, program.programType].filter((text) => text !== null).join(', '),
    campaignId: program.campaignId,
    campaignName: program.campaignName,
    noCampaign: program.campaignId === null ? noCampaign(program) : program.native ? labels.nativeCampaign : null,
    state,
    badgeClass: `badge ${state.tone}`,
    notes: notesOf(program, now).map((text) => ({ key: text, text })),
    counts,
    countsClass: counts.length === 0 ? 'counts none' : 'counts',
    lastSync,
    lastClass: lastSync === null ? 'none' : '',
    lag: lagText(program, now),
    canChoose: isChoosable(program, page),
    isChosen,
    chooseLabel: fill(labels.chooseOne, name)
  };
}
export type ProgramRow = ReturnType<typeof rowOf>;

function noCampaign(program: Program): string {
  if (program.native) {
    return labels.nativeCampaign;
  }
  return program.hidden ? labels.hiddenCampaign : labels.noCampaign;
}

function notesOf({ state, stateReason, lastError, heartbeat }: Program, now: number): string[] {
  return [
    ...(stateReason === null ? [] : [stateReason]),
    ...(lastError === null ? [] : [lastError]),
    ...(state === 'active' && heartbeat !== null && isSilent(heartbeat, now) ? [fill(labels.silent, timeText(heartbeat))] : [])
  ];
}

/** Nothing where the relay is silent: how far behind it is, it has not said. */
function lagText({ state, lagSeconds, heartbeat }: Program, now: number): string | null {
  if (state !== 'active' || lagSeconds === null || isSilent(heartbeat, now)) {
    return null;
  }
  const { unit, value } = lagOf(lagSeconds);
  return value === 0 ? labels.lagNone : fill(labels.lag, fill(UNITS[unit], numberText(value)));
}
