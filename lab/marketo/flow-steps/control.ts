/** `/lab/flow-steps…`: providers installed, and steps run, as an administrator and a marketer do in Marketo's pages. */
import { Unmet, words, type Body } from '../control/control.ts';
import type { Answer } from '../rest/envelope.ts';
import { LEAD_FIELDS } from '../rest/leads.ts';
import type { Instance } from '../state/instance.ts';
import { install, type Provider } from './provider.ts';
import { StepRuns } from './runs.ts';

export class FlowStepCaller {
  readonly providers = new Map<number, Provider>();
  readonly runs: StepRuns;

  constructor(instance: Instance) {
    this.runs = new StepRuns(instance);
  }

  /** @returns Null: no address of this. @param self The stand-in's own address. */
  async control(method: string, path: string, text: string, self: string): Promise<Answer | null> {
    const [, number, action] = /^\/lab\/flow-steps(?:\/(\d+)(?:\/(run|repeat))?)?$/.exec(path) ?? [];
    const isRun = /^\/lab\/flow-step-runs\/(\d+)(\/counts)?$/.exec(path);
    if (!path.startsWith('/lab/flow-step')) {
      return null;
    }
    try {
      if (method === 'GET' && isRun) {
        const run = this.runs.runs.get(Number(isRun[1]));
        return { status: 200, body: (isRun[2] && run ? this.runs.counts(run) : run) ?? null };
      }
      const body = (text === '' ? {} : JSON.parse(text)) as Body;
      if (method === 'POST' && path === '/lab/flow-steps') {
        return { status: 200, body: await this.install(body) };
      }
      const provider = this.providers.get(Number(number));
      if (method !== 'POST' || !provider || action === undefined) {
        return { status: 404, body: { message: `The control surface has no ${method} ${path}.` } };
      }
      if (action === 'repeat') {
        return { status: 200, body: { answered: await this.runs.repeat(provider, Number(body['runId'])) } };
      }
      const { id, chunks } = await this.runs.start(
        provider,
        {
          leadIds: (body['leadIds'] ?? []) as number[],
          attributes: (body['attributes'] ?? {}) as Record<string, string>,
          tokens: (body['tokens'] ?? {}) as Record<string, string>,
          chunk: Number(body['chunk'] ?? 500)
        },
        self
      );
      return { status: 200, body: { runId: id, chunks } };
    } catch (cause) {
      if (cause instanceof Unmet || cause instanceof SyntaxError) {
        return { status: 400, body: { message: cause.message } };
      }
      throw cause;
    }
  }

  private async install(body: Body) {
    const id = this.providers.size + 1;
    const provider = await install(
      id,
      words(body, 'url') ?? '',
      words(body, 'apiKey') ?? '',
      LEAD_FIELDS.map(({ name }) => name)
    );
    this.providers.set(id, provider);
    const { definition, choices, mapping } = provider;
    return { id, apiName: definition.apiName, name: definition.i18n.en_US.name, choices, mapped: mapping.map(([service]) => service) };
  }
}
