/** Parse tree → syntax tree: classes, interfaces, enums, their members; triggers; anonymous code. */
import type {
  AnonymousMemberDeclarationContext,
  AnonymousUnitContext,
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  CompilationUnitContext,
  ConstructorDeclarationContext,
  EnumDeclarationContext,
  FormalParametersContext,
  InterfaceDeclarationContext,
  MemberDeclarationContext,
  MethodDeclarationContext,
  PropertyDeclarationContext,
  TriggerCaseContext,
  TriggerMemberDeclarationContext,
  TriggerUnitContext
} from '@apexdevtools/apex-parser';
import type {
  Accessor,
  CompilationUnit,
  ConstructorNode,
  MemberNode,
  MethodNode,
  Modifiers,
  Parameter,
  PropertyNode,
  Statement,
  TriggerOperation,
  TypeNode
} from './ast.ts';
import { block, declarators, statement } from './build-statements.ts';
import { modifiers, position, typeList, typeName } from './build-names.ts';

export function classUnit(context: CompilationUnitContext): CompilationUnit {
  const declaration = context.typeDeclaration();
  const own = modifiers(declaration.modifier_list());
  if (declaration.classDeclaration()) {
    return { kind: 'class', type: classNode(declaration.classDeclaration(), own) };
  }
  if (declaration.interfaceDeclaration()) {
    return { kind: 'class', type: interfaceNode(declaration.interfaceDeclaration(), own) };
  }
  return { kind: 'class', type: enumNode(declaration.enumDeclaration(), own) };
}

export function triggerUnit(context: TriggerUnitContext): CompilationUnit {
  const [name, object] = context.id_list().map((id) => id.getText()) as [string, string];
  const members: MemberNode[] = [];
  const statements: Statement[] = [];
  for (const part of context.triggerBlock().triggerBlockMember_list()) {
    if (part.statement()) {
      statements.push(statement(part.statement()));
    } else {
      place(member(part.triggerMemberDeclaration(), modifiers(part.modifier_list())), members, statements);
    }
  }
  return {
    kind: 'trigger',
    at: position(context),
    name,
    object,
    events: context.triggerCase_list().map(triggerEvent),
    members,
    body: { kind: 'block', statements, at: position(context.triggerBlock()) }
  };
}

export function anonymousUnit(context: AnonymousUnitContext): CompilationUnit {
  const members: MemberNode[] = [];
  const statements: Statement[] = [];
  const body = context.anonymousBlock();
  for (const part of body.anonymousBlockMember_list()) {
    if (part.statement()) {
      statements.push(statement(part.statement()));
    } else {
      place(member(part.anonymousMemberDeclaration(), modifiers(part.modifier_list())), members, statements);
    }
  }
  return { kind: 'anonymous', members, body: { kind: 'block', statements, at: position(body) } };
}

/** What looks like a field at the top of a trigger or of anonymous code is a local variable of it. */
function place(node: MemberNode, members: MemberNode[], statements: Statement[]): void {
  if (node.kind === 'field') {
    statements.push({ kind: 'local', type: node.type, final: node.modifiers.words.has('final'), variables: node.variables, at: node.at });
  } else {
    members.push(node);
  }
}

function triggerEvent(context: TriggerCaseContext): { timing: 'before' | 'after'; op: TriggerOperation } {
  const op = context.INSERT() ? 'insert' : context.UPDATE() ? 'update' : context.DELETE() ? 'delete' : 'undelete';
  return { timing: context.BEFORE() ? 'before' : 'after', op };
}

function classNode(context: ClassDeclarationContext, own: Modifiers): TypeNode {
  return {
    kind: 'class',
    modifiers: own,
    name: context.id().getText(),
    extends: context.typeRef() ? typeName(context.typeRef()) : null,
    interfaces: context.typeList() ? typeList(context.typeList()) : [],
    members: context
      .classBody()
      .classBodyDeclaration_list()
      .flatMap((declaration) => classMember(declaration)),
    constants: [],
    at: position(context.id())
  };
}

