/** Calls to the outside by way of the proxy that the environment names, in the variables of every other program: HTTPS_PROXY, HTTP_PROXY, NO_PROXY. */
import http from 'node:http';
import { ConfigurationError } from '../configuration.ts';

type Environment = Record<string, string | undefined>;
/** Node.js 24.14 and 25.4, "http.setGlobalProxyFromEnv"; unknown to the types so far. */
const from = (http as { setGlobalProxyFromEnv?: (environment: Environment) => () => void }).setGlobalProxyFromEnv;

const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];

/**
 * For every `fetch` of this process from now on. Which hosts may be called is decided before, and TLS is made with the host itself, through a tunnel.
 * @returns Takes it back. @throws {ConfigurationError} for an address that is none, and for a Node.js that cannot.
 */
export function useProxy(environment: Environment): () => void {
  const named = NAMES.filter((name) => environment[name]);
  if (named.length === 0) return () => undefined;
  if (!from) throw new ConfigurationError([`${named[0]}: this Node.js (${process.version}) knows no proxies. Use version 24.14 or newer.`]);
  // The address may hold a password, so it is not said.
  const wrong = named.find((name) => !/^https?:$/.test(URL.parse(environment[name] ?? '')?.protocol ?? ''));
  if (wrong) throw new ConfigurationError([`${wrong}: say the proxy's address as http://host:port or https://host:port.`]);
  return from(environment);
}
