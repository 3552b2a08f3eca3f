/** Callouts on the front's thread, with the manners of Apex: no redirect is followed, one deadline for all of it, at most 6 MB each way. */
import type { HttpResponse } from '../types.ts';
import type { OutgoingCall } from './messages.ts';

/** Apex developer guide, callout limits: 6 MB in a synchronous transaction. */
const LARGEST_ANSWER = 6_000_000;

export async function callOut(call: OutgoingCall): Promise<HttpResponse | { error: string }> {
  let url: URL;
  try {
    url = new URL(call.url);
  } catch {
    return { error: `no protocol: ${call.url}` };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { error: `unknown protocol: ${url.protocol.slice(0, -1)}` };
  }
  try {
    const hasBody = call.body !== '' && call.method !== 'GET' && call.method !== 'HEAD';
    const response = await fetch(url, {
      method: call.method,
      headers: { 'accept-encoding': 'identity', ...call.headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs),
      ...(hasBody ? { body: call.body } : {})
    });
    const body = Buffer.from(await response.arrayBuffer());
    if (body.length > LARGEST_ANSWER) {
      return { error: `Exceeded max size limit of ${LARGEST_ANSWER} with response size ${body.length}` };
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: body.toString('utf8') };
  } catch (cause) {
    return { error: sentence(cause as Error, url) };
  }
}

/** The words of System.CalloutException, as Java's network layer has them. */
function sentence(error: Error, url: URL): string {
  if (error.name === 'TimeoutError') {
    return 'Read timed out';
  }
  const code = (error.cause as { code?: string } | undefined)?.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `Unknown host: ${url.hostname}`;
  }
  if (code === 'ECONNREFUSED') {
    return 'Connection refused';
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
    return 'Unexpected end of file from server';
  }
  return error.cause instanceof Error ? error.cause.message : error.message;
}
