/** `relay person erase`: what the relay keeps of one person. */
import { randomUUID } from 'node:crypto';
import { createGate } from '../engine/budget.ts';
import { systemClock } from '../engine/clock.ts';
import { erasePerson as erase } from '../engine/erase-person.ts';
import type { Base } from '../main.ts';
import { DetailRefused } from '../tenants/details.ts';
import type { Output } from './output.ts';

export interface Person {
  leadId?: string;
  contactId?: string;
  marketoLeadId?: string;
}

const ID: Record<'leadId' | 'contactId', [RegExp, string]> = {
  leadId: [/^00Q[a-zA-Z0-9]{12}[A-Z0-5]{3}$/, '--lead-id'],
  contactId: [/^003[a-zA-Z0-9]{12}[A-Z0-5]{3}$/, '--contact-id']
};

/** @param anyway Though the person is still in Salesforce or Marketo. @throws {DetailRefused} */
export async function erasePerson(base: Base, orgId: string, person: Person, anyway: boolean, output: Output): Promise<void> {
  for (const name of ['leadId', 'contactId'] as const) {
    const [pattern, option] = ID[name];
    if (person[name] !== undefined && !pattern.test(person[name])) {
      throw new DetailRefused(`${option}: "${person[name]}" is no id of that kind. Give all 18 characters, as the API shows them.`);
    }
  }
  const { leadId = null, contactId = null, marketoLeadId } = person;
  if (marketoLeadId !== undefined && !/^[1-9]\d{0,14}$/.test(marketoLeadId)) {
    throw new DetailRefused(`--marketo-lead-id: "${marketoLeadId}" is no lead id of Marketo's. It is a number.`);
  }
  if (leadId === null && contactId === null && marketoLeadId === undefined) {
    throw new DetailRefused('Say who: --lead-id, --contact-id or --marketo-lead-id.');
  }
  const tenant = await base.tenants.byOrg(orgId);
  const { store } = base;
  const gate = createGate({
    store,
    clock: systemClock,
    settings: base.settings.budget,
    munchkinId: tenant.munchkinId,
    workerId: randomUUID()
  });
  const given = { leadId, contactId, marketoLeadId: marketoLeadId === undefined ? null : Number(marketoLeadId) };
  const { human, still, rows } = await erase(store, tenant.id, base.connect(tenant, gate), given, anyway);
  const where = [...still.salesforce.map((id) => `Salesforce (${id})`), ...still.marketo.map((id) => `Marketo (lead ${id})`)];
  if (where.length > 0) {
    throw new DetailRefused(
      `The person is still in ${where.join(' and ')}, where the next compare would find them again. Delete them there first; --anyway erases all the same.`
    );
  }
  output.say(
    rows === 0
      ? 'Nothing was kept of that person.'
      : `Erased: ${rows === 1 ? '1 row' : `${rows} rows`} of that person ${rows === 1 ? 'is gone, or holds' : 'are gone, or hold'} nothing of them any more.`,
    { tenantId: tenant.id, ...human, rows, erased: true }
  );
}
