/**
 * `node lab/marketo/openapi-check.ts FILE…`: whether recorded calls (`serve --record`) fit Adobe's own OpenAPI documents, which lie in the folder
 * MARKETO_OPENAPI_DIR. Prints "N calls checked, M problems" and the problems; exit code 1 when there are problems or no calls.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

type Schema = Record<string, unknown>;
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'body' | 'formData' | 'header';
  required?: boolean;
  type?: string;
  items?: { type?: string };
  schema?: Schema;
}
interface Operation {
  parameters?: Parameter[];
  responses: Record<string, { schema?: Schema }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  definitions: Record<string, Schema>;
}
interface Recorded {
  method: string;
  path: string;
  query: string;
  contentType: string | null;
  body: string;
  status: number;
  answer: unknown;
}

/**
 * Where Adobe's documents are wrong, by Adobe's own documentation and recorded answers: required members that answers do not have (success without
 * errors, skipped records without a lead, members of which only some fields were asked for), values that an enumeration leaves out, and a parameter in
 * two spellings.
 */
const NOT_REQUIRED = [
  ...['errors', 'warnings', 'result', 'leadId', 'reasons', 'moreResult', 'nextPageToken', 'seq', 'status'],
  ...['programId', 'acquiredBy', 'membershipDate', 'reachedSuccess', 'campaignId', 'primaryAttributeValueId', 'primaryAttributeValue']
];
/** The same of single definitions: what is sent and what is answered share one there. */
const NOT_REQUIRED_OF: Record<string, string[]> = {
  CustomActivity: ['id', 'activityDate', 'activityTypeId', 'attributes'],
  Attribute: ['name'],
  ActivityType: ['primaryAttribute'],
  CustomObject: ['marketoGUID'],
  Campaign: ['createdAt', 'name', 'type', 'updatedAt']
};
const NO_ENUM = ['status', 'type', 'applicableProgramType', 'progressionStatusType'];
const OTHER_SPELLING: Record<string, string> = { name: 'Name' };
/**
 * Documented as one thing and answered as another: warnings (objects or text), a folder (`id` or `value`), the value of an activity's attribute. Names of an extract's
 * columns are described and shown as an object by field, and declared as one pair.
 */
const ANY_TYPE = ['warnings', 'costs', 'tags', 'url', 'folder', 'value', 'columnHeaderNames'];

class Checker {
  private readonly documents: { document: Document; ajv: Ajv; templates: { pattern: RegExp; template: string }[] }[];
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(folder: string) {
    this.documents = ['swagger-mapi.json', 'swagger-asset.json'].map((file) => {
      const document = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Document;
      const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
      ajv.addSchema({ $id: 'adobe', definitions: relaxed(withoutWrongNeeds(document.definitions)) });
      const templates = Object.keys(document.paths)
        // An address with fewer parameters is the more exact one.
        .sort((left, right) => left.split('{').length - right.split('{').length)
        .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) }));
      return { document, ajv, templates };
    });
  }

  problems(call: Recorded): string[] {
    for (const { document, ajv, templates } of this.documents) {
      const found = templates.find(({ pattern }) => pattern.test(call.path));
      // What is too long for an address, or has a body, is asked for with POST and this.
      const isForm = call.contentType?.includes('x-www-form-urlencoded') && call.query.includes('_method=GET');
      const query = new URLSearchParams([...new URLSearchParams(call.query), ...new URLSearchParams(isForm ? call.body : '')]);
      const method = query.get('_method') ?? call.method;
      const operation = found && document.paths[found.template]?.[method.toLowerCase()];
      if (found && operation) {
        query.delete('_method');
        const name = `${method} ${found.template}`;
        return [...this.asked(ajv, name, operation, { ...call, query: String(query) }), ...this.answered(ajv, name, operation, call)];
      }
    }
    return [`${call.method} ${call.path}: no document has it.`];
  }

  private asked(ajv: Ajv, name: string, operation: Operation, call: Recorded): string[] {
    const parameters = operation.parameters ?? [];
    const query = new URLSearchParams(call.query);
    const named = (one: string) =>
      parameters.find((known) => known.in !== 'body' && (known.name === one || known.name === OTHER_SPELLING[one]));
    const unknown = [...new Set(query.keys())].filter((one) => !named(one));
    const missing = parameters.filter(
      (one) =>
        one.in === 'query' &&
        one.required &&
        !query.has(one.name) &&
        !Object.keys(OTHER_SPELLING).some((other) => OTHER_SPELLING[other] === one.name && query.has(other))
    );
    const wrong = [...query].filter(([one, value]) => {
      const type = named(one)?.items?.type ?? named(one)?.type;
      return type === 'integer' && !value.split(',').every((part) => /^-?\d+$/.test(part));
    });
    const body = parameters.find((one) => one.in === 'body')?.schema;
    const sent = body && call.contentType?.includes('json') ? this.misfit(ajv, `${name} body`, body, JSON.parse(call.body || 'null')) : [];
    return [
      ...unknown.map((one) => `${name}: the parameter ${one} is not in the document.`),
      ...missing.map((one) => `${name}: the required parameter ${one.name} is missing.`),
      ...wrong.map(([one]) => `${name}: the parameter ${one} is no integer.`),
      ...sent
    ];
  }

  private answered(ajv: Ajv, name: string, operation: Operation, call: Recorded): string[] {
    const schema = operation.responses[String(call.status)]?.schema;
    return schema && call.answer !== null ? this.misfit(ajv, `${name} answer`, schema, call.answer) : [];
  }

  private misfit(ajv: Ajv, what: string, schema: Schema, value: unknown): string[] {
    const validate = this.validators.get(what) ?? ajv.compile(relaxed(schema, 'adobe') as Schema);
    this.validators.set(what, validate);
    // Of a reference that may be null, the other branch fails as well; that says nothing.
    const told = validate(value)
      ? []
      : (validate.errors ?? []).filter((error) => error.keyword !== 'anyOf' && error.message !== 'must be null');
    return told.map((error) => `${what}${error.instancePath.replace(/\/\d+/g, '/n')}: ${error.message}`);
  }
}

