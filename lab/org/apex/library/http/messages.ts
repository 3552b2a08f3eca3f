/** HttpRequest and HttpResponse. Apex Reference Guide, the classes of these names. */
import { ApexBlob } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { given, library, listOf } from '../define.ts';
import { loadDocument, XmlDocumentValue } from '../xml/dom.ts';
import { StreamReaderValue } from '../xml/stream-reader.ts';

/** Header names keep the case in which they were set first, and are found in any. */
export class Headers {
  private readonly held = new Map<string, { name: string; value: string }>();

  get(name: string): string | null {
    return this.held.get(name.toLowerCase())?.value ?? null;
  }
  set(name: string, value: string): void {
    this.held.set(name.toLowerCase(), { name: this.held.get(name.toLowerCase())?.name ?? name, value });
  }
  names(): string[] {
    return [...this.held.values()].map(({ name }) => name);
  }
  plain(): Record<string, string> {
    return Object.fromEntries([...this.held.values()].map(({ name, value }) => [name, value]));
  }
}

class Message {
  readonly headers = new Headers();
  bytes: ApexBlob = ApexBlob.fromText('');

  /** Text of the body; bytes that are no UTF-8 are replaced. */
  text(): string {
    return new TextDecoder().decode(this.bytes.bytes);
  }
}

export class HttpRequestValue extends Message {
  readonly typeName = 'HttpRequest';
  endpoint: string | null = null;
  method: string | null = null;
  /** Milliseconds. Apex Developer Guide, "Callout Limits": 10 s unless said otherwise, 120 s at most. */
  timeout = 10_000;
  compressed = false;
  tostring$0(): string {
    return `System.HttpRequest[Endpoint=${this.endpoint}, Method=${this.method}]`;
  }
}

export class HttpResponseValue extends Message {
  readonly typeName = 'HttpResponse';
  statusCode = 0;
  status = '';
  tostring$0(): string {
    return `System.HttpResponse[Status=${this.status}, StatusCode=${this.statusCode}]`;
  }
}

function setTimeout(self: HttpRequestValue, timeout: number): void {
  if (timeout < 1 || timeout > 120_000) {
    throw apexError('CalloutException', `The timeout of a callout is 1 to 120000 milliseconds, not ${timeout}.`);
  }
  self.timeout = timeout;
}

const setText = given((self: Message, text: string) => {
  self.bytes = ApexBlob.fromText(text);
});
const setBytes = given((self: Message, bytes: ApexBlob) => {
  self.bytes = bytes;
});
const setDocument = given((self: Message, document: XmlDocumentValue) => {
  self.bytes = ApexBlob.fromText(document.write());
});
const document = (self: Message): XmlDocumentValue => {
  const made = new XmlDocumentValue();
  loadDocument(made, self.text());
  return made;
};
const text = (self: Message): string => self.text();
const bytes = (self: Message): ApexBlob => self.bytes;
const getHeader = given((self: Message, name: string) => self.headers.get(name));
const setHeader = given((self: Message, name: string, value: string) => self.headers.set(name, value));

export const httpRequest = library({
  name: 'HttpRequest',
  members: {
    'new()': () => new HttpRequestValue(),
    'String getBody()': text,
    'Blob getBodyAsBlob()': bytes,
    'void setBody(String body)': setText,
    'void setBodyAsBlob(Blob body)': setBytes,
    'Dom.Document getBodyDocument()': document,
    'void setBodyDocument(Dom.Document document)': setDocument,
    'Boolean getCompressed()': (self: HttpRequestValue) => self.compressed,
    'void setCompressed(Boolean compressed)': given((self: HttpRequestValue, compressed: boolean) => {
      self.compressed = compressed;
    }),
    'String getEndpoint()': (self: HttpRequestValue) => self.endpoint,
    'void setEndpoint(String endpoint)': given((self: HttpRequestValue, endpoint: string) => {
      self.endpoint = endpoint;
    }),
    'String getHeader(String name)': getHeader,
    'void setHeader(String name, String value)': setHeader,
    'String getMethod()': (self: HttpRequestValue) => self.method,
    'void setMethod(String method)': given((self: HttpRequestValue, method: string) => {
      self.method = method;
    }),
    'void setTimeout(Integer timeout)': given(setTimeout)
  }
});

export const httpResponse = library({
  name: 'HttpResponse',
  members: {
    'new()': () => new HttpResponseValue(),
    'String getBody()': text,
    'Blob getBodyAsBlob()': bytes,
    'void setBody(String body)': setText,
    'void setBodyAsBlob(Blob body)': setBytes,
    'Dom.Document getBodyDocument()': document,
    'XmlStreamReader getXmlStreamReader()': (self: HttpResponseValue) => new StreamReaderValue(self.text()),
    'String getHeader(String name)': getHeader,
    'List<String> getHeaderKeys()': (self: HttpResponseValue) => listOf('String', self.headers.names()),
    'void setHeader(String name, String value)': setHeader,
    'String getStatus()': (self: HttpResponseValue) => self.status,
    'void setStatus(String status)': given((self: HttpResponseValue, status: string) => {
      self.status = status;
    }),
    'Integer getStatusCode()': (self: HttpResponseValue) => self.statusCode,
    'void setStatusCode(Integer code)': given((self: HttpResponseValue, code: number) => {
      self.statusCode = code;
    })
  }
});
