/**
 * What the HTTP side asks of the org machine. Implemented by the composition of `data/` and `apex/`; everything here runs on the worker
 * thread and answers without awaiting.
 */
import type { Rights } from '../identity/permissions.ts';
import type { SentNotification } from '../apex/runtime/current.ts';
import type { DataEngine, HttpRequest, HttpResponse } from '../types.ts';
import type { TestGround } from '../org.ts';
import type { OutgoingCall } from './messages.ts';

/** What the machine may ask of the HTTP side. Both work from the first transaction on, not while the machine is being opened. */
export interface MachineSurroundings {
  rightsOf(userId: string): Rights;
  /** A callout of Apex code that runs as this user; `callout:Name/path` goes through the named credential. Throws CalloutError. */
  callOut(call: OutgoingCall, userId: string): HttpResponse;
}

/** What Aura hands to the page: a value, or an error as Lightning components see it in `error.body`. */
export type AuraAnswer = { returnValue: unknown } | { error: { message: string; exceptionType: string; stackTrace: string } };

export interface AnonymousAnswer {
  compiled: boolean;
  compileProblem: string | null;
  line: number;
  column: number;
  success: boolean;
  exceptionMessage: string | null;
  exceptionStackTrace: string | null;
}

export interface DebugLog {
  /** Counts up from 1. */
  number: number;
  at: string;
  userId: string;
  /** What ran: `REST POST /services/apexrest/…`, `queueable X`, `trigger`. */
  operation: string;
  text: string;
  /** Of the code that logged, or null. */
  line: number | null;
}

export interface MachineOptions {
  /** Package directories of the project, absolute. */
  folders: string[];
  namespace: string | null;
  /** Folder of the rows that survive a restart; null keeps them in memory. */
  data: string | null;
  /** The org's own address, no slash at the end. */
  url: string;
}

export interface OrgMachine {
  /** 18 characters. */
  readonly orgId: string;
  readonly data: DataEngine;
  /** One transaction with the limits of a synchronous request: committed when `work` returns, rolled back and rethrown when it throws. */
  transact<T>(userId: string, work: () => T): T;
  /**
   * Apex REST in a transaction of its own; `path` begins after `/services/apexrest`. Null when no class maps the address; 405 when the
   * class lacks the method. The answer of an uncaught exception is made here too, since only Apex knows its stack.
   */
  apexRest(request: HttpRequest, path: string, userId: string): HttpResponse | null;
  /** The class that would answer `path`, for the check of class access; null when none. */
  apexRestClass(path: string): string | null;
  /** An `@AuraEnabled` method in a transaction of its own. */
  aura(apexClass: string, method: string, params: Record<string, unknown>, userId: string): AuraAnswer;
  executeAnonymous(code: string, userId: string): AnonymousAnswer;
  /** Runs one asynchronous job that is due; false when there is none. */
  runDueJob(): boolean;
  /** When the next job is due, in milliseconds of the org's clock; null when none waits. */
  nextJobAt(): number | null;
  /**
   * Runs `work` while the transaction that now waits for a callout is put aside: what `work` commits stays, whatever the waiting one does
   * later. Called only while nothing uncommitted stands.
   */
  aside<T>(work: () => T): T;
  /** The org's clock, milliseconds since 1970; it can be moved forward. */
  now(): number;
  advanceClock(milliseconds: number): void;
  /** Named switches of behaviour that Salesforce does not document, with their values. */
  switches(): Record<string, unknown>;
  /** @throws {Error} a sentence when there is no such switch or the value does not fit. */
  setSwitch(name: string, value: unknown): void;
  /** Newest last. */
  logs(): DebugLog[];
  /** For runs of the project's tests; null where there is no Apex. */
  testGround(): TestGround | null;
  /** What Apex sent to people's bells, newest last. */
  notifications(): SentNotification[];
  close(): void;
}
