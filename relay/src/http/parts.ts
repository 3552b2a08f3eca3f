/** What the HTTP surface stands on. */
import type { Registry } from 'prom-client';
import type { FlowSteps } from '../automation/flow-steps/provider.ts';
import type { Check } from '../doctor/check.ts';
import type { Log } from '../engine/parts.ts';
import type { Operations } from '../engine/operations.ts';
import type { TenantRow } from '../store/port.ts';

export interface HttpParts {
  /** RELAY_KEY. */
  key: Buffer;
  tenants(): Promise<TenantRow[]>;
  operations(tenantId: string): Promise<Operations>;
  /** Looks at both sides of a tenant, as `relay doctor` does. */
  doctor(orgId: string): Promise<Check[]>;
  /** Null when the relay works; else why it does not, in a sentence. */
  notReady(): Promise<string | null>;
  metrics: Registry;
  log: Log;
  version: string;
  /** Missing: there are none here. */
  flowSteps?: FlowSteps;
  /** What the relay is called from outside, without a slash at its end. */
  publicUrl?: string | null;
  now?: () => number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every request but those of /oauth/token, /health and /metrics. */
    tenant: { id: string; orgId: string } | null;
  }
}
