import { createElement } from 'lwc';
import journal from '@salesforce/apex/MarketoHistoryController.journal';
import type { JournalEntry, People } from 'c/marketoAnswer';
import MarketoHistory from '../marketoHistory';
import { journalLines } from '../journalLines';

jest.mock('@salesforce/apex/MarketoHistoryController.journal', () => ({ default: jest.fn() }), { virtual: true });
const ask = journal as unknown as jest.Mock;

const people: People = { '00QA': { name: 'Ada Example', object: 'Lead' }, '005O': { name: 'Olga Owner', object: 'User' } };
function entry(id: number, change: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id,
    at: '2026-03-04T05:06:08.000Z',
    memberKey: 'm-1',
    leadId: '00QA',
    contactId: null,
    marketoLeadId: 7,
    kind: 'write',
    cause: 'outbox',
    rule: 'salesforce',
    actor: null,
    side: 'marketo',
    from: 'Invited',
    to: 'Attended',
    outcome: 'done',
    detail: null,
    runId: null,
    ...change
  };
}
const one = (change: Partial<JournalEntry>) => journalLines([entry(1, change)], people, true)[0]!;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);

describe('the journal in sentences', () => {
  it('tells of each kind what it was', () => {
    expect(one({}).what).toContain('History_Write');
    expect(one({ kind: 'decision', side: null, rule: 'furthest', to: 'Attended | Attended' }).what).toContain('Decision_Values');
    expect(one({ kind: 'way-out', rule: 'restore', side: null }).what).toContain('Way_Out');
    expect(one({ kind: 'people' }).what).toContain('Person');
    expect(one({ kind: 'field', detail: 'Type', from: null }).what).toContain('Field');
    expect(one({ kind: 'link', detail: 'paused: budget', memberKey: null }).what).toBe('paused: budget');
    expect(one({ kind: 'of-tomorrow', detail: null }).what).toBe('of tomorrow');
  });

  it('marks what was refused and says why, and what nobody has answered yet', () => {
    const refused = one({ outcome: 'refused', detail: 'The rule says no.' });
    expect(refused.isBad).toBe(true);
    expect(refused.about).toContain('The rule says no.');
    expect(one({ outcome: null }).about).toContain('Open');
    expect(one({}).isBad).toBe(false);
  });

  it('names the person only in the history of a link, and an actor only as far as he may be seen', () => {
    expect(one({}).person).toBe('Ada Example');
    expect(journalLines([entry(1)], people, false)[0]!.person).toBeNull();
    expect(one({ memberKey: null }).person).toBeNull();
    expect(one({ actor: '005X' }).about).toContain('By');
  });
});

describe('c-marketo-history', () => {
  beforeEach(() => jest.resetAllMocks());
  afterEach(() => document.body.replaceChildren());

  async function open(memberKey: string | null) {
    const element = createElement('c-marketo-history', { is: MarketoHistory });
    Object.assign(element, { campaignId: '701A', memberKey });
    document.body.appendChild(element);
    await settle();
    return element;
  }

  it('shows a member’s history and older entries on demand', async () => {
    ask.mockResolvedValueOnce({ entries: [entry(2)], cursor: '2', people });
    ask.mockResolvedValueOnce({ entries: [entry(1)], cursor: null, people });
    const element = await open('m-1');
    expect(ask).toHaveBeenLastCalledWith({ campaignId: '701A', memberKey: 'm-1', kind: null, cursor: null });
    part(element, 'more')!.click();
    await settle();
    expect(ask.mock.calls[1][0].cursor).toBe('2');
    expect([...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-entry]')].map((line) => line.dataset.entry)).toEqual(['2', '1']);
    expect(part(element, 'more')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows one kind, and forgets an older answer that comes late', async () => {
    let late: (value: unknown) => void = () => undefined;
    ask.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
    ask.mockResolvedValueOnce({ entries: [entry(9, { kind: 'link', detail: 'linked' })], cursor: null, people });
    const element = await open(null);
    part(element, 'kind')!.dispatchEvent(new CustomEvent('change', { detail: { value: 'link' } }));
    await settle();
    late({ entries: [entry(1)], cursor: '1', people });
    await settle();
    expect(ask.mock.calls[1][0]).toMatchObject({ memberKey: null, kind: 'link' });
    expect(element.shadowRoot!.querySelectorAll('[data-entry]')).toHaveLength(1);
    expect(part(element, 'more')).toBeNull();
  });

  it('says that nothing has happened, and what went wrong', async () => {
    ask.mockResolvedValueOnce({ entries: [], cursor: null, people });
    expect(part(await open(null), 'none')).not.toBeNull();
    ask.mockRejectedValueOnce(new Error('down'));
    const element = await open(null);
    expect(part(element, 'none')).toBeNull();
    expect((element.shadowRoot!.querySelector('c-marketo-refusal') as unknown as { refusal: { message: string } }).refusal.message).toBe(
      'down'
    );
  });
});
