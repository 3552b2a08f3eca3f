/** A server for tests of the page, in an org's or in Marketo's place: it answers JSON, and 404 for what it does not know. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Undefined: there is no such address. */
export type Answer = (url: URL, body: Record<string, unknown>, authorization: string) => unknown;

export async function serve(answer: Answer): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      const result = answer(new URL(request.url ?? '/', 'http://org'), body, request.headers.authorization ?? '');
      response.writeHead(result === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? []));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** What `getPanel` gives of a link on which something may be under way. */
export function panelAnswer(campaignId: string, figures: { pending: number; inSync: number; parked: number }) {
  return {
    campaignId,
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
      lastSync: new Date().toISOString(),
      heartbeat: new Date().toISOString(),
      lagSeconds: 0,
      lastError: null,
      marketoMembers: 5,
      marketoSuccesses: 1,
      salesforceMembers: 5,
      ...figures,
      failing: 0,
      leftByRule: 0,
      direction: 'both',
      people: 'wait',
      costTotal: 12500,
      costMonths: [{ month: '2026-03', amount: 12500, note: null }],
      actualCost: 12500,
      currencyCode: 'USD'
    },
    statuses: [
      { marketo: 'Invited', label: 'Invited', step: 10, success: false, marketoCount: 4, salesforceCount: 3 },
      { marketo: 'Attended', label: 'Attended', step: 40, success: true, marketoCount: 1, salesforceCount: 1 }
    ]
  };
}
