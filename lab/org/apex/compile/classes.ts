/** A class as JavaScript: its fields, initialisers, constructors, methods and accessors. */
import type { ConstructorNode, Expression, MemberNode, MethodNode, PropertyNode, Statement, TypeNode } from '../syntax/ast.ts';
import { supertypes } from '../types/convert.ts';
import { aliasOf, type MethodSymbol, type TypeSymbol } from '../types/symbols.ts';
import { argumentsOf, substitute, VOID, nameOf, type ApexType } from '../types/type.ts';
import { Body, settle, type BodyPlace } from './body.ts';
import { convert } from './convert-value.ts';
import { compileExpression } from './expression.ts';
import { constructorCall } from './creation.ts';
import { constructorSlot } from './declare.ts';
import { implementationOf, isException } from './inheritance.ts';
import { compileStatements, mark } from './statements.ts';

/** What the classes of one file share. */
export type ClassPlace = Pick<BodyPlace, 'universe' | 'tables' | 'problems' | 'labels' | 'triggerObject'>;

type BodyOptions = Partial<Pick<BodyPlace, 'static' | 'returns' | 'initializing' | 'constructing' | 'accessorOf'>>;

export class ClassCompiler {
  readonly staticsUsed = new Set<number>();
  private readonly place: ClassPlace;
  private readonly symbol: TypeSymbol;
  private readonly node: TypeNode;
  private readonly lines: Set<number>;

  constructor(place: ClassPlace, symbol: TypeSymbol, node: TypeNode, lines: Set<number>) {
    this.place = place;
    this.symbol = symbol;
    this.node = node;
    this.lines = lines;
  }

  /** A program that sets `C[index]` and `I[index]`. */
  compile(): string {
    const { symbol, node } = this;
    const parts = [this.allocation(), this.instanceInitializer()];
    node.members.forEach((member) => parts.push(...this.member(member)));
    if (!node.members.some((member) => member.kind === 'constructor')) {
      parts.push(this.constructorJs(constructorSlot(symbol, []), null));
    }
    if (isException(symbol)) {
      parts.push(this.exceptionConstructor());
    }
    parts.push(...this.aliases());
    const type = this.place.tables.type({ kind: 'class', symbol, args: [] });
    const initializer = this.staticInitializer();
    const statics = [...this.staticsUsed].map((index) => `const s${index}=()=>statics(${index},I[${index}]);`).join('');
    return `${statics}
C[${symbol.index}]=class ${symbol.simpleName} extends ${this.base()}{
${parts.filter(Boolean).join('\n')}
};
C[${symbol.index}].prototype.type$=${type};
I[${symbol.index}]=${initializer};`;
  }

  /** For triggers and anonymous code: static methods and one body of statements under the name `run`. */
  script(statements: Statement[], where: string): string {
    const { symbol } = this;
    const parts = this.node.members.flatMap((member) => this.member(member));
    const body = this.body({ static: true });
    const made = compileStatements(body, statements);
    const info = this.place.tables.method({ where, className: symbol.name, sharing: symbol.sharing, apiVersion: symbol.apiVersion });
    parts.push(`static run(){const f=enter(${info});${body.declarations()}try{${made.js}}finally{leave();}}`);
    const statics = [...this.staticsUsed].map((index) => `const s${index}=()=>statics(${index},I[${index}]);`).join('');
    return `${statics}\nC[${symbol.index}]=class ${symbol.simpleName} extends ApexObject{\n${parts.join('\n')}\n};\nI[${symbol.index}]=()=>{};`;
  }

  private base(): string {
    const above = this.symbol.superType?.symbol;
    if (!above) {
      return 'ApexObject';
    }
    if (above.user) {
      return `C[${above.index}]`;
    }
    if (!isException(above)) {
      this.place.problems.add(this.symbol.at, `Type cannot be extended: ${above.name}`);
    }
    return 'ApexException';
  }

  private body(options: BodyOptions): Body {
    const place: BodyPlace = {
      ...this.place,
      owner: this.symbol,
      static: false,
      returns: VOID,
      constructing: false,
      initializing: false,
      accessorOf: null,
      ...options
    };
    return new Body(place, this.lines, this.staticsUsed);
  }

  private info(name: string): string {
    const { symbol } = this;
    const { sharing, apiVersion } = symbol;
    return this.place.tables.method({ where: `Class.${symbol.name}.${name}`, className: symbol.name, sharing, apiVersion });
  }

