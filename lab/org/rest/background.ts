/** Work of the org beside its Apex jobs, done in steps between requests: bulk jobs, test runs, deployments. */
export interface Background {
  readonly isBusy: boolean;
  /** Does a part of what waits. */
  step(): void;
}
