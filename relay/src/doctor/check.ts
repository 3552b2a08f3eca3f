/** One check of the doctor: a sentence, and what to do where it is not well. */
import { OutsideError } from '../engine/ports.ts';
import { HOST_NOT_ALLOWED } from '../outgoing/hosts.ts';

export interface Check {
  name: string;
  verdict: 'ok' | 'warning' | 'problem';
  sentence: string;
  /** Empty where nothing is to be done. */
  fix: string;
}
/** What a check says when it could look. */
export type Finding = Omit<Check, 'name'>;

export const well = (sentence: string): Finding => ({ verdict: 'ok', sentence, fix: '' });
export const warning = (sentence: string, fix: string): Finding => ({ verdict: 'warning', sentence, fix });
export const problem = (sentence: string, fix: string): Finding => ({ verdict: 'problem', sentence, fix });

const REACH =
  "Try the host from this machine (`curl -v`). If it does not answer, see the tenant's address (`relay tenant list --json`), the firewall, and the status page of the service.";
const AGAIN = 'Put that right and run `relay doctor` again.';

/**
 * Runs one check; what it meets outside is its finding.
 * @param refusedFix What helps where the other side refuses what is asked: that is a matter of rights, unlike a lost answer.
 */
export async function check(name: string, look: () => Promise<Finding>, refusedFix = AGAIN): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const rights = (error.kind === 'refused' && error.code !== HOST_NOT_ALLOWED) || error.code === '603';
    const lost = error.kind === 'temporary' || error.kind === 'no-answer';
    return { name, ...problem(error.message, rights ? refusedFix : lost ? REACH : AGAIN) };
  }
}
