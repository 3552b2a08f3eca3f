/** Declarations → symbols: first the types' names, then, when all names are known, what they extend and their members. */
import type {
  FieldNode,
  MemberNode,
  MethodNode,
  ConstructorNode,
  Modifiers,
  Parameter,
  PropertyNode,
  TypeName,
  TypeNode
} from '../syntax/ast.ts';
import {
  newSymbol,
  slotOf,
  type FieldSymbol,
  type MethodSymbol,
  type Sharing,
  type TypeSymbol,
  type Visibility
} from '../types/symbols.ts';
import { ERROR, keyOf, nameOf, VOID, type ApexType } from '../types/type.ts';
import type { Universe } from '../types/universe.ts';
import { checkAnnotations, checkClassAnnotations, checkFieldAnnotations, checkMethodAnnotations, hasAnnotation } from './annotations.ts';
import { typeText } from './body.ts';
import { typeVisible } from './members.ts';
import type { Problems } from './problems.ts';
import { checkName } from './reserved.ts';

export interface Origin {
  file: string;
  apiVersion: number;
  /** Gives each class its number. */
  next(symbol: TypeSymbol): number;
}

export function visibilityOf(modifiers: Modifiers): Visibility {
  const { words } = modifiers;
  return words.has('global') || words.has('webservice')
    ? 'global'
    : words.has('public')
      ? 'public'
      : words.has('protected')
        ? 'protected'
        : 'private';
}

function sharingOf(modifiers: Modifiers): Sharing {
  const { words } = modifiers;
  return words.has('with sharing')
    ? 'with'
    : words.has('without sharing')
      ? 'without'
      : words.has('inherited sharing')
        ? 'inherited'
        : 'omitted';
}

const isTestAnnotated = (modifiers: Modifiers): boolean =>
  modifiers.annotations.some((annotation) => annotation.name.toLowerCase() === 'istest');

/** The older keyword `testMethod` says the same as @IsTest on a method. */
function annotationsOf({ modifiers, at }: { modifiers: Modifiers; at: TypeName['at'] }): Modifiers['annotations'] {
  const isKeyword = modifiers.words.has('testmethod') && !isTestAnnotated(modifiers);
  return isKeyword ? [...modifiers.annotations, { name: 'isTest', values: new Map<string, string>(), at }] : modifiers.annotations;
}

export function declareType(problems: Problems, node: TypeNode, outer: TypeSymbol | null, origin: Origin): TypeSymbol {
  const symbol = newSymbol(outer ? `${outer.name}.${node.name}` : node.name, true);
  checkName(problems, node.at, node.name, 'other');
  symbol.kind = node.kind;
  symbol.index = origin.next(symbol);
  symbol.file = origin.file;
  symbol.apiVersion = origin.apiVersion;
  symbol.at = node.at;
  symbol.node = node;
  symbol.outer = outer;
  symbol.annotations = node.modifiers.annotations;
  symbol.visibility = visibilityOf(node.modifiers);
  symbol.abstract = node.modifiers.words.has('abstract');
  symbol.virtual = symbol.abstract || node.modifiers.words.has('virtual');
  symbol.isTest = isTestAnnotated(node.modifiers) || (outer?.isTest ?? false);
  symbol.testVisible = hasAnnotation(symbol, 'testvisible');
  // An inner class does not take the sharing of the class around it.
  symbol.sharing = sharingOf(node.modifiers);
  if (!outer && symbol.visibility === 'private' && !symbol.isTest) {
    problems.add(node.at, `Invalid access modifier for top-level type ${node.name}: use public or global`);
  }
  for (const member of node.members) {
    if (member.kind === 'class' || member.kind === 'interface' || member.kind === 'enum') {
      const key = member.name.toLowerCase();
      if (outer) {
        problems.add(member.at, `Inner types are not allowed to have inner types: ${member.name}`);
      } else if (symbol.inner.has(key)) {
        problems.add(member.at, `Duplicate type name: ${member.name}`);
      } else {
        symbol.inner.set(key, declareType(problems, member, symbol, origin));
      }
    }
  }
  return symbol;
}

/** Third step of three; `resolveSupertypes` comes between, so that inherited inner types are known by name. */
export class MemberDeclarer {
  private readonly universe: Universe;
  private readonly problems: Problems;
  private readonly symbol: TypeSymbol;

