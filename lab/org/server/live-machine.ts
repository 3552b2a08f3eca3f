/** The org's machine, which a deployment may take the place of: whoever holds this holds the one that is live. */
import type { TestGround } from '../org.ts';
import type { DataEngine, HttpRequest, HttpResponse } from '../types.ts';
import type { AnonymousAnswer, AuraAnswer, DebugLog, OrgMachine } from './machine.ts';
import type { SentNotification } from '../apex/runtime/current.ts';

export class LiveMachine implements OrgMachine {
  readonly orgId: string;
  private live: OrgMachine;

  constructor(first: OrgMachine) {
    this.live = first;
    this.orgId = first.orgId;
  }

  get current(): OrgMachine {
    return this.live;
  }
  /** Only between transactions. */
  replace(next: OrgMachine): void {
    this.live = next;
  }

  get data(): DataEngine {
    return this.live.data;
  }
  transact<T>(userId: string, work: () => T): T {
    return this.live.transact(userId, work);
  }
  apexRest(request: HttpRequest, path: string, userId: string): HttpResponse | null {
    return this.live.apexRest(request, path, userId);
  }
  apexRestClass(path: string): string | null {
    return this.live.apexRestClass(path);
  }
  aura(apexClass: string, method: string, params: Record<string, unknown>, userId: string): AuraAnswer {
    return this.live.aura(apexClass, method, params, userId);
  }
  executeAnonymous(code: string, userId: string): AnonymousAnswer {
    return this.live.executeAnonymous(code, userId);
  }
  runDueJob(): boolean {
    return this.live.runDueJob();
  }
  nextJobAt(): number | null {
    return this.live.nextJobAt();
  }
  aside<T>(work: () => T): T {
    return this.live.aside(work);
  }
  now(): number {
    return this.live.now();
  }
  advanceClock(milliseconds: number): void {
    this.live.advanceClock(milliseconds);
  }
  switches(): Record<string, unknown> {
    return this.live.switches();
  }
  setSwitch(name: string, value: unknown): void {
    this.live.setSwitch(name, value);
  }
  logs(): DebugLog[] {
    return this.live.logs();
  }
  notifications(): SentNotification[] {
    return this.live.notifications();
  }
  testGround(): TestGround | null {
    return this.live.testGround();
  }
  close(): void {
    this.live.close();
  }
}
