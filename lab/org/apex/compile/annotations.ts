/** Annotations: which exist, where they may stand, what they demand. Apex Developer Guide, "Annotations". */
import type { Annotation, Position } from '../syntax/ast.ts';
import type { FieldSymbol, MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import { VOID, isLibrary, isPrimitive, nameOf, type ApexType } from '../types/type.ts';
import type { Problems } from './problems.ts';

type Target = 'class' | 'method' | 'field' | 'constructor';

const KNOWN: Record<string, Target[]> = {
  auraenabled: ['method', 'field'],
  deprecated: ['class', 'method', 'field', 'constructor'],
  future: ['method'],
  httpdelete: ['method'],
  httpget: ['method'],
  httppatch: ['method'],
  httppost: ['method'],
  httpput: ['method'],
  invocablemethod: ['method'],
  invocablevariable: ['field'],
  istest: ['class', 'method'],
  jsonaccess: ['class'],
  namespaceaccessible: ['class', 'method', 'field', 'constructor'],
  readonly: ['method', 'class'],
  remoteaction: ['method'],
  restresource: ['class'],
  suppresswarnings: ['class', 'method', 'field', 'constructor'],
  testsetup: ['method'],
  testvisible: ['class', 'method', 'field', 'constructor']
};

export const HTTP_VERBS = ['httpget', 'httppost', 'httpput', 'httppatch', 'httpdelete'];

export const hasAnnotation = (on: { annotations: Annotation[] }, name: string): boolean => annotationOf(on, name) !== undefined;

export function annotationOf(on: { annotations: Annotation[] }, name: string): Annotation | undefined {
  return on.annotations.find((annotation) => annotation.name.toLowerCase() === name);
}

export function checkAnnotations(problems: Problems, on: Annotation[], target: Target): void {
  for (const annotation of on) {
    const targets = KNOWN[annotation.name.toLowerCase()];
    if (!targets) {
      problems.add(annotation.at, `Annotation does not exist: ${annotation.name}`);
    } else if (!targets.includes(target)) {
      problems.add(annotation.at, `Annotation @${annotation.name} is not allowed on a ${target}`);
    }
  }
}

export function checkClassAnnotations(problems: Problems, symbol: TypeSymbol): void {
  const rest = annotationOf(symbol, 'restresource');
  if (rest) {
    if (symbol.visibility !== 'global') {
      problems.add(rest.at, 'Classes defined as @RestResource must be global');
    }
    if (symbol.outer) {
      problems.add(rest.at, '@RestResource can only be used on a top-level class');
    }
    if (!rest.values.get('urlmapping')?.startsWith('/')) {
      problems.add(rest.at, "@RestResource needs urlMapping, and it must start with '/'");
    }
  }
  const test = annotationOf(symbol, 'istest');
  if (test && symbol.outer) {
    problems.add(test.at, '@IsTest classes must be top-level classes');
  }
}

export function checkMethodAnnotations(problems: Problems, method: MethodSymbol): void {
  const at = method.at as Position;
  const where = `${nameOf(method.returns)} ${method.owner.name}.${method.name}`;
  const need = (name: string, holds: boolean, message: string): void => {
    if (hasAnnotation(method, name) && !holds) {
      problems.add(at, message);
    }
  };
  need(
    'auraenabled',
    method.static || /^get/i.test(method.name),
    `AuraEnabled methods must be static or named with a prefix 'get': ${where}`
  );
  need(
    'auraenabled',
    method.visibility === 'public' || method.visibility === 'global',
    `AuraEnabled methods must be public or global: ${where}`
  );
  need('future', method.static && method.returns === VOID, `Future methods must be static and return void: ${where}`);
  need(
    'future',
    method.parameters.every((parameter) => isPlain(parameter.type)),
    `Unsupported parameter type in a future method: ${where}`
  );
  need(
    'invocablemethod',
    method.static && (method.visibility === 'public' || method.visibility === 'global'),
    `InvocableMethod methods must be static and public or global: ${where}`
  );
  need(
    'invocablemethod',
    method.parameters.length <= 1 && method.parameters.every(({ type }) => isLibrary(type, 'List')),
    `InvocableMethod methods take at most one parameter, a List: ${where}`
  );
  need(
    'testsetup',
    method.static && method.returns === VOID && method.parameters.length === 0,
    `TestSetup methods must be static, return void and take no arguments: ${where}`
  );
  if (hasAnnotation(method, 'istest') && method.at) {
    need('istest', method.owner.isTest || method.owner.outer !== null, `Test methods must be in test classes: ${where}`);
    need('istest', method.static && method.returns === VOID, `Test methods must be static and return void: ${where}`);
    need('istest', method.parameters.length === 0, `Test methods must take no arguments: ${where}`);
  }
  for (const verb of HTTP_VERBS) {
    need(verb, hasAnnotation(method.owner, 'restresource'), `@${verb} methods must be in a class annotated with @RestResource: ${where}`);
    need(verb, method.static && method.visibility === 'global', `@${verb} methods must be global static: ${where}`);
  }
}

/** What a future method takes: primitives and collections of them. */
function isPlain(type: ApexType): boolean {
  return isPrimitive(type) ? !isPrimitive(type, 'Object') : isLibrary(type, 'List', 'Set', 'Map') && type.args.every(isPlain);
}

export function checkFieldAnnotations(problems: Problems, field: FieldSymbol): void {
  if (hasAnnotation(field, 'invocablevariable') && field.visibility !== 'public' && field.visibility !== 'global') {
    problems.add(field.at as Position, `InvocableVariable fields must be public or global: ${field.name}`);
  }
}
