/** SOAP services by classes that were made from a WSDL, as far as tests stand in for them. Apex Developer Guide, "Test Web Service Callouts". */
import type { ApexList, ApexMap } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError, UncatchableException } from '../../runtime/exception-value.ts';
import { uncatchable } from '../../runtime/machine.ts';
import { library, nullArgument, open, type LibraryDeclaration } from '../define.ts';
import { checkPlace } from './http.ts';

/** @param info endpoint, SOAP action, request's namespace and name, response's namespace, name and type. */
function invoke(stub: unknown, request: unknown, response: ApexMap | null, info: ApexList | null): void {
  if (response === null || info === null) {
    throw nullArgument();
  }
  const { test, transaction, program } = runtime();
  checkPlace();
  transaction.limits.use('callouts', 1);
  if (transaction.pendingWrites) {
    throw apexError('CalloutException', 'You have uncommitted work pending. Please commit or rollback before calling out');
  }
  if (test === null) {
    throw apexError('UnsupportedOperationException', 'This org calls no SOAP services outside of tests.');
  }
  const mock = test.mocks.get('webservicemock');
  if (mock === undefined) {
    throw uncatchable(
      new UncatchableException('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts')
    );
  }
  const [endpoint, action, , requestName, responseNamespace, responseName, responseType] = info.items;
  const told = [endpoint, action, requestName, responseNamespace, responseName, responseType];
  program.invoke(mock, 'doInvoke', [stub, request, response, ...told.map((part) => part ?? null)]);
}

export const webServices: LibraryDeclaration[] = [
  library({
    name: 'WebServiceCallout',
    members: { 'static void invoke(Object stub, Object request, Map<String, Object> response, List<String> info)': invoke }
  }),
  library({
    name: 'WebServiceMock',
    kind: 'interface',
    members: {
      'void doInvoke(Object stub, Object request, Map<String, Object> response, String endpoint, String soapAction, String requestName, String responseNamespace, String responseName, String responseType)':
        open
    }
  })
];
