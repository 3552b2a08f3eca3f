/** Apex from the browser: the surface of `@salesforce/apex` (imperative call, wire adapter, refreshApex) over the lab's Lightning transport. */

interface AuraAnswer {
  returnValue?: unknown;
  error?: { message: string; exceptionType?: string };
  /** Of a fault of the org stand-in itself. */
  message?: string;
}

async function call(apexClass: string, method: string, params: unknown): Promise<unknown> {
  const response = await fetch('/lab/aura', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ class: apexClass, method, params: params ?? {} })
  });
  const answer = (await response.json().catch(() => ({ error: { message: `The org answered ${response.status}.` } }))) as AuraAnswer;
  if (answer.error || !response.ok) {
    throw {
      status: 500,
      statusText: 'Server Error',
      body: answer.error ?? { message: answer.message ?? `The org answered ${response.status}.` }
    };
  }
  return answer.returnValue ?? null;
}

type Emit = (provision: { data: unknown; error: unknown }) => void;
const refreshers = new WeakMap<object, () => Promise<void>>();

export function apexMethod(apexClass: string, method: string) {
  const invoke = (params?: unknown) => call(apexClass, method, params);

  class Adapter {
    private config: Record<string, unknown> | undefined;
    private connected = false;
    private readonly emit: Emit;

    constructor(emit: Emit) {
      this.emit = emit;
      emit({ data: undefined, error: undefined });
    }
    connect(): void {
      this.connected = true;
      void this.fetch();
    }
    disconnect(): void {
      this.connected = false;
    }
    update(config: Record<string, unknown>): void {
      this.config = config;
      void this.fetch();
    }
    private async fetch(): Promise<void> {
      // As on the platform: a wire with an undefined parameter is not called.
      if (!this.connected || !this.config || Object.values(this.config).some((value) => value === undefined)) {
        return;
      }
      const provision = await call(apexClass, method, this.config).then(
        (data) => ({ data: Object.freeze(data), error: undefined }),
        (error: unknown) => ({ data: undefined, error })
      );
      refreshers.set(provision, () => this.fetch());
      if (this.connected) {
        this.emit(provision);
      }
    }
  }
  return Object.assign(invoke, { adapter: Adapter });
}

export async function refreshApex(provision: object): Promise<void> {
  await refreshers.get(provision)?.();
}
