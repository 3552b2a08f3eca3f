import type { Setup } from '../setupView';

export const readySetup = (more: Partial<Setup> = {}): Setup => ({
  mayAdminister: true,
  enabled: true,
  captures: true,
  pairing: 'paired',
  orgId: '00D000000000001EAA',
  pairedOrgId: '00D000000000001EAA',
  isSandbox: false,
  healthJobNextAt: '2026-03-02T11:00:00.000Z',
  healthJobStarted: true,
  activeLinks: 3,
  lastHeard: new Date().toISOString(),
  outboxRows: 0,
  oldestOutboxAt: null,
  ...more
});

export const stranger: Setup = {
  mayAdminister: false,
  enabled: null,
  captures: null,
  pairing: null,
  orgId: null,
  pairedOrgId: null,
  isSandbox: null,
  healthJobNextAt: null,
  healthJobStarted: null,
  activeLinks: null,
  lastHeard: null,
  outboxRows: null,
  oldestOutboxAt: null
};
