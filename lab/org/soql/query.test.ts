import test from 'node:test';
import assert from 'node:assert/strict';
import { rightsFor, SYSTEM, TestOrg } from '../data/testing/open-data.ts';
import { SoqlError, type Access, type Row } from '../types.ts';

function start() {
  const org = new TestOrg();
  const [spring, autumn] = org.insert(
    'Campaign',
    { Name: 'Spring', Type: 'Webinar', ActualCost: 100, StartDate: '2026-03-09' },
    { Name: 'autumn', ActualCost: 300 }
  );
  const leads = org.insert(
    'Lead',
    { LastName: 'Finch', FirstName: 'Robin', Company: 'Example', Email: 'robin@example.com' },
    { LastName: "O'Hare", Company: 'Sample', Title: '100%' },
    { LastName: 'wren', Company: 'Example' }
  );
  org.insert('CampaignMember', { CampaignId: spring ?? null, LeadId: leads[0] ?? null, Status: 'Responded' });
  org.insert('CampaignMember', { CampaignId: spring ?? null, LeadId: leads[1] ?? null });
  org.insert('CampaignMember', { CampaignId: autumn ?? null, LeadId: leads[0] ?? null });
  return { org, spring: String(spring), autumn: String(autumn), leads };
}
const names = (org: TestOrg, where: string, binds: Record<string, unknown> = {}, field = 'LastName', object = 'Lead') =>
  org.rows(`SELECT ${field} FROM ${object} WHERE ${where}`, binds).map((row) => row[field]);
function refused(org: TestOrg, soql: string, access: Access = SYSTEM): string {
  try {
    org.data.query(soql, {}, access);
    return 'fine';
  } catch (cause) {
    assert.ok(cause instanceof SoqlError, String(cause));
    return `${cause.code}: ${cause.message}`;
  }
}

test('comparisons: texts without case, null is a value of its own, LIKE, lists', () => {
  const { org, leads } = start();
  assert.deepEqual(names(org, "LastName = 'FINCH'"), ['Finch']);
  assert.deepEqual(names(org, "Email != 'robin@example.com'"), ["O'Hare", 'wren']);
  assert.deepEqual(names(org, "FirstName < 'z'"), ['Finch']);
  assert.deepEqual(names(org, 'Email = null'), ["O'Hare", 'wren']);
  assert.deepEqual(names(org, "LastName LIKE 'o\\'h_re'"), ["O'Hare"]);
  assert.deepEqual(names(org, "Title LIKE '100\\\\%'"), ["O'Hare"]);
  assert.deepEqual(names(org, "LastName LIKE '%r%' AND NOT (Company = 'Sample')"), ['wren']);
  assert.deepEqual(names(org, "LastName NOT IN ('Finch', 'x')"), ["O'Hare", 'wren']);
  assert.deepEqual(names(org, 'Id IN :ids', { ids: [leads[2], leads[0]?.slice(0, 15)] }), ['wren', 'Finch']);
  assert.deepEqual(names(org, 'Id IN :ids', { ids: [] }), []);
  assert.deepEqual(names(org, 'LastName LIKE :some', { some: ['fin%', 'wr%'] }), ['Finch', 'wren']);
  assert.deepEqual(names(org, "(LastName = 'wren' OR Email != null) AND IsConverted = false"), ['Finch', 'wren']);
});

test('paths to parents, children, semi joins', () => {
  const { org, spring } = start();
  const members = org.data.query(
    "SELECT Campaign.Name, Campaign.Owner.Name, Lead.Email, Lead.ConvertedContact.Name FROM CampaignMember WHERE Campaign.Type = 'webinar'",
    {},
    SYSTEM
  ).records;
  assert.equal(members.length, 2);
  assert.equal(members[0]?.parents['Campaign']?.fields['Name'], 'Spring');
  assert.equal(members[0]?.parents['Campaign']?.parents['Owner']?.fields['Name'], 'Avery Admin');
  assert.equal(members[0]?.parents['Lead']?.parents['ConvertedContact'], null);
  assert.deepEqual(Object.keys(members[0]?.fields ?? {}), []);
  assert.equal(String(members[0]?.fields['Id']).slice(0, 3), '00v');
  const [parent] = org.data.query(
    'SELECT Name, (SELECT Status, Lead.LastName FROM CampaignMembers ORDER BY Lead.LastName DESC LIMIT 1) FROM Campaign WHERE Id = :spring',
    { spring },
    SYSTEM
  ).records;
  assert.equal(parent?.children['CampaignMembers']?.[0]?.parents['Lead']?.fields['LastName'], "O'Hare");
  assert.deepEqual(names(org, "Id IN (SELECT LeadId FROM CampaignMember WHERE Status = 'Responded')"), ['Finch']);
  assert.deepEqual(names(org, 'Id NOT IN (SELECT LeadId FROM CampaignMember)'), ['wren']);
});

