import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { noMetadata, TestOrg } from './testing/open-data.ts';

function folder(t: test.TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'org-data-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('rows, ids and deletions survive; what was rolled back does not; ids are not given twice', (t) => {
  const at = folder(t);
  const first = new TestOrg(noMetadata(), at);
  const campaign = first.one('Campaign', { Name: 'Kept' });
  const lead = first.one('Lead', { LastName: 'Gone', Company: 'Example' });
  first.try('delete', 'Lead', [{ Id: lead }]);
  first.data.begin();
  first.one('Campaign', { Name: 'Rolled back' });
  first.data.rollback();
  const { orgId } = first.data;
  first.data.close();

  const second = new TestOrg(noMetadata(), at);
  assert.equal(second.data.orgId, orgId);
  assert.deepEqual(second.rows('SELECT Id, Name FROM Campaign'), [{ Id: campaign, Name: 'Kept' }]);
  assert.equal(second.rows('SELECT Id FROM CampaignMemberStatus').length, 2);
  assert.deepEqual(second.rows('SELECT Id FROM Lead WHERE IsDeleted = true ALL ROWS'), [{ Id: lead }]);
  assert.notEqual(second.one('Lead', { LastName: 'New', Company: 'Example' }), lead);
  second.data.close();
});

test('killed in the middle of writing, every row that was told as saved is there, in whole transactions', async (t) => {
  const at = folder(t);
  const script = path.join(import.meta.dirname, 'testing', 'write-forever.ts');
  const child = spawn(process.execPath, [script, at], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    told = Number(line);
    if (told === 40) {
      child.kill('SIGKILL');
    }
  });
  await once(child, 'exit');
  assert.ok(told >= 40, `the writer came to ${told} only`);
  const org = new TestOrg(noMetadata(), at);
  const names = org.rows("SELECT Name FROM Campaign WHERE Name LIKE 'Pair %'").map((row) => String(row['Name']));
  for (let pair = 1; pair <= told; pair += 1) {
    assert.equal(names.filter((name) => name === `Pair ${pair}`).length, 2, `pair ${pair}`);
  }
  assert.equal(names.length % 2, 0);
  org.data.close();
});
