import { createElement } from 'lwc';
import type { People, Plan } from 'c/marketoAnswer';
import MarketoPlan from '../marketoPlan';
import { changes, countLines, fieldLines } from '../planView';
import { plan } from './planSamples';

const people: People = { '00QA': { name: 'Ada Example', object: 'Lead' } };
const none = { leadId: null, contactId: null, marketoLeadId: null, name: null, salesforceValue: null, marketoValue: null, becomes: null };
const busy = plan({
  addToMarketo: 12,
  createPeople: 1,
  park: 2,
  agree: 230,
  mayFail: 3,
  reasons: [{ reason: 'marketo-never-moves-back', members: 2 }],
  samples: [
    { ...none, kind: 'addToMarketo', leadId: '00QA', salesforceValue: 'Registered', becomes: 'Registered' },
    { ...none, kind: 'addToMarketo', hidden: true, salesforceValue: 'Invited', becomes: 'Invited' },
    { ...none, kind: 'createPeople', marketoLeadId: 7, name: 'Robin Sample', marketoValue: 'Attended', becomes: 'salesforce' },
    { ...none, kind: 'park', leadId: '00QA', becomes: 'conflict' }
  ],
  fields: [{ field: 'ActualCost', from: '99', to: '1750', consent: true }],
  statuses: ['No Show']
});

async function show(props: { plan: Plan; mayOverwrite?: boolean }) {
  const element = createElement('c-marketo-plan', { is: MarketoPlan });
  Object.assign(element, { people, ...props });
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const part = (element: Element, id: string) => element.shadowRoot!.querySelector(`[data-id="${id}"]`);

describe('a plan in sentences', () => {
  it('leaves out what happens to nobody, and puts people who are created first', () => {
    expect(countLines(busy, people).map(({ kind, members }) => [kind, members])).toEqual([
      ['createPeople', 1],
      ['addToMarketo', 12],
      ['park', 2],
      ['agree', 230]
    ]);
  });

  it('names people who may be seen, hides the others, and says what changes on the side that is written', () => {
    const [created, added, parked] = countLines(busy, people);
    expect(added!.examples[0]).toMatchObject({ person: 'Ada Example', url: '/00QA' });
    expect(added!.examples[1]!.person).toContain('Hidden');
    expect(added!.examples[1]!.url).toBeNull();
    expect(created!.examples[0]).toMatchObject({ person: 'Robin Sample', change: 'Attended' });
    expect(parked!.examples[0]!.change).toContain('Conflict');
  });

  it('counts what is written, not who is left alone', () => {
    expect(changes(busy)).toBe(13);
    expect(changes(plan({ park: 3, agree: 5, leftByRule: 2 }))).toBe(0);
  });

  it('tells a field that is written from one that waits for consent', () => {
    const lines = fieldLines(plan({ fields: [{ field: 'Type', from: null, to: 'Webinar', consent: false }, busy.fields[0]!] }));
    expect(lines.map(({ sentence }) => sentence.includes('Consent'))).toEqual([false, true]);
  });
});

describe('c-marketo-plan', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows counts, reasons, statuses, what may fail, and the calls', async () => {
    const element = await show({ plan: busy });
    expect([...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-kind]')]).toHaveLength(4);
    expect(element.shadowRoot!.querySelector('[data-reason="marketo-never-moves-back"]')).not.toBeNull();
    expect(part(element, 'statuses')).not.toBeNull();
    expect(part(element, 'may-fail')).not.toBeNull();
    expect(part(element, 'calls')).not.toBeNull();
    expect(part(element, 'quiet')).toBeNull();
    expect(part(element, 'overwrite')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('asks to overwrite only where that may be decided, and only where another value stands there', async () => {
    const element = await show({ plan: busy, mayOverwrite: true });
    const overwrite = jest.fn();
    element.addEventListener('overwrite', overwrite);
    (part(element, 'overwrite') as HTMLElement).click();
    expect(overwrite).toHaveBeenCalledTimes(1);
    expect(part(await show({ plan: plan({ agree: 1 }), mayOverwrite: true }), 'overwrite')).toBeNull();
  });

  it('says so when nothing has to change', async () => {
    expect(part(await show({ plan: plan({ agree: 7 }) }), 'quiet')!.textContent).toContain('Nothing');
    expect(part(await show({ plan: plan() }), 'quiet')!.textContent).toContain('Nobody');
    expect(part(await show({ plan: plan({ park: 1 }) }), 'quiet')).toBeNull();
  });
});
