/** `Setting__c.getInstance()` and its like: static methods that custom settings and custom metadata types have beside those of sObjects. */
import type { Position } from '../syntax/ast.ts';
import { isText, STRING, type ApexType } from '../types/type.ts';
import { settle, type Body, type Value } from './body.ts';
import { missingMethod } from './library-calls.ts';

/** Null when the object is no setting, or the method is another. */
export function settingCall(body: Body, type: ApexType & { kind: 'sobject' }, name: string, args: Value[], at: Position): Value | null {
  const { object } = type;
  const key = name.toLowerCase();
  if (!object || !['getinstance', 'getorgdefaults', 'getvalues', 'getall'].includes(key)) {
    return null;
  }
  const hierarchy = object.settingType === 'Hierarchy';
  const list = object.settingType === 'List' || object.kind === 'metadata';
  const [arg] = args;
  const quoted = JSON.stringify(object.name);
  const given = arg ? settle(arg).js : 'null';
  if (key === 'getall' && list && args.length === 0) {
    const map = body.universe.classType('Map', [STRING, type]);
    return { type: map, js: `settingAll(${quoted},${body.tables.type(map)})`, nonNull: true };
  }
  if (key === 'getorgdefaults' && hierarchy && args.length === 0) {
    return { type, js: `settingOrgDefaults(${quoted})`, nonNull: true };
  }
  const fitsArgs = args.length === 0 ? hierarchy && key === 'getinstance' : args.length === 1 && arg !== undefined && isText(arg.type);
  if ((key === 'getinstance' || key === 'getvalues') && fitsArgs && (hierarchy || list)) {
    const how = hierarchy ? (key === 'getinstance' ? 'settingFor' : 'settingExactly') : 'settingNamed';
    return { type, js: `${how}(${quoted},${given})` };
  }
  return body.fail(at, missingMethod(name, args, type));
}