  constructor(universe: Universe, problems: Problems, symbol: TypeSymbol) {
    this.universe = universe;
    this.problems = problems;
    this.symbol = symbol;
  }

  declare(): void {
    const { symbol, problems } = this;
    const node = symbol.node as TypeNode;
    checkAnnotations(problems, node.modifiers.annotations, 'class');
    checkClassAnnotations(problems, symbol);
    if (symbol.kind === 'enum') {
      this.constants(node);
    }
    node.members.forEach((member) => this.member(member));
    if (symbol.kind === 'class' && symbol.constructors.length === 0) {
      symbol.constructors.push(this.defaultConstructor(node));
    }
    symbol.inner.forEach((inner) => new MemberDeclarer(this.universe, problems, inner).declare());
  }

  private constants(node: TypeNode): void {
    const type: ApexType = { kind: 'class', symbol: this.symbol, args: [] };
    for (const { name, at } of node.constants) {
      if (this.symbol.fields.has(name.toLowerCase())) {
        this.problems.add(at, `Duplicate field: ${name}`);
        continue;
      }
      this.symbol.constants.push(name);
      const shared = { name, owner: this.symbol, static: true, visibility: 'global' as const, testVisible: false, annotations: [], at };
      this.symbol.fields.set(name.toLowerCase(), {
        ...shared,
        kind: 'field',
        type,
        final: true,
        transient: false,
        property: null,
        enumConstant: true,
        implementation: {}
      });
    }
  }

  private member(node: MemberNode): void {
    switch (node.kind) {
      case 'field':
        return this.fields(node);
      case 'property':
        return this.property(node);
      case 'method':
        return this.method(node);
      case 'constructor':
        return this.constructorOf(node);
      case 'initializer':
        if (node.static) {
          this.noStatics(node.at);
        }
        return undefined;
      default:
        return undefined;
    }
  }

  private noStatics(at: TypeName['at']): void {
    if (this.symbol.outer) {
      this.problems.add(at, 'static can only be used on methods of a top level type');
    }
  }

  private shared(node: { modifiers: Modifiers; at: TypeName['at'] }, name: string) {
    const isStatic = node.modifiers.words.has('static');
    if (isStatic) {
      this.noStatics(node.at);
    }
    return {
      name,
      owner: this.symbol,
      static: isStatic || node.modifiers.words.has('testmethod'),
      visibility: this.symbol.kind === 'interface' ? ('global' as const) : visibilityOf(node.modifiers),
      testVisible: hasAnnotation(node.modifiers, 'testvisible'),
      annotations: annotationsOf(node),
      at: node.at
    };
  }

  private fields(node: FieldNode): void {
    checkAnnotations(this.problems, node.modifiers.annotations, 'field');
    const type = this.type(node.type);
    for (const variable of node.variables) {
      const field = {
        ...this.shared({ modifiers: node.modifiers, at: variable.at }, variable.name),
        kind: 'field' as const,
        type,
        final: node.modifiers.words.has('final'),
        transient: node.modifiers.words.has('transient'),
        property: null,
        enumConstant: false,
        implementation: null
      };
      checkFieldAnnotations(this.problems, field);
      this.addField(field);
    }
  }

  private property(node: PropertyNode): void {
    checkAnnotations(this.problems, node.modifiers.annotations, 'field');
    const shared = this.shared(node, node.name);
    const side = (accessor: PropertyNode['get']): Visibility | null => {
      const explicit = accessor && [...accessor.modifiers.words].some((word) => /^(private|protected|public|global)$/.test(word));
      return accessor === null ? null : explicit ? visibilityOf(accessor.modifiers) : shared.visibility;
    };
    const field = {
      ...shared,
      kind: 'field' as const,
      type: this.type(node.type),
      final: false,
      transient: node.modifiers.words.has('transient'),
      property: { get: side(node.get), set: side(node.set), getBody: Boolean(node.get?.body), setBody: Boolean(node.set?.body) },
      enumConstant: false,
      implementation: null
    };
    checkFieldAnnotations(this.problems, field);
    this.addField(field);
  }

  private addField(field: FieldSymbol): void {
    const key = field.name.toLowerCase();
    checkName(this.problems, field.at as TypeName['at'], field.name, 'variable');
    if (this.symbol.fields.has(key)) {
      this.problems.add(field.at as TypeName['at'], `Duplicate field: ${field.name}`);
      return;
    }
    this.symbol.fields.set(key, field);
  }

