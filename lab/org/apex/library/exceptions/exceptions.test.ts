import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexException } from '../../runtime/exception-value.ts';
import { checkThrows, runApex } from '../testing/run-apex.ts';
import { messageForPage } from './exceptions.ts';

const classes = ['public virtual class OuterException extends Exception {}', 'public class InnerException extends OuterException {}'];

test('messages, causes, types', () => {
  const { log } = runApex(
    `
    try { throw new InnerException('deep', new OuterException('cause')); }
    catch (OuterException e) {
      System.debug(e.getTypeName() + ' ' + e.getMessage() + ' ' + e.getCause().getMessage() + ' ' + e);
    }
    try { String s = null; s.length(); }
    catch (NullPointerException e) { System.debug(e.getTypeName() + ' ' + e.getLineNumber() + ' ' + e.getStackTraceString()); }
    try { throw new IllegalArgumentException('bad'); }
    catch (System.IllegalArgumentException e) { System.debug(e); }
    Exception made = new OuterException();
    System.debug(made.getMessage());
    made.setMessage('set');
    System.debug(made.getMessage());
    made.initCause(new DmlException('why'));
    System.debug(made.getCause().getTypeName());
    System.debug(made instanceof OuterException);
    Exception general = new CalloutException('no');
    System.debug(general instanceof CalloutException);
  `,
    { classes }
  );
  assert.deepEqual(log, [
    'InnerException deep cause InnerException: deep',
    'System.NullPointerException 6 Class.Main.run: line 6, column 1',
    'System.IllegalArgumentException: bad',
    'Script-thrown exception',
    'set',
    'System.DmlException',
    'true',
    'true'
  ]);
});

test('a DmlException tells of each failed row', () => {
  const { log } = runApex(`
    try { insert new List<Lead>{new Lead(LastName = 'A'), new Lead(LastName = 'refuse me'), new Lead()}; }
    catch (DmlException e) {
      System.debug(e.getMessage());
      System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlMessage(0) + ' ' + e.getDmlStatusCode(0) + ' ' + e.getDmlFieldNames(0));
      System.debug(e.getDmlType(1) == StatusCode.REQUIRED_FIELD_MISSING);
      System.debug(e.getDmlId(0));
    }
  `);
  assert.deepEqual(log, [
    'Insert failed. First exception on row 1; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, That is no name.: [LastName]',
    '2 1 That is no name. FIELD_CUSTOM_VALIDATION_EXCEPTION (LastName)',
    'true',
    'null'
  ]);
});

test('an AuraHandledException keeps its text for the page', () => {
  const { log } = runApex(`
    AuraHandledException e = new AuraHandledException('for people');
    System.debug(e.getMessage());
    e.setMessage('for tests');
    System.debug(e.getMessage() + ' ' + e.getTypeName());
  `);
  assert.deepEqual(log, ['Script-thrown exception', 'for tests System.AuraHandledException']);
  const thrown = (body: string): ApexException => {
    try {
      runApex(body);
    } catch (cause) {
      assert.ok(cause instanceof ApexException);
      return cause;
    }
    assert.fail('nothing was thrown');
  };
  assert.equal(messageForPage(thrown("throw new AuraHandledException('for people');")), 'for people');
  assert.equal(messageForPage(thrown("throw new DmlException('for nobody');")), 'for nobody');
});

test('finally runs, and the last exception wins', () => {
  checkThrows({
    "try { throw new DmlException('a'); } finally { throw new QueryException('b'); }": 'System.QueryException: b',
    "throw new JSONException('x');": 'System.JSONException: x'
  });
});
