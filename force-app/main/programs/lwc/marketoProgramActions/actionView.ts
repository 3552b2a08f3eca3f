/** What sync, pause and resume mean for each program that was chosen. Pure. */
import type { BatchItem } from 'c/marketoBatch';

export type Action = 'sync' | 'pause' | 'resume';

/** Of the list of programs, what decides. */
export interface Chosen {
  programId: string;
  programName: string | null;
  campaignId: string | null;
  campaignName: string | null;
  canManage: boolean;
  state: 'active' | 'paused' | 'ended' | null;
}

export type Hindrance = 'no-campaign' | 'no-right' | 'not-active' | 'not-paused';

/** Why it is left out; null for none. A link that the org has not heard of yet (`state` null) is as good as active: the relay knows. */
export function hindranceOf(action: Action, { campaignId, canManage, state }: Chosen): Hindrance | null {
  if (campaignId === null) {
    return 'no-campaign';
  }
  if (!canManage) {
    return 'no-right';
  }
  if (action === 'resume') {
    return state === 'paused' ? null : 'not-paused';
  }
  return state === 'active' || state === null ? null : 'not-active';
}

export const itemOf = ({ programId, programName, campaignId, campaignName }: Chosen): BatchItem => ({
  key: programId,
  title: campaignName ?? programName ?? programId,
  recordId: campaignId
});