  private parameters(parameters: Parameter[]): { name: string; type: ApexType }[] {
    return parameters.map((parameter) => ({ name: parameter.name, type: this.type(parameter.type) }));
  }

  private method(node: MethodNode): void {
    checkAnnotations(this.problems, node.modifiers.annotations, 'method');
    const { words } = node.modifiers;
    const parameters = this.parameters(node.parameters);
    const method: MethodSymbol = {
      ...this.shared(node, node.name),
      kind: 'method',
      parameters,
      returns: node.returns === null ? VOID : this.type(node.returns),
      abstract: words.has('abstract') || this.symbol.kind === 'interface',
      virtual: words.has('virtual') || words.has('abstract') || words.has('override') || this.symbol.kind === 'interface',
      override: words.has('override'),
      slot: slotOf(
        node.name,
        parameters.map(({ type }) => nameOf(type))
      ),
      implementation: null
    };
    this.checkBody(node, method);
    checkMethodAnnotations(this.problems, method);
    checkName(this.problems, node.at, node.name, 'other');
    const key = node.name.toLowerCase();
    const others = this.symbol.methods.get(key) ?? [];
    if (others.some((other) => sameParameters(other, method))) {
      this.problems.add(node.at, `Method already defined: ${node.name} SIGNATURE ${describe(method)} from the type ${this.symbol.name}`);
      return;
    }
    this.symbol.methods.set(key, [...others, method]);
  }

  private checkBody(node: MethodNode, method: MethodSymbol): void {
    if (this.symbol.kind === 'interface') {
      return;
    }
    if (method.abstract && node.body) {
      this.problems.add(node.at, `Abstract methods cannot have a body: ${describe(method)}`);
    } else if (!method.abstract && !node.body) {
      this.problems.add(node.at, `Non-abstract method must have a body: ${describe(method)}`);
    } else if (method.abstract && !this.symbol.abstract) {
      this.problems.add(node.at, `Only abstract classes can have abstract methods: ${describe(method)}`);
    }
  }

  private constructorOf(node: ConstructorNode): void {
    checkAnnotations(this.problems, node.modifiers.annotations, 'constructor');
    if (node.name.toLowerCase() !== this.symbol.simpleName.toLowerCase()) {
      this.problems.add(node.at, `Invalid constructor name: ${node.name}`);
      return;
    }
    const parameters = this.parameters(node.parameters);
    const method: MethodSymbol = {
      ...this.shared(node, node.name),
      kind: 'constructor',
      parameters,
      returns: VOID,
      abstract: false,
      virtual: false,
      override: false,
      slot: constructorSlot(this.symbol, parameters),
      implementation: null
    };
    if (this.symbol.constructors.some((other) => sameParameters(other, method))) {
      this.problems.add(node.at, `Constructor already defined: ${describe(method)}`);
      return;
    }
    this.symbol.constructors.push(method);
  }

  private defaultConstructor(node: TypeNode): MethodSymbol {
    return {
      ...this.shared({ modifiers: { words: new Set(), annotations: [] }, at: node.at }, this.symbol.simpleName),
      visibility: 'global',
      kind: 'constructor',
      parameters: [],
      returns: VOID,
      abstract: false,
      virtual: false,
      override: false,
      slot: constructorSlot(this.symbol, []),
      implementation: null
    };
  }

  private type(name: TypeName): ApexType {
    const type = this.universe.resolve(name, this.symbol);
    if (!type) {
      this.problems.add(name.at, `Invalid type: ${typeText(name)}`);
      return ERROR;
    }
    if (type.kind === 'class' && !typeVisible(type.symbol, this.symbol)) {
      this.problems.add(name.at, `Type is not visible: ${nameOf(type)}`);
    }
    return type;
  }
}

export const constructorSlot = (symbol: TypeSymbol, parameters: { type: ApexType }[]): string =>
  `k${symbol.index}${slotOf(
    '',
    parameters.map(({ type }) => nameOf(type))
  )}`;

export const sameParameters = (left: { parameters: { type: ApexType }[] }, right: { parameters: { type: ApexType }[] }): boolean =>
  left.parameters.length === right.parameters.length &&
  left.parameters.every(({ type }, index) => keyOf(type) === keyOf(right.parameters[index]?.type as ApexType));

export const describe = (method: MethodSymbol): string =>
  `${nameOf(method.returns)} ${method.name}(${method.parameters.map(({ type }) => nameOf(type)).join(', ')})`;
