/** A flow step at work: a campaign's people cut in chunks, each sent once with a one-time token, its results taken by the callback. */
import { randomUUID } from 'node:crypto';
import { Unmet } from '../control/control.ts';
import type { Answer } from '../rest/envelope.ts';
import type { Instance } from '../state/instance.ts';
import type { Provider } from './provider.ts';

export const CALLBACK_PATH = '/flow-steps/callback';

interface Chunk {
  token: string;
  runId: number;
  leadIds: number[];
  body: string;
  /** Status of the answer to the call, or null while there is none. */
  answered: number | null;
  /** When the callback was taken; its token is worth nothing afterwards. */
  takenAt: number | null;
}
export interface StepResult {
  leadId: number;
  success: boolean;
  attributes: Record<string, unknown>;
}
export interface Run {
  id: number;
  providerId: number;
  chunks: number;
  results: StepResult[];
  /** Callbacks that were refused, with the reason. */
  refused: string[];
}
interface Wish {
  leadIds: number[];
  /** As the marketer fills the step in; `{{my.…}}` and `{{lead.…}}` are filled in for each person. */
  attributes: Record<string, string>;
  tokens: Record<string, string>;
  chunk: number;
}

export class StepRuns {
  private readonly instance: Instance;
  private readonly callbackKey = randomUUID();
  private readonly chunks = new Map<string, Chunk>();
  readonly runs = new Map<number, Run>();

  constructor(instance: Instance) {
    this.instance = instance;
  }

  /** @param self The stand-in's own address. @returns Once every chunk was answered; the results come later. */
  async start(provider: Provider, wish: Wish, self: string): Promise<Run> {
    this.refuseUnknown(provider, wish);
    const run: Run = { id: this.runs.size + 1, providerId: provider.id, chunks: 0, results: [], refused: [] };
    this.runs.set(run.id, run);
    const batchid = randomUUID();
    for (let from = 0; from < wish.leadIds.length; from += wish.chunk) {
      const leadIds = wish.leadIds.slice(from, from + wish.chunk);
      const chunk = this.chunkOf(provider, wish, run, leadIds, batchid, self);
      this.chunks.set(chunk.token, chunk);
      run.chunks += 1;
      await this.send(provider, chunk);
    }
    return run;
  }

  /** The same call again, as after an answer that was lost. */
  async repeat(provider: Provider, runId: number): Promise<number[]> {
    const chunks = [...this.chunks.values()].filter((chunk) => chunk.runId === runId);
    for (const chunk of chunks) {
      await this.send(provider, chunk);
    }
    return chunks.map(({ answered }) => answered ?? 0);
  }

