/** What the end-to-end tests share: a stack, a linked campaign with people, and waiting for both sides. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CHANNEL, STATUSES } from '../stack/example.ts';
import { createCampaign, seedSettings, userId } from '../stack/seed.ts';
import { startStack, type Stack, type StackOptions } from '../stack/stack.ts';

export interface TestStack extends Stack {
  folder: string;
  end: () => Promise<void>;
}

export async function openStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'campaign-sync-e2e-'));
  try {
    const stack = await startStack({ folder, page: false, progress: () => undefined, ...options });
    await seedSettings(stack);
    return {
      ...stack,
      folder,
      end: async () => {
        await stack.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    };
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
}

export interface Person {
  email: string;
  salesforceLeadId: string | null;
  marketoLeadId: number | null;
}
export interface Linked {
  campaignId: string;
  programId: number;
  /** Known to both sides unless asked otherwise; members of neither. */
  people: Person[];
}

let serial = 0;

/** A program, a campaign with the same statuses, people known to both, and a link between the two. */
export async function linkedCampaign(
  stack: Stack,
  options: { people: number; rules?: Record<string, unknown>; costs?: { month: string; cost: number; note: string }[] }
): Promise<Linked> {
  serial += 1;
  const name = `Webinar ${serial}`;
  const emails = Array.from({ length: options.people }, (_, index) => `person.${serial}.${index}@example.com`);
  const named = emails.map((email, index) => ({
    email,
    firstName: 'Pat',
    lastName: `Example ${serial}-${index}`,
    company: 'Example Works'
  }));
  const { leads, programs } = await stack.marketo.control<{ leads: { id: number }[]; programs: { id: number }[] }>('POST', 'seed', {
    leads: named,
    programs: [{ name, channel: CHANNEL, type: 'Event', folder: 'Webinars', costs: options.costs ?? [] }]
  });
  const programId = programs[0]?.id ?? 0;
  const campaignId = await createCampaign(stack.salesforce, name, STATUSES);
  const ids = await stack.salesforce.insert(
    'Lead',
    named.map((one) => ({ FirstName: one.firstName, LastName: one.lastName, Company: one.company, Email: one.email }))
  );
  await link(stack, campaignId, programId, options.rules);
  const people = emails.map((email, index) => ({
    email,
    salesforceLeadId: ids[index] ?? null,
    marketoLeadId: leads[index]?.id ?? null
  }));
  return { campaignId, programId, people };
}

export async function link(stack: Stack, campaignId: string, programId: number, rules: Record<string, unknown> = {}): Promise<void> {
  const actor = { userId: await userId(stack.salesforce, stack.owner) };
  await stack.relay.api('PUT', `/v1/campaigns/${campaignId}/link`, { actor, programId, rules, consent: 'as-planned' });
}

export async function syncNow(stack: Stack, campaignId: string): Promise<void> {
  const actor = { userId: await userId(stack.salesforce, stack.owner) };
  await stack.relay.api('POST', `/v1/campaigns/${campaignId}/sync`, { actor });
}

/** Member rows of a campaign: lead id → status. */
export async function campaignMembers(stack: Stack, campaignId: string): Promise<Map<string, { id: string; status: string }>> {
  const rows = await stack.salesforce.query<{ Id: string; LeadId: string; Status: string }>(
    `SELECT Id, LeadId, Status FROM CampaignMember WHERE CampaignId = '${campaignId}'`
  );
  return new Map(rows.map((row) => [row.LeadId, { id: row.Id, status: row.Status }]));
}
/** Members of a program: Marketo lead id → status. */
export async function programMembers(stack: Stack, programId: number): Promise<Map<number, string>> {
  const { members } = await stack.marketo.program(programId);
  return new Map(members.map((member) => [member.leadId, member.status]));
}

/** Asks until the answer is as expected. @throws the last disagreement after `seconds`. */
export async function eventually(what: string, ask: () => Promise<unknown>, expected: unknown, seconds = 30): Promise<void> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    try {
      assert.deepEqual(answer, expected, `${what}, still after ${seconds} s`);
      return;
    } catch (cause) {
      if (Date.now() > until) {
        throw cause;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
