/** Answers out of static resources. Apex Developer Guide, "Testing HTTP Callouts Using Static Resources". */
import { runtime } from '../../runtime/current.ts';
import { ApexBlob } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { given, library, type LibraryDeclaration } from '../define.ts';
import type { HttpRequestValue } from './messages.ts';
import { HttpResponseValue } from './messages.ts';

/** The content of a static resource. @throws System.CalloutException when there is none of this name. */
export function resourceNamed(name: string, exception = 'CalloutException'): ApexBlob {
  const { data, transaction } = runtime();
  const soql = 'SELECT Body FROM StaticResource WHERE Name = :name';
  const [row] = data.query(soql, { name }, { userId: transaction.userId, mode: 'system', sharing: false }).records;
  if (!row) {
    throw apexError(exception, `There is no static resource ${name}.`);
  }
  return new ApexBlob(Buffer.from(String(row.fields['Body'] ?? ''), 'base64'));
}

class MockValue {
  readonly typeName: string;
  readonly byEndpoint = new Map<string, string>();
  single: string | null = null;
  statusCode = 200;
  status = 'OK';
  readonly headers: [string, string][] = [];
  constructor(typeName: string) {
    this.typeName = typeName;
  }
}

function respond(self: MockValue, request: HttpRequestValue): HttpResponseValue {
  const name = self.single ?? self.byEndpoint.get(request.endpoint ?? '');
  if (name === undefined) {
    throw apexError('CalloutException', `No static resource is set for the endpoint ${request.endpoint}.`);
  }
  const response = new HttpResponseValue();
  response.bytes = resourceNamed(name);
  response.statusCode = self.statusCode;
  response.status = self.status;
  self.headers.forEach(([header, value]) => response.headers.set(header, value));
  return response;
}

const shared: NonNullable<LibraryDeclaration['members']> = {
  'void setHeader(String name, String value)': given(
    (self: MockValue, name: string, value: string) => void self.headers.push([name, value])
  ),
  'void setStatus(String status)': given((self: MockValue, status: string) => {
    self.status = status;
  }),
  'void setStatusCode(Integer code)': given((self: MockValue, code: number) => {
    self.statusCode = code;
  }),
  'HttpResponse respond(HttpRequest request)': given(respond)
};

export const staticMocks: LibraryDeclaration[] = [
  library({
    name: 'StaticResourceCalloutMock',
    implements: ['HttpCalloutMock'],
    members: {
      ...shared,
      'new()': () => new MockValue('StaticResourceCalloutMock'),
      'void setStaticResource(String name)': given((self: MockValue, name: string) => {
        self.single = name;
      })
    }
  }),
  library({
    name: 'MultiStaticResourceCalloutMock',
    implements: ['HttpCalloutMock'],
    members: {
      ...shared,
      'new()': () => new MockValue('MultiStaticResourceCalloutMock'),
      'void setStaticResource(String endpoint, String name)': given(
        (self: MockValue, endpoint: string, name: string) => void self.byEndpoint.set(endpoint, name)
      )
    }
  })
];

/** What a library mock answers; null for a mock of user code. */
export const libraryResponse = (mock: unknown, request: HttpRequestValue): HttpResponseValue | null =>
  mock instanceof MockValue ? respond(mock, request) : null;
