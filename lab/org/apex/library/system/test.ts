/** Test. Apex Reference Guide, "Test Class". */
import { runtime, type TestContext } from '../../runtime/current.ts';
import type { ApexDatetime } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { TypeToken } from '../../runtime/tokens.ts';
import { library, nullArgument } from '../define.ts';
import { eventTests } from '../events/event-bus.ts';
import { installTests } from './install.ts';
import { stubMembers } from './stubs.ts';

function testContext(method: string): TestContext {
  const { test } = runtime();
  if (test === null) {
    throw apexError('UnsupportedOperationException', `Test.${method} can only be called in test methods`);
  }
  return test;
}

/** Mocks that a callout of this org would ask. */
const MOCKS = ['httpcalloutmock'];

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

export const test = library({
  name: 'Test',
  members: {
    ...installTests,
    ...stubMembers,
    ...eventTests,
    'static Boolean isRunningTest()': () => runtime().test !== null,
    'static void startTest()': () => testContext('startTest').startTest(),
    'static void stopTest()': () => testContext('stopTest').stopTest(),
    'static void setCreatedDate(Id recordId, Datetime createdDatetime)': setCreatedDate,
    'static void setMock(Type interfaceType, Object mock)': setMock
  }
});
