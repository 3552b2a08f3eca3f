/** RestContext, RestRequest, RestResponse: the request that an Apex REST method serves. Apex Reference Guide, "RestContext Class". */
import type { ApexMap } from '../../runtime/collections.ts';
import type { ApexBlob } from '../../runtime/dates.ts';
import { runtime } from '../../runtime/current.ts';
import { given, library, mapOf, stored } from '../define.ts';

export class RestRequestValue {
  readonly typeName = 'RestRequest';
  headers: ApexMap = mapOf('String', 'String', []);
  params: ApexMap = mapOf('String', 'String', []);
  httpMethod: string | null = null;
  remoteAddress: string | null = null;
  requestBody: ApexBlob | null = null;
  requestURI: string | null = null;
  resourcePath: string | null = null;
}

export class RestResponseValue {
  readonly typeName = 'RestResponse';
  headers: ApexMap = mapOf('String', 'String', []);
  responseBody: ApexBlob | null = null;
  statusCode: number | null = null;
}

interface RestContextState {
  request: RestRequestValue | null;
  response: RestResponseValue | null;
}

/** Of the running transaction. Whoever serves a request fills it before calling the method and reads the response after. */
export const restContext = (): RestContextState => runtime().state('RestContext', () => ({ request: null, response: null }));

export const restContextClass = library({
  name: 'RestContext',
  members: {
    'static RestRequest request { get; set; }': {
      get: () => restContext().request,
      set: (value: RestRequestValue | null) => {
        restContext().request = value;
      }
    },
    'static RestResponse response { get; set; }': {
      get: () => restContext().response,
      set: (value: RestResponseValue | null) => {
        restContext().response = value;
      }
    }
  }
});

export const restRequest = library({
  name: 'RestRequest',
  members: {
    'new()': () => new RestRequestValue(),
    'Map<String, String> headers { get; set; }': stored<RestRequestValue>('headers'),
    'Map<String, String> params { get; set; }': stored<RestRequestValue>('params'),
    'String httpMethod { get; set; }': stored<RestRequestValue>('httpMethod'),
    'String remoteAddress { get; set; }': stored<RestRequestValue>('remoteAddress'),
    'Blob requestBody { get; set; }': stored<RestRequestValue>('requestBody'),
    'String requestURI { get; set; }': stored<RestRequestValue>('requestURI'),
    'String resourcePath { get; set; }': stored<RestRequestValue>('resourcePath'),
    'void addHeader(String name, String value)': given((self: RestRequestValue, name: string, value: string) => {
      self.headers.put(name, value);
    }),
    'void addParameter(String name, String value)': given((self: RestRequestValue, name: string, value: string) => {
      self.params.put(name, value);
    })
  }
});

export const restResponse = library({
  name: 'RestResponse',
  members: {
    'new()': () => new RestResponseValue(),
    'Map<String, String> headers { get; set; }': stored<RestResponseValue>('headers'),
    'Blob responseBody { get; set; }': stored<RestResponseValue>('responseBody'),
    'Integer statusCode { get; set; }': stored<RestResponseValue>('statusCode'),
    'void addHeader(String name, String value)': given((self: RestResponseValue, name: string, value: string) => {
      self.headers.put(name, value);
    })
  }
});
