/** Test. Apex Reference Guide, "Test Class". */
import { runtime, type TestContext } from '../../runtime/current.ts';
import type { ApexDatetime } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { TypeToken } from '../../runtime/tokens.ts';
import { library, nullArgument } from '../define.ts';
import { eventTests } from '../events/event-bus.ts';
import { pageTests } from '../pages/pages.ts';
import { searchTests } from '../search/search.ts';
import { installTests } from './install.ts';
import { loadDataMembers } from './load-data.ts';
import { stubMembers } from './stubs.ts';

function testContext(method: string): TestContext {
  const { test } = runtime();
  if (test === null) {
    throw apexError('UnsupportedOperationException', `Test.${method} can only be called in test methods`);
  }
  return test;
}

/** Mocks that a callout of this org would ask. */
const MOCKS = ['httpcalloutmock', 'webservicemock'];

function setMock(type: TypeToken | null, mock: unknown): void {
  if (type === null || mock === null) {
    throw nullArgument();
  }
  const name = type.type.name.toLowerCase();
  if (!MOCKS.includes(name)) {
    throw apexError('UnsupportedOperationException', `This org does not support mocks of ${type.type.name}.`);
  }
  if (!runtime().program.isInstance(mock, type.type)) {
    throw apexError('TypeException', `${runtime().program.typeOf(mock).name} does not implement ${type.type.name}.`);
  }
  testContext('setMock').mocks.set(name, mock);
}

/** Only the day of its making changes. */
function setCreatedDate(id: string | null, at: ApexDatetime | null): void {
  if (id === null || at === null) {
    throw nullArgument();
  }
  if (!testContext('setCreatedDate').setCreatedDate(id, at.toISOString())) {
    throw apexError('UnexpectedException', `There is no record ${id} whose CreatedDate could be set.`);
  }
}

/** The standard price book, which tests reach by its id only. */
function standardPricebook(): string {
  testContext('getStandardPricebookId');
  const { data, transaction } = runtime();
  const soql = 'SELECT Id FROM Pricebook2 WHERE IsStandard = true';
  const [known] = data.query(soql, {}, { userId: transaction.userId, mode: 'system', sharing: false }).records;
  return String(known?.fields['Id'] ?? data.keep('Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true }));
}

export const test = library({
  name: 'Test',
  members: {
    ...installTests,
    ...stubMembers,
    ...eventTests,
    ...pageTests,
    ...searchTests,
    ...loadDataMembers,
    'static Id getStandardPricebookId()': standardPricebook,
    'static void setReadOnlyApplicationMode(Boolean readOnly)': () => {
      throw apexError('UnsupportedOperationException', 'This org has no read-only mode.');
    },
    'static Boolean isRunningTest()': () => runtime().test !== null,
    'static void startTest()': () => testContext('startTest').startTest(),
    'static void stopTest()': () => testContext('stopTest').stopTest(),
    'static void setCreatedDate(Id recordId, Datetime createdDatetime)': setCreatedDate,
    'static void setMock(Type interfaceType, Object mock)': setMock
  }
});