  /** What a run has come to, without a line for each of its people. */
  counts({ id, chunks, results, refused }: Run) {
    const outcomes: Record<string, number> = {};
    for (const { success, attributes } of results) {
      const outcome = String(success ? attributes['outcome'] : attributes['errorCode']);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    const taken = [...this.chunks.values()].filter(({ runId, takenAt }) => runId === id && takenAt !== null).length;
    const people = new Set(results.map(({ leadId }) => leadId)).size;
    return { chunks, callbacks: taken, refused: refused.length, results: results.length, people, outcomes };
  }

  private async send(provider: Provider, chunk: Chunk): Promise<void> {
    const headers = { ...provider.headers, 'content-type': 'application/json' };
    const answer = await fetch(`${provider.base}/submitAsyncAction`, { method: 'POST', headers, body: chunk.body });
    chunk.answered = answer.status;
    if (answer.status !== 201) {
      throw new Unmet(`The provider answers ${answer.status} instead of 201: ${await answer.text()}`);
    }
    await answer.arrayBuffer();
  }

  private refuseUnknown({ definition, choices }: Provider, { attributes, leadIds, chunk }: Wish): void {
    const known = definition.invocationPayloadDef.flowAttributes;
    const odd = Object.keys(attributes).find((name) => !known.some(({ apiName }) => apiName === name));
    if (odd !== undefined) {
      throw new Unmet(`The step has no input ${odd}. It has: ${known.map(({ apiName }) => apiName).join(', ')}.`);
    }
    const forced = known.find(({ apiName, enforcePicklistSelect }) => {
      const value = attributes[apiName];
      return enforcePicklistSelect && value !== undefined && !choices[apiName]?.includes(value);
    });
    if (forced) {
      throw new Unmet(`${forced.apiName} has to be chosen from its list.`);
    }
    const stranger = leadIds.find((id) => !this.instance.leads.get(id));
    if (stranger !== undefined || !Number.isInteger(chunk) || chunk < 1) {
      throw new Unmet(stranger === undefined ? 'A chunk has at least one person.' : `There is no person ${stranger}.`);
    }
  }

  private chunkOf({ mapping }: Provider, wish: Wish, run: Run, leadIds: number[], batchid: string, self: string): Chunk {
    const token = randomUUID();
    const fill = (text: string, fields: Record<string, unknown>) =>
      text.replace(/\{\{(my|lead)\.([^}]+)\}\}/g, (whole, kind: string, name: string) =>
        String((kind === 'my' ? wish.tokens[name] : fields[name]) ?? (kind === 'my' ? whole : ''))
      );
    const objectData = leadIds.map((id) => {
      const fields = this.instance.leads.get(id)?.fields ?? {};
      return {
        objectType: 'lead',
        objectContext: { id, ...Object.fromEntries(mapping.map(([service, name]) => [service, fields[name] ?? null])) },
        flowStepContext: Object.fromEntries(Object.entries(wish.attributes).map(([name, text]) => [name, fill(text, fields)])),
        programMemberContext: {},
        triggeringContext: {}
      };
    });
    const body = JSON.stringify({
      token,
      batchid,
      apiCallBackKey: this.callbackKey,
      campaignId: 1001,
      callbackUrl: `${self}${CALLBACK_PATH}`,
      type: 'trigger',
      context: {
        subscription: { munchkinId: this.instance.secrets.munchkinId, prefix: 'example', crmSyncStatus: 'disabled' },
        admin: {},
        campaign: { id: 1001, name: 'Example campaign' },
        program: {}
      },
      objectData
    });
    return { token, runId: run.id, leadIds, body, answered: null, takenAt: null };
  }

  /** The callback: its token works once, everything else is refused with a reason that is kept. */
  take(headers: Record<string, string | string[] | undefined>, text: string, providers: Map<number, Provider>): Answer {
    const chunk = this.chunks.get(String(headers['x-callback-token']));
    const run = chunk && this.runs.get(chunk.runId);
    if (!chunk || !run || headers['x-api-key'] !== this.callbackKey) {
      return { status: 404, body: { message: 'No such callback.' } };
    }
    const refuse = (status: number, message: string): Answer => {
      run.refused.push(message);
      return { status, body: { message } };
    };
    if (chunk.takenAt !== null) {
      return refuse(404, 'The token was used before.');
    }
    const problem = this.problemOf(chunk, text, providers.get(run.providerId));
    if (problem !== null) {
      return refuse(405, problem);
    }
    chunk.takenAt = this.instance.now();
    const { objectData = [] } = JSON.parse(text) as Callback;
    const given = new Map(objectData.map((one) => [one.leadData?.id, one.activityData ?? {}]));
    for (const leadId of chunk.leadIds) {
      // Whoever is left out counts as unsuccessful.
      const { success = false, ...attributes } = given.get(leadId) ?? {};
      run.results.push({ leadId, success: success === true, attributes });
    }
    return { status: 200, body: {} };
  }

  private problemOf(chunk: Chunk, text: string, provider: Provider | undefined): string | null {
    const body = parsed(text);
    if (!body) {
      return 'The body is no JSON.';
    }
    if (body.munchkinId !== this.instance.secrets.munchkinId) {
      return `munchkinId is ${String(body.munchkinId)}.`;
    }
    const allowed = [
      'success',
      'reason',
      'errorCode',
      ...(provider?.definition.callbackPayloadDef.attributes ?? []).map(({ apiName }) => apiName)
    ];
    for (const { leadData, activityData } of body.objectData ?? []) {
      if (!chunk.leadIds.includes(leadData?.id ?? 0)) {
        return `Person ${String(leadData?.id)} is not in this call.`;
      }
      const odd = Object.keys(activityData ?? {}).find((name) => !allowed.includes(name));
      if (odd !== undefined) {
        return `The service declares no attribute ${odd}.`;
      }
    }
    return null;
  }
}

interface Callback {
  munchkinId?: string;
  objectData?: { leadData?: { id?: number }; activityData?: { success?: boolean } & Record<string, unknown> }[];
}
function parsed(text: string): Callback | null {
  try {
    return JSON.parse(text) as Callback;
  } catch {
    return null;
  }
}
