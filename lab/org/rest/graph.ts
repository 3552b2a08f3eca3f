/**
 * `composite/graph`: up to 75 graphs of together 500 nodes, each graph all or none and on its own. Nodes are calls on records; a node may use
 * what another answers wherever that one stands (REST API developer guide, "Composite Graph").
 */
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed } from './answers.ts';
import { bodyOf, type Resource, type RestCall } from './call.ts';
import { allOrNone, insideVersion, partOf, type Part } from './composite.ts';

const MOST_GRAPHS = 75;
const MOST_NODES = 500;
const DEEPEST = 15;

interface Graph {
  id: string;
  parts: Part[];
}

export function graphs(call: RestCall, dispatch: Resource): HttpResponse {
  if (call.method !== 'POST') {
    throw methodNotAllowed(call.method, ['POST']);
  }
  const list = bodyOf(call)['graphs'];
  if (!Array.isArray(list) || list.length === 0) {
    throw fail('INVALID_INPUT', 'The request body needs "graphs", a list of graphs.');
  }
  const all = (list as Record<string, unknown>[]).map(graphOf);
  const nodes = all.reduce((sum, graph) => sum + graph.parts.length, 0);
  if (all.length > MOST_GRAPHS || nodes > MOST_NODES) {
    throw fail(
      'LIMIT_EXCEEDED',
      `A request has at most ${MOST_GRAPHS} graphs and ${MOST_NODES} nodes; this has ${all.length} and ${nodes}.`
    );
  }
  if (new Set(all.map((graph) => graph.id)).size < all.length) {
    throw fail('INVALID_INPUT', 'Every graph needs a graphId of its own.');
  }
  return json(200, { graphs: all.map((graph) => serve(call, graph, dispatch)) });
}

function graphOf(given: Record<string, unknown>): Graph {
  const { graphId, compositeRequest } = given;
  if (typeof graphId !== 'string' || graphId === '' || !Array.isArray(compositeRequest) || compositeRequest.length === 0) {
    throw fail('INVALID_INPUT', 'Every graph needs a "graphId" and a "compositeRequest", a list of calls.');
  }
  const parts = (compositeRequest as Record<string, unknown>[]).map(partOf);
  if (new Set(parts.map((part) => part.referenceId)).size < parts.length || parts.some((part) => !part.referenceId)) {
    throw fail('INVALID_INPUT', `Every node of the graph ${graphId} needs a referenceId of its own.`);
  }
  const stray = parts.find((part) => insideVersion(part.url.replace(/@\{[^}]*\}/g, 'x'))?.path[0]?.toLowerCase() !== 'sobjects');
  if (stray) {
    throw fail('INVALID_INPUT', `A graph is made of calls on records; ${stray.method} ${stray.url} is none.`);
  }
  return { id: graphId, parts };
}

function serve(call: RestCall, graph: Graph, dispatch: Resource): Record<string, unknown> {
  const { answers, isSuccessful } = allOrNone(call, sorted(graph), dispatch);
  const byId = new Map(answers.map((answer) => [answer.referenceId, answer]));
  const compositeResponse = graph.parts.map((part) => byId.get(part.referenceId));
  return { graphId: graph.id, graphResponse: { compositeResponse }, isSuccessful };
}

/** Nodes behind those whose answers they use. @throws {RestError} for circles and for chains that are too long. */
function sorted({ id, parts }: Graph): Part[] {
  const known = new Map(parts.map((part) => [part.referenceId, part]));
  const depths = new Map<Part, number>();
  const open = new Set<Part>();
  const order: Part[] = [];
  const visit = (part: Part): number => {
    const depth = depths.get(part);
    if (depth !== undefined) {
      return depth;
    }
    if (open.has(part)) {
      throw fail('INVALID_INPUT', `The nodes of the graph ${id} refer to each other in a circle through ${part.referenceId}.`);
    }
    open.add(part);
    const needed = usedBy(part).flatMap((name) => known.get(name) ?? []);
    const made = 1 + Math.max(0, ...needed.map(visit));
    if (made > DEEPEST) {
      throw fail('LIMIT_EXCEEDED', `The graph ${id} is deeper than ${DEEPEST} nodes.`);
    }
    depths.set(part, made);
    order.push(part);
    return made;
  };
  parts.forEach(visit);
  return order;
}

function usedBy(part: Part): string[] {
  const text = `${part.url} ${JSON.stringify(part.body ?? null)}`;
  return [...text.matchAll(/@\{([^.}[]+)/g)].map((found) => found[1] ?? '');
}
