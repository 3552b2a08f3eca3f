/** All checks of one tenant, on both sides. */
import { randomUUID } from 'node:crypto';
import { createGate } from '../engine/budget.ts';
import { systemClock } from '../engine/clock.ts';
import type { Base } from '../main.ts';
import type { TenantRow } from '../store/port.ts';
import type { ConnectedSides } from '../tenants/connect.ts';
import { problem, type Check } from './check.ts';
import { checkAutomation } from './automation.ts';
import { checkMarketo } from './marketo.ts';
import { checkCertificate } from './certificate.ts';
import { checkSalesforce } from './salesforce.ts';

export async function examine(base: Base, tenant: TenantRow): Promise<Check[]> {
  const budget = base.settings.budget;
  const gate = createGate({
    store: base.store,
    clock: systemClock,
    settings: budget,
    munchkinId: tenant.munchkinId,
    workerId: randomUUID()
  });
  // The doctor is a person who waits.
  const forPeople = { run: <T>(_weight: 'people' | 'sync', call: () => Promise<T>) => gate.run('people', call) };
  let sides: ConnectedSides;
  try {
    sides = base.connect(tenant, forPeople);
  } catch (error) {
    return [{ name: 'secrets', ...problem((error as Error).message, '') }];
  }
  const { salesforce, marketo } = sides;
  const [inMarketo, inSalesforce] = await Promise.all([
    checkMarketo(tenant, marketo, budget.dayCalls),
    checkSalesforce(tenant, salesforce)
  ]);
  // Where a side lets nobody in, that is all there is to say.
  const isIn = [inMarketo, inSalesforce].every(([first]) => first?.verdict !== 'problem');
  const ofAutomation = tenant.automation && isIn ? await checkAutomation(tenant.automation, marketo, salesforce) : [];
  return [...inSalesforce, checkCertificate(tenant.certificate, new Date()), ...inMarketo, ...ofAutomation];
}
