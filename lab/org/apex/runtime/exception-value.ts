/**
 * Exceptions as Apex sees them. Every class of exceptions, built in or of user code, is this class or (user code) a subclass; which Apex
 * type it is stands in `typeName`.
 */
import type { StackFrame } from './current.ts';
import { isRunning, runtime } from './current.ts';

/** An object made by generated code: the common base of all user classes, so that the runtime can tell them from its own values. */
export class ApexObject {}

export class ApexException extends ApexObject {
  /** `System.DmlException`, `MyException`, `Outer.InnerException`. */
  typeName: string;
  message: string | null;
  cause: ApexException | null;
  /** Innermost first; taken where the exception was made. */
  stack: StackFrame[];
  /** What only some built-in exceptions carry (DmlException: one entry a failed row). */
  details: unknown;

  constructor(typeName: string, message: string | null = null, cause: ApexException | null = null, details: unknown = null) {
    super();
    this.typeName = typeName;
    this.message = message;
    this.cause = cause;
    this.details = details;
    this.stack = isRunning() ? runtime().stack() : [];
  }
}

/** Going over a governor limit, `System.assert` failing and the like: `catch` never sees it, `finally` does not run. */
export class UncatchableException extends ApexException {}

/** A governor limit was exceeded. `System.LimitException: Too many SOQL queries: 101`. */
export class ApexLimitException extends UncatchableException {
  constructor(message: string) {
    super('System.LimitException', message);
  }
}

/** How the built-in exceptions are named and thrown by runtime and library: `throw apexError('NullPointerException', '…')`. */
export function apexError(name: string, message: string, details: unknown = null): ApexException {
  return new ApexException(name.includes('.') ? name : `System.${name}`, message, null, details);
}

/** One line a frame, as `getStackTraceString` writes it. */
export function stackText(frames: StackFrame[]): string {
  return frames.map((frame) => `${frame.where}: line ${frame.line}, column 1`).join('\n');
}