  /** The JavaScript constructor: every own field is null. */
  private allocation(): string {
    const { symbol } = this;
    const fields = [...symbol.fields.values()].filter((field) => !field.static).map((field) => `this.f_${field.name.toLowerCase()}=null;`);
    const first = isException(symbol) ? `super();this.typeName=${JSON.stringify(symbol.name)};` : 'super();';
    return `constructor(){${first}${fields.join('')}}`;
  }

  private initializers(isStatic: boolean, body: Body, holder: string): string[] {
    return this.node.members.flatMap((member) => {
      if (member.kind === 'initializer' && member.static === isStatic) {
        return [`{${body.scoped(() => compileStatements(body, member.body.statements)).js}}`];
      }
      if (member.kind !== 'field' || member.modifiers.words.has('static') !== isStatic) {
        return [];
      }
      return member.variables.flatMap((variable) => {
        const field = this.symbol.fields.get(variable.name.toLowerCase());
        if (!variable.value || !field) {
          return [];
        }
        const js = convert(body, compileExpression(body, variable.value), field.type, variable.at);
        return [`${mark(body, variable)}${holder}.f_${variable.name.toLowerCase()}=${js};`];
      });
    });
  }

  private instanceInitializer(): string {
    const body = this.body({ initializing: true });
    const parts = this.initializers(false, body, 'this');
    if (parts.length === 0) {
      return `i${this.symbol.index}(){}`;
    }
    return `i${this.symbol.index}(){const f=enter(${this.info('<init>')});${body.declarations()}try{${parts.join('\n')}}finally{leave();}}`;
  }

  private staticInitializer(): string {
    const { symbol } = this;
    const fields = [...symbol.fields.values()].filter((field) => field.static && !field.enumConstant);
    const nulls = fields.map((field) => `s.f_${field.name.toLowerCase()}=null;`).join('');
    const body = this.body({ static: true, initializing: true });
    const parts = this.initializers(true, body, 's');
    const run = `const f=enter(${this.info('<clinit>')});${body.declarations()}try{${parts.join('\n')}}finally{leave();}`;
    return `(s)=>{${nulls}${parts.length > 0 ? run : ''}}`;
  }

  private hasStaticInitializers(): boolean {
    return this.node.members.some(
      (member) =>
        (member.kind === 'initializer' && member.static) ||
        (member.kind === 'field' && member.modifiers.words.has('static') && member.variables.some((variable) => variable.value))
    );
  }

  private member(member: MemberNode): string[] {
    switch (member.kind) {
      case 'method':
        return member.body ? [this.method(member)] : [];
      case 'constructor':
        return this.constructorOf(member);
      case 'property':
        return this.accessors(member);
      default:
        return [];
    }
  }

  private symbolOf(node: MethodNode | ConstructorNode): MethodSymbol | undefined {
    const methods = node.kind === 'method' ? (this.symbol.methods.get(node.name.toLowerCase()) ?? []) : this.symbol.constructors;
    return methods.find((method) => method.at === node.at);
  }

  private parameters(body: Body, node: MethodNode | ConstructorNode, symbol: MethodSymbol): string {
    return node.parameters
      .map((parameter, index) => body.declare(parameter.at, parameter.name, symbol.parameters[index]?.type as ApexType, parameter.final).js)
      .join(',');
  }

  private method(node: MethodNode): string {
    const symbol = this.symbolOf(node);
    if (!symbol || !node.body) {
      return '';
    }
    const body = this.body({ static: symbol.static, returns: symbol.returns });
    const parameters = this.parameters(body, node, symbol);
    const made = compileStatements(body, node.body.statements);
    if (made.completes && symbol.returns !== VOID) {
      this.place.problems.add(node.at, `Missing return statement required return type: ${nameOf(symbol.returns)}`);
    }
    const first = symbol.static && this.hasStaticInitializers() ? `${body.statics(this.symbol)};` : '';
    const enter = `const f=enter(${this.info(node.name)});${body.declarations()}`;
    return `${symbol.static ? 'static ' : ''}${symbol.slot}(${parameters}){${enter}try{${first}${made.js}}finally{leave();}}`;
  }

  private constructorOf(node: ConstructorNode): string[] {
    const symbol = this.symbolOf(node);
    return symbol ? [this.constructorJs(symbol.slot, { node, symbol })] : [];
  }

