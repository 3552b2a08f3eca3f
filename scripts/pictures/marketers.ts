/**
 * `node scripts/pictures/marketers.ts`: draws docs/pictures/marketers.svg from what the stand-in of Marketo shows after the relay's own setup and the relay's own
 * calls: the palette, one person's activities, and two smart lists. Drawn anew when names change; docs/marketers.md shows it.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startMarketo } from '../../lab/marketo/server.ts';
import { setUpActivities, setUpObject } from '../../relay/src/automation/setup.ts';
import { createMarketo } from '../../relay/src/marketo/marketo.ts';
import { guardHosts } from '../../relay/src/outgoing/hosts.ts';

const FILE = path.resolve(import.meta.dirname, '../../docs/pictures/marketers.svg');
const CAMPAIGN = { campaignId: '7015g00000A1b2cAAB', name: 'Field dinner' };

const lab = await startMarketo({ port: 0, data: null, record: null, switches: {}, latencyMs: 0, controlKey: 'control' });
async function control<T>(method: string, resource: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${lab.ready.url}/lab/${resource}`, {
    method,
    headers: { authorization: 'Bearer control' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
  return (await answer.json()) as T;
}
const { url, clientId, clientSecret } = lab.ready;
const gate = { run: <T>(_weight: 'people' | 'sync', call: () => Promise<T>) => call() };
const hosts = guardHosts([new URL(url).host]);
const marketo = createMarketo({ url, clientId, clientSecret, salesforceIdField: 'salesforceRecordId', gate, hosts });

const { ids } = await setUpActivities(marketo);
const { object } = await setUpObject(marketo);
const emails = ['robin.ash@example.com', 'sasha.birch@example.com', 'toni.cedar@example.com'];
const { leads } = await control<{ leads: { id: number }[] }>('POST', 'seed', { leads: emails.map((email) => ({ email })) });
const [robin = 0, sasha = 0, toni = 0] = leads.map(({ id }) => id);
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000);
const common = { primaryValue: CAMPAIGN.name };
const attributes = (more: Record<string, string | boolean>, changeId: string) => ({ campaignId: CAMPAIGN.campaignId, ...more, changeId });
await marketo.addActivities([
  { ...common, typeId: ids.added, leadId: robin, at: day(5), attributes: attributes({ status: 'Invited', responded: false }, 'a1') },
  {
    ...common,
    typeId: ids.changed,
    leadId: robin,
    at: day(1),
    attributes: attributes({ oldStatus: 'Invited', newStatus: 'Attended', responded: true }, 'a2')
  },
  { ...common, typeId: ids.added, leadId: sasha, at: day(2), attributes: attributes({ status: 'Invited', responded: false }, 'a3') },
  { ...common, typeId: ids.added, leadId: toni, at: day(40), attributes: attributes({ status: 'Invited', responded: false }, 'a4') }
]);
const record = (leadId: number, status: string, responded: boolean) => ({
  leadId,
  campaignId: CAMPAIGN.campaignId,
  campaignName: CAMPAIGN.name,
  status,
  responded
});
await marketo.putRecords(object ?? '', [record(robin, 'Attended', true), record(sasha, 'Invited', false), record(toni, 'Invited', false)]);

const palette = await control<{ triggers: string[]; filters: string[]; objects: string[] }>('GET', 'palette');
interface Shown {
  type: string | number;
  primaryValue: string;
  attributes: Record<string, unknown>;
}
const { activities } = await control<{ activities: Shown[] }>('GET', `leads/${robin}/activities`);
const list = async (filter: object) => (await control<{ leads: { email: string }[] }>('POST', 'smart-lists', { filters: [filter] })).leads;
const lately = await list({ filter: 'Was Added to Salesforce Campaign', withinDays: 7, constraints: { Campaign: CAMPAIGN.name } });
const present = await list({ filter: 'Has Salesforce Campaign Memberships', constraints: { Campaign: CAMPAIGN.name, Status: 'Invited' } });
await lab.close();

const told = activities
  .filter(({ type }) => typeof type === 'string')
  .flatMap(({ type, primaryValue, attributes: { 'Change Id': _own, 'Campaign Id': _id, ...rest } }) => [
    `${String(type)} · ${primaryValue}`,
    `   ${Object.entries(rest)
      .map(([name, value]) => `${name}: ${String(value)}`)
      .join('   ')}`
  ]);
const panels: [string, string[]][] = [
  ['Palette: triggers', palette.triggers],
  ['Palette: filters', [...palette.filters, ...palette.objects]],
  [`Activity log of ${emails[0]}`, told],
  ['Smart list: Was Added to Salesforce Campaign, in the past 7 days, Campaign is Field dinner', lately.map(({ email }) => email)],
  ['Smart list: Has Salesforce Campaign Memberships, Campaign is Field dinner, Status is Invited', present.map(({ email }) => email)]
];

const LINE = 22;
const WIDTH = 860;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
let y = 16;
const drawn = panels.map(([title, lines]) => {
  const height = LINE * (lines.length + 1) + 26;
  const rows = lines.map((line, index) => `<text x="32" y="${y + 50 + index * LINE}" xml:space="preserve">${escaped(line)}</text>`);
  const panel = `<rect x="16" y="${y}" width="${WIDTH - 32}" height="${height}" rx="6" fill="#fff" stroke="#c9c9c9"/><text x="32" y="${y + 24}" font-weight="bold" fill="#5c4c9f">${escaped(title)}</text>${rows.join('')}`;
  y += height + 14;
  return panel;
});
writeFileSync(
  FILE,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="14" fill="#222"><rect width="${WIDTH}" height="${y}" fill="#f4f4f7"/>${drawn.join('\n')}</svg>\n`
);
