import { createElement } from 'lwc';
import members from '@salesforce/apex/MarketoIssueController.members';
import MarketoMembers from '../marketoMembers';

jest.mock('@salesforce/apex/MarketoIssueController.members', () => ({ default: jest.fn() }), { virtual: true });
const ask = members as unknown as jest.Mock;

const people = { '00QA': { name: 'Ada Example', object: 'Lead' } };
const member = (memberKey: string, change = {}) => ({
  memberKey,
  leadId: '00QA',
  contactId: null,
  marketoLeadId: 7,
  salesforceValue: 'Invited',
  marketoValue: null,
  reason: null,
  ...change
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);

async function open(state = 'left-by-rule') {
  const element = createElement('c-marketo-members', { is: MarketoMembers });
  Object.assign(element, { campaignId: '701A', state });
  document.body.appendChild(element);
  await settle();
  return element;
}

describe('c-marketo-members', () => {
  beforeEach(() => jest.resetAllMocks());
  afterEach(() => document.body.replaceChildren());

  it('says who is in the state, what both sides show, and why a rule leaves them', async () => {
    ask.mockResolvedValue({
      members: [member('m-1', { reason: 'direction' }), member('m-2', { leadId: null, hidden: true })],
      cursor: null,
      people
    });
    const element = await open();
    expect(ask).toHaveBeenCalledWith({ campaignId: '701A', state: 'left-by-rule', cursor: null });
    const rows = [...element.shadowRoot!.querySelectorAll('li')];
    expect(rows[0]!.textContent).toContain('Ada Example');
    expect(rows[0]!.textContent).toContain('Word_Direction');
    expect(rows[1]!.textContent).toContain('Hidden');
    expect(rows[1]!.querySelector('a')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('goes on behind what it has, also where nobody was found yet', async () => {
    ask.mockResolvedValueOnce({ members: [], cursor: 'm-500', people });
    ask.mockResolvedValueOnce({ members: [member('m-501')], cursor: null, people });
    const element = await open('pending');
    expect(part(element, 'none')).toBeNull();
    part(element, 'more')!.click();
    await settle();
    expect(ask.mock.calls[1][0].cursor).toBe('m-500');
    expect(element.shadowRoot!.querySelectorAll('li')).toHaveLength(1);
    expect(part(element, 'more')).toBeNull();
  });

  it('sends whose history is wanted, and says when there is nobody or nothing could be read', async () => {
    ask.mockResolvedValueOnce({ members: [member('m-1')], cursor: null, people });
    const element = await open();
    const history = jest.fn();
    element.addEventListener('history', (event) => history((event as CustomEvent).detail));
    part(element, 'history')!.click();
    expect(history).toHaveBeenCalledWith({ memberKey: 'm-1', name: 'Ada Example' });
    ask.mockResolvedValueOnce({ members: [], cursor: null, people });
    expect(part(await open(), 'none')).not.toBeNull();
    ask.mockRejectedValueOnce(new Error('down'));
    const failed = await open();
    expect((failed.shadowRoot!.querySelector('c-marketo-refusal') as unknown as { refusal: { message: string } }).refusal.message).toBe(
      'down'
    );
    expect(part(failed, 'none')).toBeNull();
  });
});