function withoutWrongNeeds(definitions: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => {
      const required = (schema['required'] ?? []) as string[];
      const kept = required.filter((member) => !NOT_REQUIRED_OF[name]?.includes(member));
      return [name, { ...schema, ...(kept.length > 0 ? { required: kept } : { required: undefined }) }];
    })
  );
}

/** Every value may be null, as in recorded answers; the exceptions above; references point to where the definitions are. */
function relaxed(value: unknown, base = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => relaxed(one, base));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const made: Schema = {};
  for (const [name, one] of Object.entries(value)) {
    if (name === '$ref') {
      made['anyOf'] = [{ $ref: `${base}${String(one)}` }, { type: 'null' }];
    } else if (name === 'type' && typeof one === 'string') {
      made['type'] = [one, 'null'];
    } else if (name === 'required' && Array.isArray(one)) {
      made['required'] = one.filter((member: string) => !NOT_REQUIRED.includes(member));
    } else if (name === 'properties') {
      made['properties'] = properties(one as Record<string, Schema>, base);
    } else if (!['example', 'description', 'format'].includes(name)) {
      made[name] = relaxed(one, base);
    }
  }
  return made;
}

function properties(given: Record<string, Schema>, base: string): Schema {
  return Object.fromEntries(
    Object.entries(given).map(([name, schema]) => {
      if (ANY_TYPE.includes(name)) {
        return [name, {}];
      }
      const made = relaxed(schema, base) as Schema;
      if (NO_ENUM.includes(name)) {
        delete made['enum'];
      }
      return [name, made];
    })
  );
}

const folder = process.env.MARKETO_OPENAPI_DIR;
if (!folder || !existsSync(folder)) {
  process.stdout.write(
    'Skipped: MARKETO_OPENAPI_DIR names no folder with Adobe’s OpenAPI documents, so calls to Marketo were not held against them.\n'
  );
} else {
  const checker = new Checker(folder);
  const counts = new Map<string, number>();
  let calls = 0;
  for (const file of process.argv.slice(2)) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      calls += 1;
      checker.problems(JSON.parse(line) as Recorded).forEach((problem) => counts.set(problem, (counts.get(problem) ?? 0) + 1));
    }
  }
  process.stdout.write(`${calls} calls checked, ${counts.size} problems\n`);
  counts.forEach((times, problem) => process.stdout.write(`${problem} (${times} times)\n`));
  process.exitCode = calls === 0 || counts.size > 0 ? 1 : 0;
}
