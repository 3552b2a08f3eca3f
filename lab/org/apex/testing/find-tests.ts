/** Which classes and methods are tests. Apex Developer Guide, "IsTest Annotation", "TestSetup Annotation". */
import type { Annotation } from '../syntax/ast.ts';
import type { MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import { annotationOf, hasAnnotation } from '../compile/annotations.ts';
import type { LinkedProgram } from '../run/program.ts';

export interface TestMethod {
  name: string;
  symbol: MethodSymbol;
  /** Sees the rows of the org. */
  seeAllData: boolean;
}
export interface TestClass {
  name: string;
  setups: MethodSymbol[];
  /** In the order of the source. */
  methods: TestMethod[];
}

/** The test classes that have test methods, by name. */
export function findTests(program: LinkedProgram): TestClass[] {
  return [...program.compilation.universe.user.values()]
    .filter((symbol) => symbol.isTest && symbol.outer === null)
    .map(testClassOf)
    .filter((found) => found.methods.length > 0)
    .sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
}

function testClassOf(symbol: TypeSymbol): TestClass {
  const all = [...symbol.methods.values()].flat().filter((method) => method.owner === symbol);
  all.sort((left, right) => (left.at?.line ?? 0) - (right.at?.line ?? 0));
  const seesAll = (annotation: Annotation | undefined) => annotation?.values.get('seealldata')?.toLowerCase();
  const ofClass = seesAll(annotationOf(symbol, 'istest')) === 'true';
  const methods = all.flatMap((method): TestMethod[] => {
    const annotation = annotationOf(method, 'istest');
    // A class that sees all data opens it to all its methods, whatever they say themselves.
    return annotation ? [{ name: method.name, symbol: method, seeAllData: ofClass || seesAll(annotation) === 'true' }] : [];
  });
  return { name: symbol.name, setups: all.filter((method) => hasAnnotation(method, 'testsetup')), methods };
}

/** A wish of `--class` that no test fits. */
export class NoSuchTest extends Error {}

/**
 * @param wanted `Name` or `Name.method`, in any case; none means all.
 * @throws {NoSuchTest} naming what there is.
 */
export function selectTests(all: TestClass[], wanted: string[]): TestClass[] {
  if (wanted.length === 0) {
    return all;
  }
  const chosen = new Map<TestClass, Set<TestMethod>>();
  for (const wish of wanted) {
    const [className = '', methodName] = wish.toLowerCase().split('.');
    const found = all.find((one) => one.name.toLowerCase() === className);
    if (!found) {
      throw new NoSuchTest(`There is no test class ${wish.split('.')[0]}. There are: ${all.map((one) => one.name).join(', ') || 'none'}.`);
    }
    const methods = found.methods.filter((one) => methodName === undefined || one.name.toLowerCase() === methodName);
    if (methods.length === 0) {
      throw new NoSuchTest(
        `${found.name} has no test method ${wish.split('.')[1]}. It has: ${found.methods.map((one) => one.name).join(', ')}.`
      );
    }
    chosen.set(found, new Set([...(chosen.get(found) ?? []), ...methods]));
  }
  return [...chosen].map(([found, methods]) => ({ ...found, methods: found.methods.filter((one) => methods.has(one)) }));
}
