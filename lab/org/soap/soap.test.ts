import assert from 'node:assert/strict';
import test from 'node:test';
import { openProject, type Lab } from '../server/testing/open-lab.ts';
import { child, element, parseEnvelope, textOf } from './envelope.ts';

async function post(lab: Lab, at: string, operation: string, inside: string, session = lab.token) {
  const body = `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="http://soap.sforce.com/2006/08/apex"><env:Header>
    <a:SessionHeader><a:sessionId>${session}</a:sessionId></a:SessionHeader><a:DebuggingHeader><a:debugLevel>DEBUGONLY</a:debugLevel></a:DebuggingHeader>
    </env:Header><env:Body><${operation} xmlns="http://soap.sforce.com/2006/08/apex">${inside}</${operation}></env:Body></env:Envelope>`;
  const answer = await fetch(`${lab.url}/services/Soap/${at}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: operation },
    body
  });
  return { status: answer.status, text: await answer.text() };
}
const run = async (lab: Lab, code: string) => {
  const { text } = await post(lab, 's/66.0/00D', 'executeAnonymous', element('apexcode', code));
  const answer = parseEnvelope(text);
  return { result: child(answer?.body ?? {}, 'result'), log: textOf(child(answer?.header ?? {}, 'DebuggingInfo'), 'debugLog') ?? '' };
};

test('anonymous Apex runs with a debug log that names its lines', async (t) => {
  const lab = await openProject(t, []);
  const { result, log } = await run(
    lab,
    "System.debug('a < b & c');\ninsert new Account(Name = 'Example');\nSystem.debug(LoggingLevel.ERROR, 2);"
  );
  assert.deepEqual([result['compiled'], result['success']], ['true', 'true']);
  assert.match(log, /^66\.0 APEX_CODE,DEBUG\nExecute Anonymous: System\.debug\('a < b & c'\);\nExecute Anonymous: insert/);
  assert.match(log, /\|USER_DEBUG\|\[1\]\|DEBUG\|a < b & c\n/);
  assert.match(log, /\|USER_DEBUG\|\[3\]\|ERROR\|2\n\S+ \(\d+\)\|EXECUTION_FINISHED\n$/);
  assert.equal((await lab.call('GET', 'query?q=SELECT+count()+FROM+Account')).body.totalSize, 1);
});

test('what does not compile and what throws is told with line and column', async (t) => {
  const lab = await openProject(t, []);
  const wrong = await run(lab, 'Integer i = 1;\ni = nothing;');
  assert.deepEqual(
    ['compiled', 'line', 'compileProblem'].map((name) => wrong.result[name]),
    ['false', '2', 'Variable does not exist: nothing']
  );
  const thrown = await run(lab, 'Integer i;\ni++;');
  assert.deepEqual([thrown.result['compiled'], thrown.result['success']], ['true', 'false']);
  assert.match(String(thrown.result['exceptionStackTrace']), /^AnonymousBlock: line 2, column 1/);
});

test('faults are SOAP faults: no session, no such operation, no envelope, no such API', async (t) => {
  const lab = await openProject(t, []);
  const nobody = await post(lab, 's/66.0/00D', 'executeAnonymous', '', 'wrong');
  assert.equal(nobody.status, 500);
  assert.match(nobody.text, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID/);
  assert.match((await post(lab, 's/66.0/00D', 'wsdlToApex', '')).text, /does not serve wsdlToApex/);
  assert.match((await post(lab, 'u/66.0', 'login', '')).text, /UNSUPPORTED_API_VERSION/);
  const plain = await fetch(`${lab.url}/services/Soap/s/66.0`, { method: 'POST', body: 'nothing' });
  assert.match(await plain.text(), /no SOAP envelope/);
});

test('a link opens the org in a browser', async (t) => {
  const lab = await openProject(t, []);
  const asked = await fetch(`${lab.url}/services/oauth2/singleaccess?redirect_uri=/lightning`, {
    headers: { authorization: `Bearer ${lab.token}` }
  });
  const { frontdoor_uri } = (await asked.json()) as { frontdoor_uri: string };
  assert.match(frontdoor_uri, /\/secur\/frontdoor\.jsp\?otp=.+&startURL=%2Flightning$/);
  assert.match(await (await fetch(frontdoor_uri)).text(), /Signed in as admin@example\.com/);
  assert.equal((await fetch(`${lab.url}/secur/frontdoor.jsp?otp=wrong`)).status, 401);
});
