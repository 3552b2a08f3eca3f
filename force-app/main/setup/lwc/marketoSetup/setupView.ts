/** The Setup page, worked out from what org and relay say. Pure: no clock, no platform modules. */
import type { Check } from '../marketoChecks/checks';

/** `MarketoSetupController.getSetup`; all but `mayAdminister` is null for who may not set campaign sync up. */
export interface Setup {
  mayAdminister: boolean;
  enabled: boolean | null;
  /** Changes of members are recorded as they happen. */
  captures: boolean | null;
  pairing: 'paired' | 'not-paired' | 'copy' | null;
  orgId: string | null;
  pairedOrgId: string | null;
  isSandbox: boolean | null;
  healthJobNextAt: string | null;
  healthJobStarted: boolean | null;
  activeLinks: number | null;
  lastHeard: string | null;
  outboxRows: number | null;
  oldestOutboxAt: string | null;
}

/** The relay writes every few minutes; an hour of silence is no hiccup. */
const SILENT_MS = 60 * 60 * 1000;

export type Health = 'good' | 'quiet' | 'off' | 'unpaired' | 'copy' | 'silent' | 'no-capture';

/** What stands in the way first. */
export function healthOf(setup: Setup, now: number): Health {
  if (setup.pairing === 'copy') {
    return 'copy';
  }
  if (setup.pairing === 'not-paired') {
    return 'unpaired';
  }
  if (!setup.enabled) {
    return 'off';
  }
  if (!setup.captures) {
    return 'no-capture';
  }
  if ((setup.activeLinks ?? 0) === 0) {
    return 'quiet';
  }
  return setup.lastHeard === null || now - Date.parse(setup.lastHeard) > SILENT_MS ? 'silent' : 'good';
}

export type StepState = 'done' | 'todo' | 'untested' | 'broken';

/** @param checks Of the relay; null before they were asked for. */
export function connectionOf(checks: Check[] | null): StepState {
  if (checks === null) {
    return 'untested';
  }
  return checks.some(({ verdict }) => verdict === 'problem') ? 'broken' : 'done';
}

/** How many of the day's calls are used, on both sides. */
export const budgetsIn = (checks: Check[]): Check[] => checks.filter(({ name }) => name.endsWith('-quota'));
