import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CalloutError, type Callouts } from '../../../types.ts';
import { ApexBlob } from '../../runtime/dates.ts';
import { checkThrows, runApex } from '../testing/run-apex.ts';
import { restContext, RestRequestValue, RestResponseValue } from './rest-context.ts';

const mock = `public class Answer implements HttpCalloutMock {
  public HttpResponse respond(HttpRequest request) {
    HttpResponse made = new HttpResponse();
    made.setStatusCode(201);
    made.setStatus('Created');
    made.setHeader('X-Kind', 'mock');
    made.setBody(request.getMethod() + ' ' + request.getEndpoint() + ' ' + request.getBody());
    return made;
  }
}`;

test('a callout goes out as it was built', () => {
  const sent: Parameters<Callouts['send']>[0][] = [];
  const { log, execution } = runApex(
    `
    HttpRequest request = new HttpRequest();
    request.setEndpoint('callout:Relay/v1/ring');
    request.setMethod('POST');
    request.setHeader('Content-Type', 'application/json');
    request.setTimeout(5000);
    request.setBody('{"é":1}');
    HttpResponse response = new Http().send(request);
    System.debug(response.getStatusCode() + ' ' + response.getStatus() + ' ' + response.getHeader('x-a') + ' ' + response.getBody());
    System.debug(response.getHeaderKeys() + ' ' + request.getHeader('content-type') + ' ' + response.getHeader('none'));
    System.debug(Limits.getCallouts());
  `,
    {
      callouts: (request) => {
        sent.push(request);
        return { status: 404, headers: { 'X-A': 'b' }, body: 'gone' };
      }
    }
  );
  assert.deepEqual(log, ['404 Not Found b gone', '(X-A) application/json null', '1']);
  assert.deepEqual(sent, [
    {
      method: 'POST',
      url: 'callout:Relay/v1/ring',
      headers: { 'Content-Type': 'application/json' },
      body: '{"é":1}',
      timeoutMs: 5000
    }
  ]);
  assert.equal(execution.transaction.limits.used('callouts'), 1);
});

test('what goes wrong is a CalloutException', () => {
  const send = "HttpRequest r = new HttpRequest(); r.setMethod('GET'); r.setEndpoint('https://relay.example.com'); new Http().send(r);";
  checkThrows(
    {
      [send]: 'System.CalloutException: Read timed out',
      "HttpRequest r = new HttpRequest(); r.setMethod('GET'); new Http().send(r);":
        'System.CalloutException: The callout has no endpoint: call setEndpoint first.',
      "HttpRequest r = new HttpRequest(); r.setEndpoint('https://x.example.com'); r.setMethod('FETCH'); new Http().send(r);":
        'System.CalloutException: Invalid HTTP method: FETCH',
      'new HttpRequest().setTimeout(120001);': 'System.CalloutException: The timeout of a callout is 1 to 120000 milliseconds, not 120001.'
    },
    {
      callouts: () => {
        throw new CalloutError('Read timed out');
      }
    }
  );
  const unmocked = 'System.TypeException: Methods defined as TestMethod do not support Web service callouts';
  checkThrows({ [send]: unmocked, [`try { ${send} } catch (Exception caught) {}`]: unmocked }, { isTest: true });
});

test('uncommitted work refuses a callout', () => {
  const { execution, program } = runApex('', {
    classes: [
      "public class Caller { public static void call() { HttpRequest r = new HttpRequest(); r.setMethod('GET'); r.setEndpoint('https://x.example.com'); new Http().send(r); } }"
    ]
  });
  execution.transaction.pendingWrites = true;
  const method = program.symbol('Caller')?.methods.get('call')?.[0];
  assert.ok(method);
  assert.throws(() => execution.run(() => program.static(method)()), {
    message: 'You have uncommitted work pending. Please commit or rollback before calling out'
  });
});

test('a mock stands in for the network', () => {
  const { log } = runApex(
    `
    Test.setMock(HttpCalloutMock.class, new Answer());
    HttpRequest r = new HttpRequest();
    r.setMethod('PUT');
    r.setEndpoint('https://x.example.com');
    r.setBody('b');
    HttpResponse response = new Http().send(r);
    System.debug(response.getStatusCode() + ' ' + response.getStatus() + ' ' + response.getHeader('X-KIND') + ' ' + response.getBody());
  `,
    { isTest: true, classes: [mock] }
  );
  assert.deepEqual(log, ['201 Created mock PUT https://x.example.com b']);
  checkThrows(
    {
      'Test.setMock(HttpCalloutMock.class, new List<String>());': 'System.TypeException: List<String> does not implement HttpCalloutMock.'
    },
    { isTest: true, classes: [mock] }
  );
});

test('RestContext, from code and from whoever serves the request', () => {
  const { log } = runApex(`
    RestContext.request = new RestRequest();
    RestContext.response = new RestResponse();
    RestContext.request.requestURI = '/v1/x';
    RestContext.request.httpMethod = 'POST';
    RestContext.request.addHeader('A', 'b');
    RestContext.request.addParameter('p', 'q');
    RestContext.request.requestBody = Blob.valueOf('{}');
    RestContext.response.statusCode = 409;
    RestContext.response.addHeader('C', 'd');
    RestRequest r = RestContext.request;
    System.debug(r.requestURI + ' ' + r.headers + ' ' + r.params.get('p') + ' ' + r.requestBody.toString() + ' ' + RestContext.response.statusCode);
  `);
  assert.deepEqual(log, ['/v1/x {A=b} q {} 409']);

  const { execution, program } = runApex('', {
    classes: [
      'public class Served { public static void serve() { RestContext.response.statusCode = 200; RestContext.response.responseBody = Blob.valueOf(RestContext.request.httpMethod); } }'
    ]
  });
  const method = program.symbol('Served')?.methods.get('serve')?.[0];
  assert.ok(method);
  const answer = execution.run(() => {
    const request = new RestRequestValue();
    request.httpMethod = 'GET';
    Object.assign(restContext(), { request, response: new RestResponseValue() });
    program.static(method)();
    return restContext().response;
  });
  assert.equal(answer?.statusCode, 200);
  assert.deepEqual(answer?.responseBody, ApexBlob.fromText('GET'));
});
