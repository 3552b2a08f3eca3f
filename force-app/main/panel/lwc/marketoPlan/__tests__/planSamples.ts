import type { Plan } from 'c/marketoAnswer';

export function plan(change: Partial<Plan> = {}): Plan {
  return {
    digest: 'digest-1',
    addToMarketo: 0,
    addToSalesforce: 0,
    changeInMarketo: 0,
    changeInSalesforce: 0,
    removeInMarketo: 0,
    removeInSalesforce: 0,
    createPeople: 0,
    park: 0,
    leftByRule: 0,
    agree: 0,
    mayFail: 0,
    reasons: [],
    samples: [],
    fields: [],
    statuses: [],
    calls: { marketo: 5, salesforce: 4 },
    ...change
  };
}
