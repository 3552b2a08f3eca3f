/** Http.send and what stands in for it in tests. Apex Developer Guide, "Invoking Callouts Using Apex". */
import { STATUS_CODES } from 'node:http';
import { CalloutError } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { ApexBlob } from '../../runtime/dates.ts';
import { apexError, UncatchableException } from '../../runtime/exception-value.ts';
import { uncatchable } from '../../runtime/machine.ts';
import { triggerFlag } from '../../runtime/trigger-context.ts';
import { jobState } from '../async/jobs.ts';
import { given, library, open } from '../define.ts';
import type { HttpRequestValue } from './messages.ts';
import { HttpResponseValue } from './messages.ts';
import { libraryResponse } from './static-mocks.ts';

const METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT', 'TRACE'];

function send(_self: unknown, request: HttpRequestValue): unknown {
  const { transaction, test, program } = runtime();
  const method = request.method?.toUpperCase() ?? '';
  if (!METHODS.includes(method)) {
    throw apexError(
      'CalloutException',
      method === '' ? 'The callout has no method: call setMethod first.' : `Invalid HTTP method: ${method}`
    );
  }
  if (!request.endpoint) {
    throw apexError('CalloutException', 'The callout has no endpoint: call setEndpoint first.');
  }
  checkPlace();
  transaction.limits.use('callouts', 1);
  if (transaction.pendingWrites) {
    throw apexError('CalloutException', 'You have uncommitted work pending. Please commit or rollback before calling out');
  }
  if (test !== null) {
    const mock = test.mocks.get('httpcalloutmock');
    if (mock === undefined) {
      // Apex Developer Guide, "Testing HTTP Callouts": tests that perform callouts fail, whatever they catch.
      throw uncatchable(
        new UncatchableException('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts')
      );
    }
    return libraryResponse(mock, request) ?? program.invoke(mock, 'respond', [request]);
  }
  return callOut(method, request);
}

/** Where no callout may be made. Apex Developer Guide, "Callout Limits and Limitations", "Queueable Apex", "Using Batch Apex". */
export function checkPlace(): void {
  const { context } = runtime().transaction;
  if (triggerFlag('isExecuting')) {
    throw apexError('CalloutException', 'Callout from triggers are currently not supported.');
  }
  if (context === 'scheduled') {
    throw apexError('CalloutException', 'Callout from scheduled Apex not supported.');
  }
  if (!jobState().callouts) {
    throw apexError('CalloutException', 'Callout not allowed from this job: its class does not implement Database.AllowsCallouts.');
  }
}

function callOut(method: string, request: HttpRequestValue): HttpResponseValue {
  const { callouts } = runtime();
  const body = request.bytes.text();
  if (body === null) {
    throw apexError('CalloutException', 'This org sends bodies of UTF-8 text only.');
  }
  try {
    const answer = callouts.send({
      method,
      url: request.endpoint ?? '',
      headers: request.headers.plain(),
      body,
      timeoutMs: request.timeout
    });
    const response = new HttpResponseValue();
    response.statusCode = answer.status;
    response.status = STATUS_CODES[answer.status] ?? '';
    for (const [name, value] of Object.entries(answer.headers)) {
      response.headers.set(name, value);
    }
    response.bytes = ApexBlob.fromText(answer.body);
    return response;
  } catch (cause) {
    if (cause instanceof CalloutError) {
      throw apexError('CalloutException', cause.message);
    }
    throw cause;
  }
}

class HttpValue {
  readonly typeName = 'Http';
}

export const http = library({
  name: 'Http',
  members: { 'new()': () => new HttpValue(), 'HttpResponse send(HttpRequest request)': given(send) }
});

export const httpCalloutMock = library({
  name: 'HttpCalloutMock',
  kind: 'interface',
  members: { 'HttpResponse respond(HttpRequest request)': open }
});
