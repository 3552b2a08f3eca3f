/** A caller of the stand-in, as its tests need it: REST with a token, and the control surface. */
import { startMarketo, type MarketoServer } from '../server.ts';

export interface Envelope {
  success: boolean;
  result?: Record<string, unknown>[];
  errors?: { code: string; message: string }[];
  nextPageToken?: string;
  moreResult?: boolean;
}

export const open = (over: Partial<Parameters<typeof startMarketo>[0]> = {}) =>
  startMarketo({ port: 0, data: null, record: null, switches: {}, latencyMs: 0, controlKey: 'control', ...over });

export class Client {
  readonly marketo: MarketoServer;
  private token = '';
  constructor(marketo: MarketoServer) {
    this.marketo = marketo;
  }
  async grant(secret = this.marketo.ready.clientSecret): Promise<Response> {
    const query = new URLSearchParams({ grant_type: 'client_credentials', client_id: this.marketo.ready.clientId, client_secret: secret });
    return fetch(`${this.marketo.ready.url}/identity/oauth/token?${query}`);
  }
  async call(method: string, address: string, body?: unknown, form?: Record<string, string>): Promise<Envelope> {
    if (this.token === '') {
      this.token = ((await (await this.grant()).json()) as { access_token: string }).access_token;
    }
    const answer = await fetch(this.marketo.ready.url + address, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? (form ? { body: new URLSearchParams(form) } : {}) : { body: JSON.stringify(body) })
    });
    return (await answer.json()) as Envelope;
  }
  async lab<T>(method: string, address: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.marketo.ready.url}/lab/${address}`, {
      method,
      headers: { authorization: 'Bearer control' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    return (await answer.json()) as T;
  }
  code = async (method: string, address: string, body?: unknown) => (await this.call(method, address, body)).errors?.[0]?.code;
}
