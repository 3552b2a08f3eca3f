/** The object that a collection of records is of. */
import type { ApexMap } from '../../runtime/collections.ts';
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { objectToken, type SObjectTypeToken } from '../../runtime/tokens.ts';

/** Of the declared element type; of a `List<SObject>`, of its first record. Null when neither says. */
export function objectOfCollection(self: ApexList | ApexMap): SObjectTypeToken | null {
  const element = self.type?.args.at(-1);
  if (element?.kind === 'sobject' && element.name !== 'SObject') {
    return objectToken(element.name);
  }
  const first = (self instanceof ApexList ? self.items : self.values()).find((item) => item instanceof SObjectValue);
  return first instanceof SObjectValue ? objectToken(first.object) : null;
}

/** The object of an id, by its first three characters. */
export function objectOfId(id: string): string | null {
  return runtime().data.schema.byPrefix(id.slice(0, 3))?.name ?? null;
}
