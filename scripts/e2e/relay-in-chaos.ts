/**
 * Loaded into a relay before anything else (`node --import`): its calls to the stand-ins go through cables that can be cut (`CHAOS_CABLES`, port → port), and it is less
 * patient, so that what takes minutes in earnest takes seconds: a call may take 5 s, and a lease, which is longer than any call, a minute. Nothing else differs.
 */
import net from 'node:net';
import { defaultSettings } from '../../relay/src/engine/settings.ts';

const CALL_MS = 5_000;

const cables = JSON.parse(process.env['CHAOS_CABLES'] ?? '{}') as Record<string, number>;
const connect = net.connect.bind(net) as (...args: unknown[]) => net.Socket;
const through = (...args: unknown[]): net.Socket => {
  const [to, ...more] = args as [{ port?: number | string }, ...unknown[]];
  const cable = typeof to === 'object' ? cables[String(to.port)] : undefined;
  return cable === undefined ? connect(...args) : connect({ ...to, port: cable }, ...more);
};
net.connect = through as typeof net.connect;

const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => timeout(Math.min(ms, CALL_MS));

Object.assign(defaultSettings, { leaseMs: 60_000, budget: { ...defaultSettings.budget, callMs: 2 * CALL_MS } });
