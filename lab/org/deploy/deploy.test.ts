/** Deployments over real HTTP, through REST and SOAP, to an org with rows. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import { openFolder, openProject, type Lab } from '../server/testing/open-lab.ts';
import { child, children, element, parseEnvelope, textOf, type Xml } from '../soap/envelope.ts';
import { readZip, writeZip } from './zip.ts';

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const META = `<ApexClass ${XMLNS}><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>`;
const apex = (name: string, source: string) => ({ [`classes/${name}.cls`]: source, [`classes/${name}.cls-meta.xml`]: META });
const packageXml = (types: Record<string, string[]>) =>
  `<Package ${XMLNS}>${Object.entries(types)
    .map(([name, names]) => `<types>${names.map((one) => `<members>${one}</members>`).join('')}<name>${name}</name></types>`)
    .join('')}<version>66.0</version></Package>`;

const zipped = (files: Record<string, string>) => writeZip(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));

async function ended(lab: Lab, id: string) {
  for (let tries = 0; tries < 600; tries++) {
    const { deployResult } = (await lab.call('GET', `metadata/deployRequest/${id}?includeDetails=true`)).body;
    if (deployResult.done) {
      return deployResult;
    }
    await sleep(10);
  }
  throw new Error(`The deployment ${id} does not end.`);
}

/** Through REST, as multipart with a binary zip. */
async function deploy(lab: Lab, files: Record<string, string>, options: Record<string, unknown> = {}) {
  const form = new FormData();
  form.append('json', new Blob([JSON.stringify({ deployOptions: options })], { type: 'application/json' }));
  form.append('file', new Blob([new Uint8Array(zipped(files))], { type: 'application/zip' }), 'deploy.zip');
  const started = await fetch(`${lab.url}/services/data/v66.0/metadata/deployRequest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${lab.token}` },
    body: form
  });
  assert.equal(started.status, 201);
  return ended(lab, ((await started.json()) as { id: string }).id);
}

