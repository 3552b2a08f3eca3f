/** Apex REST: which class answers an address, and the call of its method. Apex Developer Guide, "Exposing Apex Classes as REST Web Services". */
import { fail, json, methodNotAllowed } from '../../rest/answers.ts';
import type { HttpRequest, HttpResponse } from '../../types.ts';
import { HTTP_VERBS, annotationOf, hasAnnotation } from '../compile/annotations.ts';
import { mapOf } from '../library/define.ts';
import { RestRequestValue, RestResponseValue, restContext } from '../library/http/rest-context.ts';
import { parseTyped } from '../library/json/read.ts';
import { toJson } from '../library/json/write.ts';
import { ApexBlob } from '../runtime/dates.ts';
import type { ApexException } from '../runtime/exception-value.ts';
import { stackText } from '../runtime/exception-value.ts';
import { exceptionText } from '../runtime/text.ts';
import type { MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import { VOID } from '../types/type.ts';
import type { LinkedProgram } from './program.ts';

export interface Resource {
  symbol: TypeSymbol;
  /** `/marketo-sync/v1/*`. */
  mapping: string;
}

export class RestResources {
  private readonly program: LinkedProgram;
  private readonly namespace: string | null;
  private readonly resources: Resource[];

  constructor(program: LinkedProgram, namespace: string | null) {
    this.program = program;
    this.namespace = namespace;
    this.resources = [...program.compilation.universe.user.values()].flatMap((symbol) => {
      const mapping = annotationOf(symbol, 'restresource')?.values.get('urlmapping');
      return mapping === undefined ? [] : [{ symbol, mapping }];
    });
  }

  /** The exact mapping before a wildcard, the longer wildcard before the shorter. */
  find(path: string): Resource | null {
    const address = this.addressOf(path);
    const matching = this.resources.filter(({ mapping }) =>
      mapping.endsWith('*') ? address.startsWith(mapping.slice(0, -1)) : address === mapping || address === `${mapping}/`
    );
    const rank = ({ mapping }: Resource) => (mapping.endsWith('*') ? mapping.length : Infinity);
    return matching.sort((left, right) => rank(right) - rank(left))[0] ?? null;
  }

  /** Without query, and without the namespace that leads the addresses of a managed package. */
  private addressOf(path: string): string {
    const address = path.split('?')[0] ?? '';
    const lead = `/${this.namespace}/`;
    return this.namespace !== null && address.startsWith(lead) ? address.slice(lead.length - 1) : address;
  }

  /** Inside of the request's transaction. @throws what leaves the method. */
  call(resource: Resource, request: HttpRequest, path: string): HttpResponse {
    const verb = `http${request.method.toLowerCase()}`;
    const methods = [...resource.symbol.methods.values()].flat();
    const method = methods.find((candidate) => HTTP_VERBS.includes(verb) && hasAnnotation(candidate, verb));
    if (!method) {
      const allowed = methods.flatMap((candidate) => HTTP_VERBS.filter((name) => hasAnnotation(candidate, name)));
      throw methodNotAllowed(
        request.method,
        allowed.map((name) => name.slice(4).toUpperCase())
      );
    }
    const context = restContext();
    context.request = requestOf(request, this.addressOf(path), path, resource);
    context.response = new RestResponseValue();
    const returned = this.program.static(method)(...this.argumentsOf(method, request.body));
    return answerOf(context.response ?? new RestResponseValue(), method, returned);
  }

  /** A method with parameters gets them from the members of the JSON body. */
  private argumentsOf(method: MethodSymbol, body: string): unknown[] {
    if (method.parameters.length === 0) {
      return [];
    }
    let given: Record<string, unknown>;
    try {
      given = JSON.parse(body) as Record<string, unknown>;
    } catch (cause) {
      throw fail('JSON_PARSER_ERROR', (cause as Error).message);
    }
    const { runtimeTypes } = this.program.compilation;
    return method.parameters.map(({ name, type }) => {
      const value = given[name];
      return value === undefined || value === null ? null : parseTyped(JSON.stringify(value), runtimeTypes.of(type), false);
    });
  }
}

/** Header names come without their case from HTTP; Apex sees them as they are usually written. */
const headerName = (name: string) => name.replace(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase());

function requestOf(request: HttpRequest, address: string, path: string, { mapping }: Resource): RestRequestValue {
  const made = new RestRequestValue();
  made.httpMethod = request.method;
  made.requestURI = address;
  made.resourcePath = `/services/apexrest${mapping}`;
  made.remoteAddress = '127.0.0.1';
  made.requestBody = ApexBlob.fromText(request.body);
  made.headers = mapOf(
    'String',
    'String',
    Object.entries(request.headers).map(([name, value]) => [headerName(name), value] as const)
  );
  made.params = mapOf('String', 'String', [...new URL(path, 'http://org').searchParams.entries()]);
  return made;
}

function answerOf(response: RestResponseValue, method: MethodSymbol, returned: unknown): HttpResponse {
  const own = Object.fromEntries(response.headers.entries().map(([name, value]) => [String(name).toLowerCase(), String(value)]));
  const headers = { 'content-type': 'application/json;charset=UTF-8', ...own };
  const status = response.statusCode ?? 200;
  if (method.returns !== VOID) {
    return { status, headers, body: toJson(returned, { suppressNulls: false, pretty: false }) };
  }
  return { status, headers, body: response.responseBody === null ? '' : Buffer.from(response.responseBody.bytes).toString('utf8') };
}

/** What a caller gets when an exception leaves the method. */
export function uncaughtAnswer(cause: ApexException): HttpResponse {
  return json(500, [{ errorCode: 'APEX_ERROR', message: `${exceptionText(cause)}\n\n${stackText(cause.stack)}` }]);
}
