/** `Test.createStub` and the provider that answers for a stub. Apex Developer Guide, "Build a Mocking Framework with the Stub API". */
import { runtime, type StubbedMethod } from '../../runtime/current.ts';
import { environment } from '../../runtime/environment.ts';
import { typeToken, type TypeToken } from '../../runtime/tokens.ts';
import { library, listOf, nullArgument, open, typeNamed, type LibraryDeclaration } from '../define.ts';

function createStub(type: TypeToken | null, provider: unknown): unknown {
  if (type === null || provider === null) {
    throw nullArgument();
  }
  const { program } = runtime();
  const stub: object = program.stub(type.type, (method, args) => answer(stub, provider, method, args));
  return stub;
}

/** What the provider gives has to fit what the method returns. */
function answer(stub: object, provider: unknown, { name, returns, parameters }: StubbedMethod, args: unknown[]): unknown {
  const { program } = runtime();
  const given: unknown = program.invoke(provider, 'handleMethodCall', [
    stub,
    name,
    typeToken(returns ?? typeNamed('void')),
    listOf(
      'Type',
      parameters.map(({ type }) => typeToken(type))
    ),
    listOf(
      'String',
      parameters.map((parameter) => parameter.name)
    ),
    listOf('Object', args)
  ]);
  return returns === null ? null : environment.cast(given, returns);
}

export const stubMembers: NonNullable<LibraryDeclaration['members']> = {
  'static Object createStub(Type parentType, StubProvider stubProvider)': createStub
};

export const stubProvider = library({
  name: 'StubProvider',
  kind: 'interface',
  members: {
    'Object handleMethodCall(Object stubbedObject, String stubbedMethodName, Type returnType, List<Type> listOfParamTypes, List<String> listOfParamNames, List<Object> listOfArgs)':
      open
  }
});
