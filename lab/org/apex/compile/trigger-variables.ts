/** `Trigger.new` and its like: typed by the object inside a trigger, general in classes. */
import type { Position } from '../syntax/ast.ts';
import { BOOLEAN, ID, INTEGER, SOBJECT, type ApexType } from '../types/type.ts';
import type { Body, Value } from './body.ts';

const FLAGS = ['isExecuting', 'isBefore', 'isAfter', 'isInsert', 'isUpdate', 'isDelete', 'isUndelete'];

export function triggerVariable(body: Body, name: string, at: Position): Value {
  const key = name.toLowerCase();
  const record = body.place.triggerObject ?? SOBJECT;
  const read = (type: ApexType, js: string): Value => ({ type, js });
  const flag = FLAGS.find((candidate) => candidate.toLowerCase() === key);
  if (flag) {
    return { type: BOOLEAN, js: `triggerFlag("${flag}")`, nonNull: true };
  }
  if (key === 'new' || key === 'old') {
    const list = body.universe.listOf(record);
    return read(list, `triggerRecords("${key}",${body.tables.type(list)})`);
  }
  if (key === 'newmap' || key === 'oldmap') {
    const map = body.universe.classType('Map', [ID, record]);
    return read(map, `triggerMap("${key === 'newmap' ? 'new' : 'old'}",${body.tables.type(map)})`);
  }
  if (key === 'size') {
    return read(INTEGER, 'triggerSize()');
  }
  if (key === 'operationtype') {
    const type = body.universe.classType('TriggerOperation');
    const constants = body.tables.constant(body.tables.runtimeTypes.constantsOf(type.symbol));
    return read(type, `triggerOperation(${constants})`);
  }
  return body.fail(at, `Variable does not exist: Trigger.${name}`);
}
