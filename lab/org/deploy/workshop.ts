/** What deployments ask of the org: its source files, a machine made of other ones, and the places that a deployment changes. */
import type { MachineSurroundings, OrgMachine } from '../server/machine.ts';
import type { Overlay } from './source-files.ts';

export interface Workshop {
  /** Package directories of the project that the org was made of. */
  readonly folders: string[];
  readonly overlay: Overlay;
  /**
   * A machine of the project with this overlay, over the rows of the live one as they are now; nothing is kept of what it does.
   * @throws {CompileRefused} {MetadataError}
   */
  trial(live: OrgMachine, overlay: Overlay, surroundings: MachineSurroundings): OrgMachine;
  /** The machine that goes live: the trial itself where rows are in memory, else one opened on the same disk. */
  adopt(live: OrgMachine, trial: OrgMachine, overlay: Overlay, surroundings: MachineSurroundings): OrgMachine;
}
