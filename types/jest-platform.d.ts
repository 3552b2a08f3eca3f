// What sfdx-lwc-jest exports without types.

declare module '@salesforce/sfdx-lwc-jest' {
  export interface ApexTestWireAdapter<T> {
    emit(value: T): void;
    error(body?: unknown, status?: number, statusText?: string): void;
    getLastConfig(): Record<string, unknown>;
  }
  export function createApexTestWireAdapter(fn: unknown): unknown;
}

declare namespace jest {
  interface Matchers<R> {
    toBeAccessible(): Promise<R>;
  }
}
