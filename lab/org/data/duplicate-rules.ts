/** A duplicate rule as an administrator may have one: leads and contacts with an e-mail address that another has. */
import type { DmlOptions, ObjectDef, RecordError, Row } from '../types.ts';
import { failure, type Parts } from './parts.ts';

export function findDuplicates(parts: Parts, object: ObjectDef, row: Row, old: Row | null, options: DmlOptions): RecordError | null {
  const rule = parts.switches.get('duplicateRules');
  const email = row['Email'] ?? null;
  const isCovered = object.name === 'Lead' || object.name === 'Contact';
  if (rule === 'off' || !isCovered || email === null || old?.['Email'] === email || (rule === 'allow' && options.allowDuplicates)) {
    return null;
  }
  const isOther = (other: Row) => other['Id'] !== row['Id'] && other['IsDeleted'] !== true && other['IsConverted'] !== true;
  const found = ['Lead', 'Contact'].some((name) => [...parts.store.table(name).by('Email', email)].some(isOther));
  return found ? failure('DUPLICATES_DETECTED', 'Use one of these records?') : null;
}
