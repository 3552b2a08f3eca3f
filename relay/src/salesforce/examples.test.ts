import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { startOrg, type Org } from '../../testing/salesforce-org.ts';
import { OutsideError, type CampaignToCreate, type LinkProjection, type PersonToCreate, type NoticeToTell } from '../engine/ports.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../docs/contract/examples');
const BASE = '/services/apexrest/marketo-sync/v1';
interface Example {
  says: string;
  request: { method: string; path: string; body?: Record<string, unknown> };
  response: { status: number; body: Record<string, unknown> };
}
type Salesforce = Org['salesforce'];

/** How the relay comes to make each request. */
const CALLS: Record<string, (salesforce: Salesforce, body: Record<string, unknown>, query: URLSearchParams) => Promise<unknown>> = {
  'GET /outbox': (salesforce, _body, query) => salesforce.readOutbox(Number(query.get('limit') ?? 50)),
  'POST /outbox/taken': (salesforce, body) => salesforce.takeOutbox(body['rowIds'] as string[]),
  'POST /people': (salesforce, body) =>
    salesforce.createPeople(body['records'] as PersonToCreate[], body as { assignmentRule: boolean; allowDuplicates: boolean }),
  'POST /members': (salesforce, body) =>
    salesforce.writeMembers(
      String(body['campaignId']),
      (body['changes'] as { leadId?: string; contactId?: string; expected: string | null; write: string | null }[]).map((change) => ({
        leadId: null,
        contactId: null,
        ...change
      }))
    ),
  'POST /statuses': (salesforce, body) =>
    salesforce.ensureStatuses(String(body['campaignId']), body['statuses'] as { label: string; responded: boolean }[]),
  'POST /campaigns': (salesforce, body) => salesforce.createCampaign(body as unknown as CampaignToCreate),
  'POST /links': (salesforce, body) => salesforce.writeLinks(body['links'] as LinkProjection[]),
  'POST /notices': (salesforce, body) => salesforce.tell(body['notices'] as NoticeToTell[]),
  'GET /diagnostics': (salesforce) => salesforce.diagnostics()
};

/** What the relay never asks for: the limit is cut before, routes are its own. */
const NEVER = ['package-outbox-limit.json', 'package-unknown-route.json'];

for (const file of readdirSync(FOLDER).filter((name) => name.startsWith('package-') && !NEVER.includes(name))) {
  const { says, request, response } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Example;
  test(`${file}: ${says}`, async () => {
    const org = await startOrg();
    try {
      const { pathname, searchParams } = new URL(request.path, 'https://example.com');
      org.on(BASE + pathname, { status: response.status, json: response.body });
      const asked = CALLS[`${request.method} ${pathname}`];
      assert.ok(asked, 'the relay has no such call');
      const answer = asked(org.salesforce, request.body ?? {}, searchParams);
      if (response.status >= 400) {
        await assert.rejects(answer, (error) => {
          assert.ok(error instanceof OutsideError);
          assert.ok(error.message.includes(String(response.body['message'])), error.message);
          return true;
        });
      } else {
        const expected = response.body['results'] ?? response.body['rows'] ?? response.body;
        if (pathname !== '/outbox/taken') assert.deepEqual(JSON.parse(JSON.stringify(await answer)), expected);
        else await answer;
      }
      const [sent] = org.outside.askedOf(BASE + pathname);
      assert.equal(sent?.method, request.method);
      if (request.body !== undefined) assert.deepEqual(JSON.parse(sent.body), request.body);
      assert.equal(sent.headers['x-campaign-sync-contract'], '1');
    } finally {
      await org.close();
    }
  });
}
