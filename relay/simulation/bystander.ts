/**
 * Another org on the same Marketo instance: its own tenant, campaign and people, edited now and then by nobody who means harm. It shares the instance's budget and the
 * relay's processes, and must neither wait for the other tenant nor notice it.
 */
import type { Random } from './random.ts';
import { SalesforceModel } from './salesforce-model.ts';
import type { World } from './world.ts';

export const BYSTANDER = 'tenant-2';
const PEOPLE = 3;

export class Bystander {
  readonly salesforce: SalesforceModel;
  readonly pairing: { campaignId: string; programId: number };
  private readonly people: { salesforce: string; marketo: number }[];
  private readonly world: World;
  private readonly random: Random;

  constructor(world: World, random: Random) {
    this.world = world;
    this.random = random;
    // Ids of two orgs never meet.
    this.salesforce = new SalesforceModel(world.clock, world.switches, random.fork(), 500_000);
    this.pairing = { campaignId: this.salesforce.id('701'), programId: 500 };
    const { campaignId, programId } = this.pairing;
    this.salesforce.addCampaign(campaignId, 'Campaign of another org');
    world.marketo.programs.set(programId, { id: programId, name: 'Program of another org', channel: 'Webinar', costs: [], sfdcId: null });
    this.people = Array.from({ length: PEOPLE }, (_, index) => {
      const email = `other${index}@example.com`;
      return {
        salesforce: this.salesforce.addPerson('contact', { lastName: `Other${index}`, email }),
        marketo: world.marketo.addLead({ lastName: `Other${index}`, company: 'Example Ltd', email })
      };
    });
  }

  edit(): void {
    const { random, world, pairing } = this;
    const { salesforce, marketo } = random.pick(this.people);
    const inSalesforce = random.chance(0.5);
    const labels = this.salesforce.campaigns.get(pairing.campaignId)?.statuses.map(({ label }) => label) ?? [];
    const status = random.pick(inSalesforce ? labels : world.marketo.statuses.map(({ name }) => name));
    world.witness.edits++;
    world.witness.say(`user of the other org edits ${salesforce} (${marketo}) to ${status}`);
    if (inSalesforce) this.salesforce.set(pairing.campaignId, salesforce, status, 'user', false);
    else world.marketo.move(pairing.programId, marketo, status);
  }
}
