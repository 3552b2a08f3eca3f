/** SOAP in and out, as far as Salesforce's own tools speak it: one operation a request, the session in the header. */
import { XMLParser } from 'fast-xml-parser';
import type { HttpResponse } from '../types.ts';

export type Xml = Record<string, unknown>;

export interface SoapRequest {
  operation: string;
  /** What the operation is given. */
  body: Xml;
  header: Xml;
  sessionId: string | null;
}

// Texts are kept as they are: anonymous code and zip files mind every character.
const parser = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  processEntities: true
});

/** Null when the text is no envelope with one operation in its body. */
export function parseEnvelope(text: string): SoapRequest | null {
  let tree: Xml;
  try {
    tree = parser.parse(text, true) as Xml;
  } catch {
    return null;
  }
  const envelope = child(tree, 'Envelope');
  const body = child(envelope, 'Body');
  const operation = Object.keys(body).find((name) => name !== '#text');
  if (operation === undefined) {
    return null;
  }
  const header = child(envelope, 'Header');
  return { operation, body: child(body, operation), header, sessionId: textOf(child(header, 'SessionHeader'), 'sessionId') };
}

/** An element's children; none when it has only text or is not there. */
export function child(parent: Xml, name: string): Xml {
  const value = parent[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Xml) : {};
}
export function children(parent: Xml, name: string): Xml[] {
  const value = parent[name];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one) => (typeof one === 'object' ? (one as Xml) : {}));
}
export function textOf(parent: Xml, name: string): string | null {
  const value = parent[name];
  return typeof value === 'string' ? value : null;
}
export function textsOf(parent: Xml, name: string): string[] {
  const value = parent[name];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // XML 1.0 has no other control characters.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '\uFFFD');

/** Lists are repeated elements, null is `xsi:nil`, undefined is left out. */
export function element(name: string, value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (value === null) {
    return `<${name} xsi:nil="true"/>`;
  }
  if (Array.isArray(value)) {
    return value.map((one) => element(name, one)).join('');
  }
  if (typeof value === 'object') {
    return `<${name}>${members(value as Xml)}</${name}>`;
  }
  return `<${name}>${escaped(String(value))}</${name}>`;
}
const members = (value: Xml) =>
  Object.entries(value)
    .map(([name, one]) => element(name, one))
    .join('');

const xml = (status: number, inside: string, namespace: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ` xmlns="${namespace}" xmlns:sf="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inside}</soapenv:Envelope>`
});

/** @param result one element, or several of them where it is a list. */
export function soapAnswer(namespace: string, operation: string, result: unknown, header?: Xml): HttpResponse {
  const head = header ? `<soapenv:Header>${members(header)}</soapenv:Header>` : '';
  const inside = `${head}<soapenv:Body><${operation}Response>${element('result', result)}</${operation}Response></soapenv:Body>`;
  return xml(200, inside, namespace);
}

/** @param code as Salesforce has it, e.g. INVALID_SESSION_ID. */
export function soapFault(namespace: string, code: string, message: string): HttpResponse {
  const fault = `<faultcode>sf:${escaped(code)}</faultcode><faultstring>${escaped(`${code}: ${message}`)}</faultstring>`;
  return xml(500, `<soapenv:Body><soapenv:Fault>${fault}</soapenv:Fault></soapenv:Body>`, namespace);
}
