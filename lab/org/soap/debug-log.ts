/** Debug logs as text, in the shape that Salesforce's tools read: a time, an event, its parts between bars. */
import type { DebugLog } from '../server/machine.ts';

const clock = (milliseconds: number) => {
  const at = new Date(milliseconds);
  return `${at.toISOString().slice(11, 19)}.${at.getUTCMilliseconds()}`;
};

/** `09:15:02.0 (1000000)|USER_DEBUG|[3]|DEBUG|42` */
function lineOf(log: DebugLog, from: number): string {
  const at = Date.parse(log.at);
  const time = `${clock(at)} (${Math.max(0, at - from) * 1_000_000})`;
  const [, level = '', text = log.text] = /^(\w+)\|(.*)$/s.exec(log.text) ?? [];
  return level === 'FATAL_ERROR' ? `${time}|FATAL_ERROR|${text}` : `${time}|USER_DEBUG|[${log.line ?? 1}]|${level}|${text}`;
}

/** @param code of an anonymous block; null for other transactions. */
export function debugLogText(version: string, logs: DebugLog[], startedAt: number, code: string | null): string {
  const stamp = (event: string, at: number) => `${clock(at)} (${(at - startedAt) * 1_000_000})|${event}`;
  const endedAt = Math.max(startedAt, ...logs.map((log) => Date.parse(log.at)));
  return [
    `${version} APEX_CODE,DEBUG`,
    ...(code ?? '').split('\n').map((line) => `Execute Anonymous: ${line}`),
    stamp('EXECUTION_STARTED', startedAt),
    ...logs.map((log) => lineOf(log, startedAt)),
    stamp('EXECUTION_FINISHED', endedAt),
    ''
  ].join('\n');
}
