/** Both sides' lists as another process: pages of members over stdout, one JSON line each. `node sweep-sides.ts salesforce|marketo MEMBERS`. */
import { contactId } from './outside.ts';

const PAGE = 2_000;
const [side, count] = [process.argv[2], Number(process.argv[3])];

/** One in a hundred differs from what the relay has accounted for. */
const status = (person: number) => (side === 'salesforce' && person % 100 === 0 ? 'Attended' : 'Registered');
const member = (person: number) =>
  side === 'salesforce'
    ? { leadId: null, contactId: contactId(person), status: status(person) }
    : { member: { leadId: person, status: status(person) }, lead: { sfdcLeadId: null, sfdcContactId: null } };

for (let from = 1; from <= count; from += PAGE) {
  const page = Array.from({ length: Math.min(PAGE, count + 1 - from) }, (_, index) => member(from + index));
  if (!process.stdout.write(`${JSON.stringify(page)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
