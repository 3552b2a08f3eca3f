/** The part of the lab's control surface that the front answers itself: latency, faults, counts of calls. */
import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { FAULT_KINDS, type FaultKind, type Faults } from './faults.ts';

export interface FrontState {
  controlKey: string;
  /** Added to every call under /services. */
  latencyMs: number;
  faults: Faults;
  /** Calls under /services since the start, by the first parts of the path: `data/v66.0/query`, `oauth2/token`, … */
  calls: Map<string, number>;
}

export function holdsKey(request: HttpRequest, key: string): boolean {
  const given = Buffer.from(/^bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '');
  const wanted = Buffer.from(key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

export function json(status: number, body: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(body) };
}

/** Null when the address is not the front's. */
export function frontControl(request: HttpRequest, state: FrontState): HttpResponse | null {
  const path = request.url.split('?')[0] ?? '';
  const route = ROUTES[`${request.method} ${path}`];
  if (!route) {
    return null;
  }
  if (!holdsKey(request, state.controlKey)) {
    return json(401, { message: 'This address needs the control key that the org printed at its start, as a bearer token.' });
  }
  let body: Record<string, unknown> = {};
  try {
    body = request.body === '' ? {} : (JSON.parse(request.body) as Record<string, unknown>);
  } catch {
    return json(400, { message: 'The body is not JSON.' });
  }
  return route(body, state);
}

const ROUTES: Record<string, (body: Record<string, unknown>, state: FrontState) => HttpResponse> = {
  'GET /lab/faults': (_body, state) => json(200, { faults: state.faults.all() }),
  'DELETE /lab/faults': (_body, state) => {
    state.faults.clear();
    return json(200, { faults: [] });
  },
  'POST /lab/faults': (body, state) => {
    const kind = body['kind'] as FaultKind;
    const [times, delayMs] = [body['times'] ?? 1, body['delayMs'] ?? 0];
    if (!FAULT_KINDS.includes(kind) || !isCount(times) || times < 1 || !isCount(delayMs)) {
      return json(400, { message: `A fault is {"kind": ${FAULT_KINDS.join(' | ')}, "times"?, "method"?, "path"?, "delayMs"?}.` });
    }
    const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
    state.faults.add({ kind, times, delayMs, method: text('method')?.toUpperCase() ?? null, path: text('path') });
    return json(200, { faults: state.faults.all() });
  },
  'PUT /lab/latency': (body, state) => {
    if (!isCount(body['ms'])) {
      return json(400, { message: 'The latency is {"ms": a whole number from 0}.' });
    }
    state.latencyMs = body['ms'];
    return json(200, { ms: state.latencyMs });
  },
  'GET /lab/calls': (_body, state) => json(200, { calls: Object.fromEntries(state.calls) })
};

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