test('order, limits, count', () => {
  const { org } = start();
  const sorted = (by: string) => org.rows(`SELECT LastName FROM Lead ORDER BY ${by}`).map((row) => row['LastName']);
  assert.deepEqual(sorted('LastName'), ['Finch', "O'Hare", 'wren']);
  assert.deepEqual(sorted('Email NULLS LAST, LastName DESC'), ['Finch', 'wren', "O'Hare"]);
  assert.deepEqual(sorted('Email, LastName'), ["O'Hare", 'wren', 'Finch']);
  assert.deepEqual(sorted('LastName DESC LIMIT 1 OFFSET 1'), ["O'Hare"]);
  assert.equal(org.data.query('SELECT COUNT() FROM Lead LIMIT 2', {}, SYSTEM).totalSize, 2);
  assert.equal(org.rows('SELECT Id FROM Lead LIMIT :most', { most: 1 }).length, 1);
});

test('aggregates', () => {
  const { org } = start();
  assert.deepEqual(
    org.rows(
      'SELECT Campaign.Name, Status, COUNT(Id) many FROM CampaignMember GROUP BY Campaign.Name, Status ORDER BY COUNT(Id) DESC, Status'
    ),
    [
      { Name: 'Spring', Status: 'Responded', many: 1 },
      { Name: 'Spring', Status: 'Sent', many: 1 },
      { Name: 'autumn', Status: 'Sent', many: 1 }
    ].sort((a, b) => (a.Status < b.Status ? -1 : 1))
  );
  assert.deepEqual(
    org.rows(
      'SELECT SUM(ActualCost), AVG(ActualCost), MIN(Name), MAX(StartDate) latest, COUNT(Type), COUNT_DISTINCT(OwnerId) FROM Campaign'
    ),
    [{ expr0: 400, expr1: 200, expr2: 'autumn', latest: '2026-03-09', expr3: 1, expr4: 1 }]
  );
  assert.deepEqual(org.rows('SELECT Company FROM Lead GROUP BY Company HAVING COUNT(Id) > 1'), [{ Company: 'Example' }]);
  assert.deepEqual(org.rows('SELECT COUNT(Id) FROM Contact'), [{ expr0: 0 }]);
  assert.deepEqual(org.rows('SELECT CALENDAR_YEAR(CreatedDate) y FROM Lead GROUP BY CALENDAR_YEAR(CreatedDate)'), [{ y: 2026 }]);
  assert.match(refused(org, 'SELECT Name, COUNT(Id) FROM Campaign'), /^MALFORMED_QUERY: [\s\S]*must be grouped or aggregated/);
});

test('days', () => {
  const { org } = start();
  const days = (where: string) => names(org, where, {}, 'Name', 'Campaign');
  assert.deepEqual(days('StartDate = YESTERDAY'), ['Spring']);
  assert.deepEqual(days('StartDate < TODAY'), ['Spring']);
  assert.deepEqual(days('StartDate = LAST_N_DAYS:1'), ['Spring']);
  assert.deepEqual(days('StartDate = THIS_MONTH AND StartDate = THIS_WEEK'), ['Spring']);
  assert.deepEqual(days('StartDate = LAST_N_MONTHS:2'), []);
  assert.deepEqual(days('StartDate >= 2026-03-10'), []);
  assert.deepEqual(days('CreatedDate = TODAY AND StartDate = 2026-03-09'), ['Spring']);
  assert.equal(days('SystemModstamp >= 2026-03-10T13:00:00+01:00').length, 2);
  assert.equal(days('SystemModstamp > 2026-03-10T12:00:00Z').length, 0);
});

test('FIELDS, toLabel, ALL ROWS, FOR UPDATE', () => {
  const { org, leads } = start();
  const [row] = org.rows('SELECT FIELDS(ALL) FROM Lead LIMIT 1');
  assert.ok(row && 'IsConverted' in row && 'Name' in row);
  assert.match(refused(org, 'SELECT FIELDS(ALL) FROM Lead'), /LIMIT of at most 200/);
  assert.deepEqual(org.rows('SELECT toLabel(Status) FROM Lead LIMIT 1'), [{ Status: 'Open - Not Contacted' }]);
  org.try('delete', 'Lead', [{ Id: leads[0] ?? null }]);
  assert.equal(org.rows('SELECT Id FROM Lead').length, 2);
  assert.equal(org.rows('SELECT Id FROM Lead ALL ROWS').length, 3);
  assert.equal(org.rows('SELECT Id FROM Lead FOR UPDATE').length, 2);
  assert.match(refused(org, 'SELECT Id FROM Lead ORDER BY Name FOR UPDATE'), /^MALFORMED_QUERY/);
});

