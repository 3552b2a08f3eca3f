/** The package's metadata is in order, and the checks that say so find what is not. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { checkReferences } from './references.ts';
import { checkShape, readTypes } from './schema.ts';
import { readMetadata, type Finding } from './source.ts';

const root = path.resolve(import.meta.dirname, '../..');
const FOLDERS = ['force-app', 'config'];
const types = readTypes(root);

function look(folder: string): Finding[] {
  const files = readMetadata(folder, FOLDERS);
  return [...checkShape(files, types), ...checkReferences(folder, files)];
}

test('the package’s metadata has the shapes of the Metadata API, and refers to what is there', () => {
  assert.deepEqual(look(root), []);
});

let copy = '';
before(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'metadata-'));
  for (const one of FOLDERS) cpSync(path.join(root, one), path.join(copy, one), { recursive: true });
});
after(() => rmSync(copy, { recursive: true, force: true }));

/** What is found while one text of one file is another. */
function foundAfter(file: string, from: string | RegExp, to: string): string[] {
  const place = path.join(copy, file);
  const standing = readFileSync(place, 'utf8');
  const changed = standing.replace(from, to);
  assert.notEqual(changed, standing, `${file} has nothing like ${String(from)}`);
  writeFileSync(place, changed);
  try {
    return look(copy).map(({ sentence }) => sentence);
  } finally {
    writeFileSync(place, standing);
  }
}

const SETS = 'force-app/main/setup/permissionsets';
const AUTOMATION = 'force-app/main/automation';
const REPORTS = `${AUTOMATION}/reports/Campaign_Sync_for_Marketo`;

for (const [file, from, to, said] of [
  [`${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`, 'Marketo_Admin<', 'Marketo_Boss<', /no custom permission Marketo_Boss/],
  [`${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`, 'MarketoSetupController<', 'MarketoSetup<', /no class MarketoSetup\./],
  [
    `${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`,
    'Campaign.Marketo_Link__c',
    'Campaign.Marketo_Lnk__c',
    /Campaign has no field Marketo_Lnk__c/
  ],
  [`${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`, 'Marketo_Relay-Relay', 'Marketo_Relay-Other', /no principal Marketo_Relay-Other/],
  [`${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`, '<object>Marketo_Link__c', '<object>Campaign', /cannot grant rights on Campaign/],
  [`${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`, '<allowRead>true', '<allowRead>maybe', /allowRead should be a boolean/],
  [
    `${SETS}/Marketo_Sync_Admin.permissionset-meta.xml`,
    'Campaign.Marketo_Link__c',
    'Marketo_Sync_Issue__c.Link__c',
    /required: it follows the object/
  ],
  [`${SETS}/Marketo_Sync_Viewer.permissionset-meta.xml`, /<label>.*<\/label>/, '', /PermissionSet lacks label/],
  [`${AUTOMATION}/tabs/Marketo_Link__c.tab-meta.xml`, '<motif>', '<moteef>x</moteef><motif>', /CustomTab has no element moteef/],
  [
    `${AUTOMATION}/objects/Campaign/fields/Marketo_Members__c.field-meta.xml`,
    '__r.Marketo_Members__c',
    '__r.Members__c',
    /has no field Members__c/
  ],
  [
    `${AUTOMATION}/objects/Campaign/fields/Marketo_Members__c.field-meta.xml`,
    '<type>Number',
    '<type>Numbre',
    /type is Numbre, which is none of/
  ],
  [
    `${AUTOMATION}/objects/Campaign/fields/Marketo_Members__c.field-meta.xml`,
    'Name>Marketo_Members__c',
    'Name>Members__c',
    /fullName is Members__c/
  ],
  [`${AUTOMATION}/layouts/Marketo_Link__c-Marketo_Program_Layout.layout-meta.xml`, '>Channel__c<', '>Chanel__c<', /no field Chanel__c/],
  [`${AUTOMATION}/reportTypes/Marketo_Programs_with_Issues.reportType-meta.xml`, 'Issues__r', 'Troubles__r', /no children Troubles__r/],
  [`${REPORTS}/Sync_Lag.report-meta.xml`, '$Lag_Seconds__c', '$Lag__c', /Marketo_Link__c has no field Lag__c/],
  [`${REPORTS}/Sync_Lag.report-meta.xml`, 'Marketo_Programs__c', 'Marketo_Program__c', /no report type Marketo_Program\./],
  [
    `${AUTOMATION}/dashboards/Campaign_Sync_for_Marketo/Campaign_Sync.dashboard-meta.xml`,
    '/Sync_Lag',
    '/Lag',
    /no report Campaign_Sync_for_Marketo\/Lag/
  ],
  ['force-app/main/programs/tabs/Marketo_Programs.tab-meta.xml', 'marketoPrograms<', 'programs<', /no component programs/],
  ['force-app/main/panel/lwc/marketoCampaignPanel/panelLabels.ts', 'c.Marketo_Panel_Title', 'c.Marketo_Titel', /no label Marketo_Titel/],
  [`${SETS}/Marketo_Sync_Viewer.permissionset-meta.xml`, /Marketo_Link__c<\/tab>/, 'Links__c</tab>', /no tab Links__c/]
] as const) {
  test(`found: ${to || 'a missing element'} in ${path.basename(file)}`, () => {
    const sentences = foundAfter(file, from, to);
    assert.ok(
      sentences.some((sentence) => said.test(sentence)),
      sentences.join('\n')
    );
  });
}