  /** `this(…)` runs another constructor; otherwise the base class's runs, then the initialisers, then the body. */
  private constructorJs(slot: string, own: { node: ConstructorNode; symbol: MethodSymbol } | null): string {
    const body = this.body({ initializing: true, constructing: true });
    const parameters = own ? this.parameters(body, own.node, own.symbol) : '';
    const [head, ...rest] = own?.node.body.statements ?? [];
    const call = head?.kind === 'expression' && head.value.kind === 'construct' ? head.value : null;
    const first = call && head ? `${mark(body, head)}${this.constructing(body, call)}` : this.implicitSuper(body);
    const initialize = call?.which === 'this' ? '' : `this.i${this.symbol.index}();`;
    const made = compileStatements(body, call ? rest : (own?.node.body.statements ?? []));
    const begin = this.hasStaticInitializers() ? `${body.statics(this.symbol)};` : '';
    const enter = `const f=enter(${this.info('<init>')});${body.declarations()}`;
    return `${slot}(${parameters}){${enter}try{${begin}${first}${initialize}${made.js}\nreturn this;}finally{leave();}}`;
  }

  private constructing(body: Body, call: Expression & { kind: 'construct' }): string {
    const args = call.args.map((arg) => compileExpression(body, arg));
    const above = this.symbol.superType?.symbol;
    const target = call.which === 'this' ? this.symbol : above;
    if (!target) {
      return args.length === 0 ? '' : (body.problem(call.at, 'super() of a class that extends nothing takes no arguments'), '');
    }
    if (!target.user) {
      return `exceptionSuper(this,[${args.map((arg) => settle(arg).js).join(',')}]);`;
    }
    const js = constructorCall(body, target, args, call);
    return js === null ? '' : `this.${js};`;
  }

  private implicitSuper(body: Body): string {
    const above = this.symbol.superType?.symbol;
    if (!above?.user) {
      return '';
    }
    const at = { kind: 'this' as const, at: this.symbol.at };
    const js = constructorCall(body, above, [], at);
    return js === null ? '' : `this.${js};`;
  }

  private exceptionConstructor(): string {
    const { symbol } = this;
    const above = symbol.superType?.symbol;
    const base = above?.user ? `this.x${above.index}(m,c);` : 'exceptionSuper(this,[m,c]);';
    return `x${symbol.index}(m,c){${base}this.i${symbol.index}();return this;}`;
  }

  private accessors(node: PropertyNode): string[] {
    const field = this.symbol.fields.get(node.name.toLowerCase());
    if (!field || field.at !== node.at) {
      return [];
    }
    const key = node.name.toLowerCase();
    const make = (name: string, returns: ApexType, accessor: PropertyNode['get']): string[] => {
      if (!accessor?.body) {
        return [];
      }
      const body = this.body({ static: field.static, returns, accessorOf: key });
      const parameter = returns === VOID ? body.declare(accessor.at, 'value', field.type).js : '';
      const made = compileStatements(body, accessor.body.statements);
      if (made.completes && returns !== VOID) {
        this.place.problems.add(accessor.at, `Missing return statement required return type: ${nameOf(returns)}`);
      }
      const enter = `const f=enter(${this.info(node.name)});${body.declarations()}`;
      return [`${field.static ? 'static ' : ''}${name}(${parameter}){${enter}try{${made.js}}finally{leave();}}`];
    };
    return [...make(`g_${key}`, field.type, node.get), ...make(`p_${key}`, VOID, node.set)];
  }

  /** Names under which the library and the runtime call what the class implements. */
  private aliases(): string[] {
    const made = new Map<string, Map<string, MethodSymbol>>();
    const add = (name: string, parameters: { type: ApexType }[]): void => {
      const found = implementationOf(this.symbol, name, parameters, true);
      if (found) {
        const alias = aliasOf(name, parameters.length);
        made.set(alias, (made.get(alias) ?? new Map<string, MethodSymbol>()).set(found.slot, found));
      }
    };
    for (const type of supertypes({ kind: 'class', symbol: this.symbol, args: [] })) {
      const args = argumentsOf(type);
      for (const method of type.symbol.user ? [] : [...type.symbol.methods.values()].flat()) {
        if (!method.static) {
          add(
            method.name,
            method.parameters.map((parameter) => ({ type: substitute(parameter.type, args) }))
          );
        }
      }
    }
    add('toString', []);
    add('hashCode', []);
    add('equals', [{ type: { kind: 'primitive', name: 'Object' } }]);
    return [...made].map(([alias, methods]) => `${alias}(...a){${this.dispatch([...methods.values()])}}`);
  }

  /** Of several methods that share an alias, `execute` of Queueable and of Schedulable, the first argument tells which is meant. */
  private dispatch(methods: MethodSymbol[]): string {
    const last = methods.length - 1;
    const call = ({ slot }: MethodSymbol): string => `return this.${slot}(...a);`;
    return methods
      .map((method, index) => {
        const [first] = method.parameters;
        return index === last || !first ? call(method) : `if(isInstance(a[0],${this.place.tables.type(first.type)}))${call(method)}`;
      })
      .join('');
  }
}
