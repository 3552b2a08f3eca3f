/** The simulation is worth no more than its models: they keep the same contract as the adapters over HTTP do against the stand-ins. */
import { marketoPortSuite } from '../testing/marketo-port-suite.ts';
import { salesforcePortSuite } from '../testing/salesforce-port-suite.ts';
import { STATUSES } from './marketo-model.ts';
import { marketoPort, salesforcePort, unlimited } from './ports.ts';
import { Process } from './process.ts';
import { StillWorld } from './still-world.ts';
import type { Switches } from './switches.ts';

const EXTREMES: [string, Partial<Switches>][] = [
  ['first of all switches', { unknownLeadRefusesAll: false, mergeKeepsHigher: false, mergeLogs: false, conversionFires: false }],
  [
    'last of all switches',
    {
      unknownLeadRefusesAll: true,
      mergeKeepsHigher: true,
      mergeLogs: true,
      conversionFires: true,
      mergeKeepsResponded: true,
      outboxShuffled: true,
      feedLagMs: 2_000,
      emptyPages: true,
      feedRepeats: true
    }
  ]
];

for (const [which, switches] of EXTREMES) {
  const opened = () => {
    const world = new StillWorld({ switches });
    return { world, process: new Process('worker', () => undefined), wait: <T>(answer: Promise<T>) => world.wait(answer) };
  };
  salesforcePortSuite(`the model, ${which}`, async () => {
    const { world, process, wait } = opened();
    const { salesforce } = world;
    return {
      port: salesforcePort(world.outside, process, unlimited),
      wait,
      now: () => world.clock.now(),
      campaign: async (name) => {
        const id = salesforce.id('701');
        salesforce.addCampaign(id, name);
        return id;
      },
      person: async (kind, email, lastName) => salesforce.addPerson(kind, { email, lastName }),
      set: async (campaignId, personId, status) => salesforce.set(campaignId, personId, status, 'user', false),
      convert: async (leadId) => salesforce.convert(leadId),
      merge: async (winnerId, loserId) => salesforce.merge(winnerId, loserId),
      deletePerson: async (id) => salesforce.deletePerson(id),
      // Within the adapters; a model has no sessions.
      endSessions: async () => undefined,
      close: async () => undefined
    };
  });
  marketoPortSuite(`the model, ${which}`, async () => {
    const { world, process, wait } = opened();
    const { marketo } = world;
    let programs = 1_000;
    return {
      port: marketoPort(world.outside, process, { run: (_weight, call) => call() }),
      channel: 'Webinar',
      wait,
      program: async (name) => {
        const id = programs++;
        marketo.programs.set(id, { id, name, channel: 'Webinar', costs: [], sfdcId: null });
        return id;
      },
      lead: async (email, lastName) => marketo.addLead({ email, lastName, company: 'Example Ltd' }),
      set: async (programId, leadId, status) => {
        await world.pass(10);
        marketo.move(programId, leadId, STATUSES.find(({ name }) => name === status)?.name ?? status);
      },
      remove: async (programId, leadId) => void marketo.remove(programId, leadId, 'user'),
      deleteLead: async (leadId) => marketo.deleteLead(leadId),
      merge: async (winner, loser) => marketo.merge(winner, loser),
      later: () => world.pass(5_000),
      endTokens: async () => undefined,
      close: async () => undefined
    };
  });
}
