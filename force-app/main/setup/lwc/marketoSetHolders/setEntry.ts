/** `MarketoSetupController.permissionSets`. */
export interface SetEntry {
  name: string;
  label: string;
  /** False for one of the org's own that is not deployed yet. */
  present: boolean;
  /** At most 200. */
  holders: { userId: string; name: string; active: boolean }[];
}
