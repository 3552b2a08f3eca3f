/**
 * `composite/tree/X`: new records with their children, nested, all or none: up to 200 records, five types and five levels (REST API developer
 * guide, "sObject Tree"). `sf data import tree` writes with it.
 */
import type { HttpResponse, ObjectDef, SaveResult } from '../types.ts';
import { fail, json, methodNotAllowed, RestError, type ErrorEntry } from './answers.ts';
import { accessOf, bodyOf, dmlOptions, objectNamed, type RestCall } from './call.ts';
import { rowOf } from './sobjects.ts';
import { statement } from './statement.ts';

const MOST = 200;
const MOST_TYPES = 5;
const DEEPEST = 5;

interface Node {
  object: ObjectDef;
  referenceId: string;
  fields: Record<string, unknown>;
  /** The look-up to the parent, with the parent. */
  parent: { node: Node; field: string } | null;
  level: number;
  id: string | null;
}

export function tree(call: RestCall): HttpResponse {
  if (call.method !== 'POST') {
    throw methodNotAllowed(call.method, ['POST']);
  }
  const object = objectNamed(call, call.path[2] ?? '');
  const records = bodyOf(call)['records'];
  if (!Array.isArray(records)) {
    throw fail('INVALID_INPUT', 'The request body needs "records", a list of records.');
  }
  const nodes = nodesOf(call, object, records as Record<string, unknown>[], null, 1);
  check(nodes);
  try {
    call.transact(() => save(call, nodes));
  } catch (cause) {
    if (cause instanceof Refused) {
      return json(400, { hasErrors: true, results: cause.results });
    }
    throw cause;
  }
  return json(201, { hasErrors: false, results: nodes.map(({ referenceId, id }) => ({ referenceId, id })) });
}

function nodesOf(call: RestCall, object: ObjectDef, records: Record<string, unknown>[], parent: Node['parent'], level: number): Node[] {
  return records.flatMap((record) => {
    const { type, referenceId } = (record['attributes'] ?? {}) as { type?: unknown; referenceId?: unknown };
    if (typeof type !== 'string' || type.toLowerCase() !== object.name.toLowerCase()) {
      throw fail('INVALID_INPUT', `Each record needs "attributes" with its "type"; here it has to be ${object.name}.`);
    }
    if (typeof referenceId !== 'string' || referenceId === '') {
      throw fail('INVALID_INPUT', 'Include a reference ID for each record in the request. [referenceId]');
    }
    const node: Node = { object, referenceId, fields: {}, parent, level, id: null };
    const below: Node[] = [];
    for (const [name, value] of Object.entries(record)) {
      const children = (value as { records?: unknown } | null)?.records;
      const relation = object.childRelationships.find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
      if (Array.isArray(children) && relation) {
        const child = objectNamed(call, relation.childObject);
        below.push(...nodesOf(call, child, children as Record<string, unknown>[], { node, field: relation.field }, level + 1));
      } else if (name !== 'attributes') {
        node.fields[name] = value;
      }
    }
    return [node, ...below];
  });
}

function check(nodes: Node[]): void {
  if (nodes.length === 0 || nodes.length > MOST) {
    throw fail('INVALID_INPUT', `A tree has from 1 to ${MOST} records; this has ${nodes.length}.`);
  }
  if (new Set(nodes.map((node) => node.object)).size > MOST_TYPES || nodes.some((node) => node.level > DEEPEST)) {
    throw fail('INVALID_INPUT', `A tree has at most ${MOST_TYPES} types of records and ${DEEPEST} levels.`);
  }
  const twice = nodes.find((node, index) => nodes.findIndex((one) => one.referenceId === node.referenceId) < index);
  if (twice) {
    throw fail('INVALID_INPUT', `Duplicate ReferenceId provided in the request. ${twice.referenceId}`);
  }
}

class Refused extends Error {
  readonly results: Record<string, unknown>[];
  constructor(results: Record<string, unknown>[]) {
    super('refused');
    this.results = results;
  }
}

/** Level by level, one statement a type, so that parents have their ids. @throws {Refused} */
function save(call: RestCall, nodes: Node[]): void {
  for (let level = 1; level <= DEEPEST; level++) {
    const here = nodes.filter((node) => node.level === level);
    for (const object of new Set(here.map((node) => node.object))) {
      const group = here.filter((node) => node.object === object);
      const rows = group.map((node) => rowFor(call, node));
      const results = statement(call.parts.machine.data, 'insert', object.name, rows, dmlOptions(call), accessOf(call));
      const bad = group.flatMap((node, index) => errorsOf(node, results[index]));
      if (bad.length > 0) {
        throw new Refused(bad);
      }
      group.forEach((node, index) => (node.id = results[index]?.id ?? null));
    }
  }
}

function rowFor(call: RestCall, node: Node) {
  try {
    const row = rowOf(call, node.object, node.fields);
    return node.parent ? { ...row, [node.parent.field]: node.parent.node.id } : row;
  } catch (cause) {
    throw cause instanceof RestError ? new Refused([{ referenceId: node.referenceId, errors: cause.entries.map(treeError) }]) : cause;
  }
}
const treeError = ({ errorCode, message, fields }: ErrorEntry) => ({ statusCode: errorCode, message, fields: fields ?? [] });

function errorsOf(node: Node, result: SaveResult | undefined): Record<string, unknown>[] {
  return result?.success ? [] : [{ referenceId: node.referenceId, errors: result?.errors ?? [] }];
}
