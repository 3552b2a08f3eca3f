/** The relay as an operator's script sees it: its commands, and its HTTP surface with a client's credentials. */
import { run, startPart, type Part } from './child-process.ts';
import { call } from './salesforce-org.ts';

const CLI = 'relay/src/cli.ts';

export interface RelayCredentials {
  clientId: string;
  clientSecret: string;
}
export interface RelayOptions {
  /** RELAY_KEY, RELAY_DATABASE, RELAY_PORT and the like. */
  env: Record<string, string>;
  logFile: string;
  orgId: string;
}

export class RelayService {
  private readonly options: RelayOptions;
  private readonly credentials: RelayCredentials;
  private token: { text: string; until: number } | null = null;
  part: Part;

  private constructor(options: RelayOptions, credentials: RelayCredentials, part: Part) {
    this.options = options;
    this.credentials = credentials;
    this.part = part;
  }

  static async start(options: RelayOptions, credentials: RelayCredentials): Promise<RelayService> {
    return new RelayService(options, credentials, await serve(options));
  }

  get url(): string {
    return this.part.ready['url'] ?? '';
  }
  /** For commands of the same relay. */
  get environment(): Record<string, string> {
    return this.options.env;
  }
  get clientId(): string {
    return this.credentials.clientId;
  }
  get clientSecret(): string {
    return this.credentials.clientSecret;
  }

  /** After a kill or a stop: the same database, the same port. */
  async restart(): Promise<void> {
    this.part = await serve(this.options);
  }

  /** @throws {Error} with the address and what the relay answered. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    return call<T>(method, this.url + path, await this.bearer(), body, {
      'x-salesforce-org': this.options.orgId,
      'x-campaign-sync-contract': '1',
      ...(method === 'PUT' || method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {})
    });
  }

  private async bearer(): Promise<string> {
    if (this.token === null || this.token.until < Date.now()) {
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: this.clientId, client_secret: this.clientSecret });
      const answer = await fetch(`${this.url}/oauth/token`, { method: 'POST', body: form });
      const token = (await answer.json()) as { access_token: string; expires_in: number };
      this.token = { text: token.access_token, until: Date.now() + (token.expires_in - 60) * 1000 };
    }
    return this.token.text;
  }
}

function serve(options: RelayOptions): Promise<Part> {
  return startPart({ name: 'The relay', args: [CLI, 'serve', '--json'], env: options.env, logFile: options.logFile });
}

/** A command of the relay that prints one line of JSON. */
export function relayCommand<T>(args: string[], env: Record<string, string>): T {
  return JSON.parse(run([CLI, ...args, '--json'], env)) as T;
}