test('errors say what Salesforce says, where', () => {
  const { org } = start();
  assert.equal(
    refused(org, 'SELECT Id, Foo FROM Lead'),
    "INVALID_FIELD: \nSELECT Id, Foo FROM Lead\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Lead'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."
  );
  const cases: [string, RegExp][] = [
    ['SELECT Id FROM Foo', /^INVALID_TYPE: [\s\S]*sObject type 'Foo' is not supported/],
    ['SELECT Id FRM Lead', /^MALFORMED_QUERY: [\s\S]*unexpected token: /],
    ['SELECT Id FROM Lead WHERE', /^MALFORMED_QUERY: [\s\S]*unexpected token: '<EOF>'/],
    ["SELECT Id FROM Lead WHERE LastName = 'a' AND Company = 'b' OR Title = 'c'", /^MALFORMED_QUERY/],
    ['SELECT Id FROM Lead WHERE Nope.Name = null', /^INVALID_FIELD: [\s\S]*Didn't understand relationship 'Nope'/],
    ['SELECT Id FROM Lead WHERE Description = null', /can not be filtered in a query call/],
    [
      "SELECT Id FROM Lead WHERE IsConverted = 'true'",
      /^INVALID_FIELD: value of filter criterion for field 'IsConverted' must be of type boolean/
    ],
    ['SELECT Id FROM Lead WHERE LastName = 3', /must be of type string and should be enclosed in quotes/],
    ["SELECT Id FROM Lead WHERE Id = 'x'", /^INVALID_QUERY_FILTER_OPERATOR: invalid ID field: x/],
    ['SELECT Id FROM Lead WHERE Id = :x', /^MALFORMED_QUERY: [\s\S]*Bind variables only allowed in Apex code/],
    ['SELECT Id, (SELECT Id FROM Nopes) FROM Lead', /Didn't understand relationship 'Nopes' in FROM part/],
    ["SELECT Id FROM Lead WHERE LastName = 'a", /^MALFORMED_QUERY: [\s\S]*string literal not closed/],
    ['SELECT TYPEOF Account WHEN User THEN Name END FROM Contact', /no relationship to several objects/],
    ['SELECT Id FROM Lead USING SCOPE team', /The stand-in has no USING SCOPE team/],
    ["SELECT Id FROM Lead WHERE DISTANCE(Name, Name, 'km') < 1", /The stand-in has no DISTANCE/],
    ['SELECT Id FROM Lead LIMIT 1 OFFSET 3000', /^NUMBER_OUTSIDE_VALID_RANGE: Maximum SOQL offset allowed is 2000/],
    ['SELECT Name n FROM Lead', /only aggregate expressions use field aliasing/]
  ];
  for (const [soql, expected] of cases) {
    assert.match(refused(org, soql), expected, soql);
  }
});

test('user mode sees objects, fields and rows that rights and sharing allow', () => {
  const { org } = start();
  const user = '005Lb0000000009AAA';
  const access: Access = { userId: user, mode: 'user', sharing: true };
  org.rights.set(user, rightsFor({ Lead: 'r' }, { 'Lead.Email': 'r' }));
  assert.equal(refused(org, 'SELECT LastName, Email FROM Lead', access), 'fine');
  assert.match(refused(org, 'SELECT Title FROM Lead', access), /^INVALID_FIELD: [\s\S]*No such column 'Title'/);
  assert.match(refused(org, "SELECT Id FROM Lead WHERE Title = 'x'", access), /^INVALID_FIELD/);
  assert.match(refused(org, 'SELECT Id FROM Campaign', access), /^INVALID_TYPE/);
  assert.match(refused(org, 'SELECT Id FROM Campaign WITH USER_MODE', { ...access, mode: 'system' }), /^INVALID_TYPE/);
  assert.equal(refused(org, 'SELECT Id FROM Campaign WITH SYSTEM_MODE', access), 'fine');
  assert.match(refused(org, 'SELECT Title FROM Lead WITH SECURITY_ENFORCED', { ...access, mode: 'system' }), /^INSUFFICIENT_ACCESS/);
  org.switches.set('leadSharing', 'Private');
  assert.equal(org.rows('SELECT Id FROM Lead', {}, access).length, 0);
  assert.equal(org.rows('SELECT Id FROM Lead', {}, { ...access, mode: 'system', sharing: true }).length, 0);
  assert.equal(org.rows('SELECT Id FROM Lead', {}, { ...access, mode: 'system', sharing: false }).length, 3);
  org.rights.set(user, rightsFor({ Lead: 'rV' }));
  assert.equal(org.rows('SELECT Id FROM Lead', {}, access).length, 3);
});

test('members of 5,000 are found by campaign, person and id without looking at every row', () => {
  const org = new TestOrg();
  const campaign = org.one('Campaign', { Name: 'Big' });
  const leads = org.insert('Lead', ...Array.from({ length: 5_000 }, (_, at): Row => ({ LastName: `L${at}`, Company: 'Example' })));
  org.insert('CampaignMember', ...leads.map((LeadId): Row => ({ CampaignId: campaign, LeadId })));
  org.rows('SELECT Id FROM CampaignMember WHERE CampaignId = :campaign', { campaign });
  /** The best of several times: what else the machine does is no part of it. */
  const timed = (work: () => unknown) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const began = performance.now();
        work();
        return performance.now() - began;
      })
    );
  const all = timed(() => org.rows('SELECT Id, Status, LeadId, Lead.Email FROM CampaignMember WHERE CampaignId = :campaign', { campaign }));
  const some = { campaign, some: leads.slice(0, 200) };
  const few = timed(() => org.rows('SELECT Id FROM CampaignMember WHERE CampaignId = :campaign AND LeadId IN :some', some));
  assert.ok(few < all, `${few} ms for 200, ${all} ms for 5,000`);
});
