/**
 * What the org remembers beside its rows: client apps, sessions, stored credentials, settings of the lab. One JSON file in the data
 * folder, replaced whole at each change, so that a restart finds the sessions and credentials it had.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface ClientApp {
  consumerKey: string;
  consumerSecret: string;
  label: string;
  /** PEM; null: JWT bearer is refused. */
  certificate: string | null;
  /** Pre-authorised users, by user name in lower case. */
  approved: string[];
  /** The user of the client credentials flow; null: the flow is off. */
  runAs: string | null;
}

export interface Session {
  token: string;
  userId: string;
  consumerKey: string | null;
  /** Milliseconds of real time: a session outlives jumps of the org's clock. */
  issuedAt: number;
  usedAt: number;
}

/** What an administrator stored for one principal of an external credential. */
export interface StoredCredential {
  externalCredential: string;
  principalName: string;
  values: Record<string, { value: string; encrypted: boolean }>;
  /** The access token fetched with them; null before the first callout and after a change. */
  token: string | null;
}

export interface StateFile {
  apps: ClientApp[];
  sessions: Session[];
  refreshTokens: { token: string; userId: string; consumerKey: string }[];
  credentials: StoredCredential[];
  /** Named credential (developer name) → URL set by the administrator. */
  calloutUrls: Record<string, string>;
  /** External credential (developer name) → token address set by the administrator. */
  tokenUrls: Record<string, string>;
  /** Permission sets that the administrator deployed beside the package: API name → XML. */
  permissionSets: Record<string, string>;
  settings: Settings;
  api: { day: string; used: number };
}

export interface Settings {
  /** A session ends this long after its last use. Salesforce's default is two hours. */
  sessionSeconds: number;
  /** REST calls in 24 hours. */
  apiLimit: number;
}

const FRESH: StateFile = {
  apps: [],
  sessions: [],
  refreshTokens: [],
  credentials: [],
  calloutUrls: {},
  tokenUrls: {},
  permissionSets: {},
  settings: { sessionSeconds: 7_200, apiLimit: 100_000 },
  api: { day: '', used: 0 }
};

export class State {
  readonly data: StateFile;
  private readonly file: string | null;

  /** @param folder null keeps the state in memory only. */
  constructor(folder: string | null) {
    this.file = folder === null ? null : path.join(folder, 'identity.json');
    this.data = { ...structuredClone(FRESH), ...(this.read() ?? {}) };
  }

  save(): void {
    if (this.file !== null) {
      mkdirSync(path.dirname(this.file), { recursive: true });
      writeFileSync(`${this.file}.new`, JSON.stringify(this.data, null, 1), { mode: 0o600 });
      renameSync(`${this.file}.new`, this.file);
    }
  }

  private read(): StateFile | null {
    try {
      return this.file === null ? null : (JSON.parse(readFileSync(this.file, 'utf8')) as StateFile);
    } catch (cause) {
      if ((cause as { code?: string }).code === 'ENOENT') {
        return null;
      }
      throw new Error(`${this.file} cannot be read (${(cause as Error).message}). Delete the data folder to start afresh.`, { cause });
    }
  }
}
