/** Leads and contacts: who they are now (converted, merged, deleted), and who carries a key or an address. */
import { z } from 'zod';
import type { SalesforcePerson, SalesforcePort } from '../engine/ports.ts';
import type { Session } from './session.ts';
import { inList, portions, rows, text } from './soql.ts';

/** Key prefixes of the two objects. */
const LEAD = '00Q';
const CONTACT = '003';

type Read = Record<string, unknown>;
const named = { Id: z.string(), IsDeleted: z.boolean(), MasterRecordId: text, FirstName: text, LastName: text, Email: text };
const leadRow = z.looseObject({ ...named, ConvertedContactId: text, Company: text });
const contactRow = z.looseObject({ ...named, Account: z.looseObject({ Name: text }).nullish() });

const NAMES = 'Id, IsDeleted, MasterRecordId, FirstName, LastName, Email';

/** @param namespace The package's, or null. */
export function createPeople(session: Session, namespace: string | null): Pick<SalesforcePort, 'readPeople' | 'findPeople'> {
  const keyField = `${namespace === null ? '' : `${namespace}__`}Marketo_Key__c`;
  const keyOf = (row: Read) => (typeof row[keyField] === 'string' ? row[keyField] : null);

  async function leads(where: string, deleted: boolean): Promise<SalesforcePerson[]> {
    const soql = `SELECT ${NAMES}, ConvertedContactId, Company, ${keyField} FROM Lead WHERE ${where}`;
    const found = await rows(session, soql, leadRow, { deleted });
    return found.map((row) => ({
      id: row.Id,
      kind: 'lead',
      isDeleted: row.IsDeleted,
      convertedContactId: row.ConvertedContactId,
      masterRecordId: row.MasterRecordId,
      key: keyOf(row),
      firstName: row.FirstName,
      lastName: row.LastName,
      company: row.Company,
      email: row.Email
    }));
  }

  async function contacts(where: string, deleted: boolean): Promise<SalesforcePerson[]> {
    const soql = `SELECT ${NAMES}, Account.Name, ${keyField} FROM Contact WHERE ${where}`;
    const found = await rows(session, soql, contactRow, { deleted });
    return found.map((row) => ({
      id: row.Id,
      kind: 'contact',
      isDeleted: row.IsDeleted,
      convertedContactId: null,
      masterRecordId: row.MasterRecordId,
      key: keyOf(row),
      firstName: row.FirstName,
      lastName: row.LastName,
      company: row.Account?.Name ?? null,
      email: row.Email
    }));
  }

  return {
    async readPeople(ids) {
      const some = (prefix: string) => portions(ids.filter((id) => id.startsWith(prefix)));
      const read = [
        ...some(LEAD).map((part) => leads(`Id IN ${inList(part)}`, true)),
        ...some(CONTACT).map((part) => contacts(`Id IN ${inList(part)}`, true))
      ];
      return (await Promise.all(read)).flat();
    },
    async findPeople({ keys, emails }) {
      const asked = [
        ...portions(keys.filter((key) => key !== '')).map((part) => `${keyField} IN ${inList(part)}`),
        ...portions(emails.filter((email) => email !== '')).map((part) => `Email IN ${inList(part)}`)
      ];
      // A converted lead lives on as its contact.
      const read = asked.flatMap((where) => [leads(`IsConverted = FALSE AND ${where}`, false), contacts(where, false)]);
      const found = (await Promise.all(read)).flat();
      return [...new Map(found.map((person) => [person.id, person])).values()];
    }
  };
}