function classMember(context: ClassBodyDeclarationContext): MemberNode[] {
  if (context.block()) {
    return [{ kind: 'initializer', static: Boolean(context.STATIC()), body: block(context.block()), at: position(context) }];
  }
  return context.memberDeclaration() ? [member(context.memberDeclaration(), modifiers(context.modifier_list()))] : [];
}

/** Members of classes, triggers and anonymous code look the same in three rules of the grammar. */
type MemberContext = MemberDeclarationContext | TriggerMemberDeclarationContext | AnonymousMemberDeclarationContext;

function member(context: MemberContext, own: Modifiers): MemberNode {
  if (context.methodDeclaration()) {
    return method(context.methodDeclaration(), own);
  }
  if ('constructorDeclaration' in context && context.constructorDeclaration()) {
    return constructorOf(context.constructorDeclaration(), own);
  }
  if (context.fieldDeclaration()) {
    const node = context.fieldDeclaration();
    return {
      kind: 'field',
      modifiers: own,
      type: typeName(node.typeRef()),
      variables: declarators(node.variableDeclarators()),
      at: position(node)
    };
  }
  if (context.propertyDeclaration()) {
    return property(context.propertyDeclaration(), own);
  }
  if (context.classDeclaration()) {
    return classNode(context.classDeclaration(), own);
  }
  if (context.interfaceDeclaration()) {
    return interfaceNode(context.interfaceDeclaration(), own);
  }
  return enumNode(context.enumDeclaration(), own);
}

const parameters = (context: FormalParametersContext): Parameter[] =>
  (context.formalParameterList()?.formalParameter_list() ?? []).map((parameter) => ({
    name: parameter.id().getText(),
    type: typeName(parameter.typeRef()),
    final: modifiers(parameter.modifier_list()).words.has('final'),
    at: position(parameter)
  }));

function method(context: MethodDeclarationContext, own: Modifiers): MethodNode {
  return {
    kind: 'method',
    modifiers: own,
    name: context.id().getText(),
    parameters: parameters(context.formalParameters()),
    returns: context.typeRef() ? typeName(context.typeRef()) : null,
    body: context.block() ? block(context.block()) : null,
    at: position(context.id())
  };
}

function constructorOf(context: ConstructorDeclarationContext, own: Modifiers): ConstructorNode {
  return {
    kind: 'constructor',
    modifiers: own,
    name: context.qualifiedName().getText(),
    parameters: parameters(context.formalParameters()),
    body: block(context.block()),
    at: position(context)
  };
}

function property(context: PropertyDeclarationContext, own: Modifiers): PropertyNode {
  const node: PropertyNode = {
    kind: 'property',
    modifiers: own,
    type: typeName(context.typeRef()),
    name: context.id().getText(),
    get: null,
    set: null,
    at: position(context.id())
  };
  for (const part of context.propertyBlock_list()) {
    const side = part.getter() ?? part.setter();
    const accessor: Accessor = {
      modifiers: modifiers(part.modifier_list()),
      body: side.block() ? block(side.block()) : null,
      at: position(part)
    };
    node[part.getter() ? 'get' : 'set'] = accessor;
  }
  return node;
}

function interfaceNode(context: InterfaceDeclarationContext, own: Modifiers): TypeNode {
  return {
    kind: 'interface',
    modifiers: own,
    name: context.id().getText(),
    extends: null,
    interfaces: context.typeList() ? typeList(context.typeList()) : [],
    members: context
      .interfaceBody()
      .interfaceMethodDeclaration_list()
      .map((declaration) => ({
        kind: 'method',
        modifiers: modifiers(declaration.modifier_list()),
        name: declaration.id().getText(),
        returns: declaration.typeRef() ? typeName(declaration.typeRef()) : null,
        parameters: parameters(declaration.formalParameters()),
        body: null,
        at: position(declaration.id())
      })),
    constants: [],
    at: position(context.id())
  };
}

function enumNode(context: EnumDeclarationContext, own: Modifiers): TypeNode {
  return {
    kind: 'enum',
    modifiers: own,
    name: context.id().getText(),
    extends: null,
    interfaces: [],
    members: [],
    constants: (context.enumConstants()?.id_list() ?? []).map((id) => ({ name: id.getText(), at: position(id) })),
    at: position(context.id())
  };
}
