import type { PanelData } from '../panelView';

export function linkedPanel(): PanelData {
  return {
    campaignId: '701000000000001AAA',
    campaignName: 'Spring Webinar',
    canManage: true,
    canView: true,
    enabled: true,
    paired: true,
    link: {
      programId: '1001',
      programName: 'Spring Webinar 2026',
      programUrl: 'https://app.example.com/#ME1001A1',
      programType: 'Event',
      channel: 'Webinar',
      state: 'active',
      stateReason: null,
      lastSync: '2026-03-02T09:59:00.000Z',
      heartbeat: new Date().toISOString(),
      lagSeconds: 1,
      lastError: null,
      marketoMembers: 42,
      marketoSuccesses: 7,
      salesforceMembers: 40,
      inSync: 39,
      pending: 0,
      parked: 2,
      failing: 1,
      leftByRule: 0,
      direction: 'both',
      people: 'wait',
      costTotal: 12500,
      costMonths: [
        { month: '2026-03', amount: 9000, note: 'Speaker' },
        { month: '2026-04', amount: 3500, note: null }
      ],
      actualCost: 12500,
      currencyCode: 'USD'
    },
    statuses: [
      { marketo: 'Invited', label: 'Invited', step: 10, success: false, marketoCount: 30, salesforceCount: 28 },
      { marketo: 'Attended', label: 'Came', step: 40, success: true, marketoCount: 12, salesforceCount: 12 }
    ]
  };
}
