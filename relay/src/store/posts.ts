/** Who tends which tenant among the workers of one process, each for a term. */
export class Posts {
  private readonly held = new Map<string, { worker: string; until: number }>();

  /** @returns Whether the worker has it until `until`. */
  take(tenantId: string, worker: string, now: number, until: number): boolean {
    const holder = this.held.get(tenantId);
    if (holder && holder.worker !== worker && holder.until > now) return false;
    this.held.set(tenantId, { worker, until });
    return true;
  }
  /** @returns The tenants that the worker had. */
  leave(worker: string): string[] {
    const left = [...this.held].filter(([, holder]) => holder.worker === worker).map(([tenantId]) => tenantId);
    left.forEach((tenantId) => this.held.delete(tenantId));
    return left;
  }
  drop(tenantId: string, worker: string): void {
    if (this.held.get(tenantId)?.worker === worker) this.held.delete(tenantId);
  }
}