async function soap(lab: Lab, operation: string, inside: string): Promise<Xml> {
  const body = `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header><SessionHeader xmlns="http://soap.sforce.com/2006/04/metadata"><sessionId>${lab.token}</sessionId></SessionHeader></env:Header><env:Body><${operation} ${XMLNS}>${inside}</${operation}></env:Body></env:Envelope>`;
  const answer = await fetch(`${lab.url}/services/Soap/m/66.0`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
  return parseEnvelope(await answer.text())?.body ?? {};
}

const FIELD = (name: string) => `<fields><fullName>${name}</fullName><label>${name}</label><length>20</length><type>Text</type></fields>`;
const failures = (result: {
  details: { componentFailures: { fileName: string; lineNumber: number; columnNumber: number; problem: string }[] };
}) => result.details.componentFailures.map((one) => [one.fileName, one.lineNumber, one.problem]);

test('fields and code are live at once, and the rows stay', async (t) => {
  const lab = await openProject(t, ['public class Old { public static Integer one() { return 1; } }']);
  const { id } = (await lab.call('POST', 'sobjects/Lead', { LastName: 'Lin', Company: 'Example' })).body;
  const trigger = 'trigger Codes on Lead (before update) { for (Lead one : Trigger.new) { one.Code__c = Coder.code(); } }';
  const result = await deploy(lab, {
    'package.xml': packageXml({ ApexClass: ['Coder'], ApexTrigger: ['Codes'], CustomField: ['Lead.Code__c'] }),
    ...apex('Coder', "public class Coder { public static String code() { return 'c' + Old.one(); } }"),
    'triggers/Codes.trigger': trigger,
    'triggers/Codes.trigger-meta.xml': META.replaceAll('ApexClass', 'ApexTrigger'),
    'objects/Lead.object': `<CustomObject ${XMLNS}>${FIELD('Code__c')}</CustomObject>`
  });
  assert.deepEqual([result.status, result.numberComponentsDeployed, failures(result)], ['Succeeded', 3, []]);
  const told = result.details.componentSuccesses.map((one: { componentType: string; fullName: string; created: boolean }) => [
    one.componentType,
    one.fullName,
    one.created
  ]);
  assert.deepEqual(told.sort(), [
    ['', 'package.xml', false],
    ['ApexClass', 'Coder', true],
    ['ApexTrigger', 'Codes', true],
    ['CustomField', 'Lead.Code__c', true]
  ]);
  assert.equal((await lab.call('PATCH', `sobjects/Lead/${id}`, { LastName: 'Changed' })).status, 204);
  assert.equal((await lab.call('GET', `sobjects/Lead/${id}`)).body.Code__c, 'c1');
  const again = await deploy(lab, {
    'package.xml': packageXml({ ApexClass: ['Old'] }),
    ...apex('Old', 'public class Old { public static Integer one() { return 2; } }')
  });
  assert.equal(again.details.componentSuccesses[1].created, false);
  await lab.call('PATCH', `sobjects/Lead/${id}`, { LastName: 'Again' });
  assert.equal((await lab.call('GET', `sobjects/Lead/${id}`)).body.Code__c, 'c2');
});

test('what does not compile is told with file, line and column, also where it breaks others, and nothing of it is live', async (t) => {
  const lab = await openProject(t, [
    'public class Old {\n  public static Integer one() { return 1; }\n}',
    'public class User1 {\n  public Integer x = Old.one();\n}'
  ]);
  const wrong = await deploy(lab, {
    'package.xml': packageXml({ ApexClass: ['Bad'] }),
    ...apex('Bad', 'public class Bad {\n  Integer i = nothing;\n}')
  });
  assert.deepEqual([wrong.status, wrong.success, wrong.numberComponentErrors], ['Failed', false, 1]);
  assert.deepEqual(failures(wrong), [['classes/Bad.cls', 2, 'Variable does not exist: nothing']]);
  assert.ok(wrong.details.componentFailures[0].columnNumber > 1);
  const breaking = await deploy(lab, { 'package.xml': packageXml({ ApexClass: ['Old'] }), ...apex('Old', 'public class Old {}') });
  assert.match(String(failures(breaking)[0]?.[2]), /^Dependent class is invalid and needs recompilation:\n Class User1 : /);
  const missing = await deploy(lab, { 'package.xml': packageXml({ ApexClass: ['Nowhere'] }) });
  assert.match(String(failures(missing)[0]?.[2]), /'Nowhere' of type ApexClass was named in package\.xml, but was not found/);
  const flow = await deploy(lab, { 'package.xml': packageXml({ Flow: ['F'] }), 'flows/F.flow': `<Flow ${XMLNS}/>` });
  assert.deepEqual(failures(flow), [['flows/F.flow', 1, 'The stand-in does nothing with a flow.']]);
  const strange = await deploy(lab, {
    'package.xml': packageXml({ CustomField: ['Lead.X__c'] }),
    'objects/Lead.object': `<CustomObject ${XMLNS}><fields><fullName>X__c</fullName><label>X</label><type>Robot</type></fields></CustomObject>`
  });
  assert.match(String(failures(strange)[0]?.[2]), /Robot/);
  assert.equal((await lab.call('GET', 'query?q=SELECT+Name+FROM+ApexClass')).body.totalSize, 2);
  assert.equal((await deploy(lab, {})).details.componentFailures[0].problem, 'No package.xml found');
});

test('a validation checks and leaves everything as it was', async (t) => {
  const lab = await openProject(t, []);
  const files = { 'package.xml': packageXml({ ApexClass: ['A'] }), ...apex('A', 'public class A {}') };
  const result = await deploy(lab, files, { checkOnly: true });
  assert.deepEqual([result.status, result.checkOnly], ['Succeeded', true]);
  assert.equal((await lab.call('GET', 'query?q=SELECT+Id+FROM+ApexClass')).body.totalSize, 0);
});

test('tests decide: a failing one, or too little covered, keeps the deployment out', async (t) => {
  const lab = await openProject(t, []);
  const adder = 'public class Adder {\n  public static Integer add(Integer a, Integer b) {\n    return a + b;\n  }\n}';
  const tests = (expected: number) =>
    `@IsTest private class AdderTest {\n  @IsTest static void adds() {\n    System.assertEquals(${expected}, Adder.add(1, 1));\n  }\n}`;
  const files = (expected: number) => ({
    'package.xml': packageXml({ ApexClass: ['Adder', 'AdderTest'] }),
    ...apex('Adder', adder),
    ...apex('AdderTest', tests(expected))
  });
  const failed = await deploy(lab, files(3), { testLevel: 'RunLocalTests' });
  assert.deepEqual(
    [failed.status, failed.numberTestErrors, failed.details.runTestResult.failures[0].stackTrace],
    [...['Failed', 1, 'Class.AdderTest.adds: line 3, column 1']]
  );
  const good = await deploy(lab, files(2), { testLevel: 'RunSpecifiedTests', runTests: ['AdderTest'] });
  assert.deepEqual(
    [good.status, good.numberTestsCompleted, good.details.runTestResult.codeCoverage[0].numLocationsNotCovered],
    ['Succeeded', 1, 0]
  );
  const bare = await deploy(
    lab,
    {
      'package.xml': packageXml({ ApexClass: ['Bare'] }),
      ...apex(
        'Bare',
        `public class Bare { public void f() {\n${'Integer i;\ni = 1;\n'.replace('i;', 'i;').repeat(1)}${'System.debug(1);\n'.repeat(20)}} }`
      )
    },
    { testLevel: 'RunLocalTests' }
  );
  assert.equal(bare.status, 'Failed');
  assert.match(
    bare.details.runTestResult.codeCoverageWarnings[0].message,
    /^Average test coverage .* at least 75% test coverage is required\.$/
  );
});

test('through SOAP: deploy, check, delete, retrieve, list and describe', async (t) => {
  const lab = await openProject(t, ['public class Old {}'], {
    'objects/Lead/fields/Own__c.field-meta.xml': `<CustomField ${XMLNS}><fullName>Own__c</fullName><label>Own</label><type>Checkbox</type></CustomField>`
  });
  const source = `public class Quoted { String s = '${"\\'a<&".repeat(600)}'; }`;
  const files = {
    'package.xml': packageXml({ ApexClass: ['Quoted'], CustomLabels: ['CustomLabels'] }),
    ...apex('Quoted', source),
    'labels/CustomLabels.labels': `<CustomLabels ${XMLNS}><labels><fullName>Greeting</fullName><language>en_US</language><protected>false</protected><shortDescription>g</shortDescription><value>Hello</value></labels></CustomLabels>`
  };
  const started = child(
    await soap(lab, 'deploy', element('ZipFile', zipped(files).toString('base64')) + element('DeployOptions', { singlePackage: true })),
    'result'
  );
  const id = textOf(started, 'id') ?? '';
  assert.equal((await ended(lab, id)).status, 'Succeeded');
  const checked = child(await soap(lab, 'checkDeployStatus', element('asyncProcessId', id) + element('includeDetails', true)), 'result');
  assert.deepEqual([textOf(checked, 'done'), children(child(checked, 'details'), 'componentSuccesses').length], ['true', 3]);

  const wanted = element('request', {
    apiVersion: '66.0',
    unpackaged: {
      types: [
        { members: '*', name: 'ApexClass' },
        { members: ['Lead', 'Nowhere'], name: 'CustomObject' },
        { members: 'CustomLabels', name: 'CustomLabels' }
      ],
      version: '66.0'
    }
  });
  const asked = child(await soap(lab, 'retrieve', wanted), 'result');
  const answer = child(await soap(lab, 'checkRetrieveStatus', element('asyncProcessId', textOf(asked, 'id'))), 'result');
  const zip = readZip(Buffer.from(textOf(answer, 'zipFile') ?? '', 'base64'));
  assert.equal(zip.get('unpackaged/classes/Quoted.cls')?.toString(), source);
  assert.ok(zip.has('unpackaged/classes/Old.cls-meta.xml'));
  assert.match(zip.get('unpackaged/objects/Lead.object')?.toString() ?? '', /<fields>\s*<fullName>Own__c<\/fullName>/);
  assert.match(zip.get('unpackaged/labels/CustomLabels.labels')?.toString() ?? '', /<value>Hello<\/value>/);
  assert.match(textOf(child(answer, 'messages'), 'problem') ?? '', /'CustomObject' named 'Nowhere' cannot be found/);

  const listed = await soap(lab, 'listMetadata', element('queries', { type: 'ApexClass' }));
  assert.deepEqual(
    children(listed, 'result').map((one) => one['fullName']),
    ['Old', 'Quoted']
  );
  assert.ok(
    children(child(await soap(lab, 'describeMetadata', ''), 'result'), 'metadataObjects').some((one) => one['xmlName'] === 'PermissionSet')
  );

  const gone = await deploy(lab, {
    'package.xml': packageXml({}),
    'destructiveChanges.xml': packageXml({ ApexClass: ['Old'], CustomField: ['Lead.Own__c'] })
  });
  assert.deepEqual([gone.status, gone.details.componentSuccesses[1].deleted], ['Succeeded', true]);
  assert.deepEqual(
    (await lab.call('GET', 'query?q=SELECT+Name+FROM+ApexClass')).body.records.map((one: { Name: string }) => one.Name),
    ['Quoted']
  );
  assert.equal((await lab.call('GET', 'query?q=SELECT+Own__c+FROM+Lead')).body[0].errorCode, 'INVALID_FIELD');
});

test('permission sets that are deployed hold whole; without Modify All Data nobody deploys', async (t) => {
  const lab = await openProject(t, []);
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Minimum Access - API Only Integrations' });
  const { accessToken, userId } = (await lab.control('POST', 'session', { username: 'lee@example.com' })).body;
  const lee = { authorization: `Bearer ${accessToken}` };
  assert.equal((await lab.call('GET', 'sobjects/Lead/describe', undefined, lee)).status, 404);
  const xml = `<PermissionSet ${XMLNS}><label>Reads</label><objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Lead</object><viewAllRecords>false</viewAllRecords></objectPermissions></PermissionSet>`;
  const result = await deploy(lab, { 'package.xml': packageXml({ PermissionSet: ['Reads'] }), 'permissionsets/Reads.permissionset': xml });
  assert.equal(result.status, 'Succeeded', JSON.stringify(failures(result)));
  const [set] = (await lab.call('GET', "query?q=SELECT+Id+FROM+PermissionSet+WHERE+Name='Reads'")).body.records;
  await lab.call('POST', 'sobjects/PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: set.Id });
  assert.equal((await lab.call('GET', 'sobjects/Lead/describe', undefined, lee)).status, 200);
  assert.equal((await lab.call('POST', 'metadata/deployRequest', {}, lee)).body[0].errorCode, 'INSUFFICIENT_ACCESS');
});

test('on disk a deployment outlives a restart, and an object that is deleted takes its rows along', async (t) => {
  const { folder } = await openProject(t, ['public class Old {}']);
  const data = path.join(folder, 'data');
  const lab = await openFolder(t, folder, data);
  const object = `<CustomObject ${XMLNS}><deploymentStatus>Deployed</deploymentStatus>${FIELD('Code__c')}<label>Crate</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Crates</pluralLabel><sharingModel>ReadWrite</sharingModel></CustomObject>`;
  const crate = {
    'package.xml': packageXml({ CustomObject: ['Crate__c'], ApexClass: ['Packer'] }),
    'objects/Crate__c.object': object,
    ...apex('Packer', 'public class Packer { Crate__c c; }')
  };
  const made = await deploy(lab, crate);
  assert.equal(made.status, 'Succeeded', JSON.stringify(made));
  assert.equal((await lab.call('POST', 'sobjects/Crate__c', { Name: 'One', Code__c: 'c1' })).status, 201);
  await lab.front.close();
  const again = await openFolder(t, folder, data);
  assert.equal((await again.call('GET', 'query?q=SELECT+Code__c+FROM+Crate__c')).body.records[0].Code__c, 'c1');
  const gone = await deploy(again, {
    'package.xml': packageXml({}),
    'destructiveChanges.xml': packageXml({ CustomObject: ['Crate__c'], ApexClass: ['Packer'] })
  });
  assert.equal(gone.status, 'Succeeded', JSON.stringify(gone));
  assert.equal((await again.call('GET', 'sobjects/Crate__c/describe')).status, 404);
  assert.deepEqual(
    (await again.call('GET', 'query?q=SELECT+Name+FROM+ApexClass')).body.records.map((one: { Name: string }) => one.Name),
    ['Old']
  );
});

test('code whose scheduled job waits is not replaced', async (t) => {
  const lab = await openProject(t, ['public class Nightly implements Schedulable { public void execute(SchedulableContext c) {} }']);
  const run = await lab.call(
    'GET',
    `tooling/executeAnonymous?anonymousBody=${encodeURIComponent("System.schedule('n', '0 0 3 * * ?', new Nightly());")}`
  );
  assert.ok(run.body.success, JSON.stringify(run.body));
  const result = await deploy(lab, { 'package.xml': packageXml({ ApexClass: ['A'] }), ...apex('A', 'public class A {}') });
  assert.match(String(failures(result)[0]?.[2]), /^This schedulable class has jobs pending or in progress/);
  assert.ok(existsSync(path.join(lab.folder, 'force-app')));
});
