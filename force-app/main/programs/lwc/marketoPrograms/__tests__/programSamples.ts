import type { Program, ProgramPage } from '../programView';

export function program(programId: string, more: Partial<Program> = {}): Program {
  return {
    programId,
    programName: `Program ${programId}`,
    programUrl: `https://app.example.com/#ME${programId}A1`,
    programType: 'Event',
    channel: 'Webinar',
    campaignId: null,
    campaignName: null,
    hidden: false,
    native: false,
    canManage: false,
    state: null,
    stateReason: null,
    lastSync: null,
    heartbeat: null,
    lagSeconds: null,
    lastError: null,
    inSync: null,
    pending: null,
    parked: null,
    failing: null,
    leftByRule: null,
    ...more
  };
}

export const linkedProgram = (programId: string, more: Partial<Program> = {}): Program =>
  program(programId, {
    campaignId: `70100000000${programId}AAA`,
    campaignName: `Campaign ${programId}`,
    canManage: true,
    state: 'active',
    lastSync: '2026-03-02T10:00:00.000Z',
    heartbeat: new Date().toISOString(),
    lagSeconds: 0,
    inSync: 250,
    parked: 3,
    failing: 0,
    ...more
  });

export const programPage = (programs: Program[], more: Partial<ProgramPage> = {}): ProgramPage => ({
  canView: true,
  canCreate: true,
  canManage: true,
  enabled: true,
  programs,
  more: false,
  ...more
});
