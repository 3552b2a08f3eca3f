import { createElement } from 'lwc';
import MarketoLinkDefaults from '../marketoLinkDefaults';
import read from '@salesforce/apex/MarketoLinkDefaults.read';
import save from '@salesforce/apex/MarketoLinkDefaults.save';

jest.mock('@salesforce/apex/MarketoLinkDefaults.read', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkDefaults.save', () => ({ default: jest.fn() }), { virtual: true });
const stored = read as unknown as jest.Mock;
const keep = save as unknown as jest.Mock;
const refusal = { body: { message: '{"code": "no-access", "message": "You may not.", "fix": "Ask.", "details": {}}' } };

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const element = createElement('c-marketo-link-defaults', { is: MarketoLinkDefaults });
  const toast = jest.fn();
  element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
  document.body.appendChild(element);
  await settle();
  const shadow = element.shadowRoot!;
  const question = (rule: string) => shadow.querySelector(`[data-rule="${rule}"]`) as (Element & { value: string }) | null;
  const part = (id: string) => shadow.querySelector<HTMLElement & { disabled: boolean }>(`[data-id="${id}"]`);
  const answer = async (rule: string, value: string) => {
    question(rule)!.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
  };
  return { element, toast, shadow, question, part, answer };
}

describe('c-marketo-link-defaults', () => {
  beforeEach(() => stored.mockResolvedValue({ conflict: 'ask' }));
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('shows the usual answers, and those that were chosen instead; never one for people', async () => {
    const { element, question } = await open();
    expect(question('direction')!.value).toBe('both');
    expect(question('conflict')!.value).toBe('ask');
    expect(question('people')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('saves what differs from the usual answers only', async () => {
    const { toast, part, answer } = await open();
    await answer('backward', 'restore');
    await answer('conflict', 'furthest');
    part('save')!.click();
    await settle();
    expect(JSON.parse(keep.mock.calls[0][0].rules)).toEqual({ backward: 'restore' });
    expect(toast.mock.calls[0][0].variant).toBe('success');
  });

  it('goes back to the usual ones', async () => {
    const { part } = await open();
    part('usual')!.click();
    await settle();
    expect(part('usual')!.disabled).toBe(true);
    part('save')!.click();
    await settle();
    expect(JSON.parse(keep.mock.calls[0][0].rules)).toEqual({});
  });

  it('says why they could not be read or saved', async () => {
    stored.mockRejectedValueOnce(refusal);
    const { element, toast, part } = await open();
    expect(part('error')!.textContent).toContain('You may not. Ask.');
    await expect(element).toBeAccessible();
    part('retry')!.click();
    await settle();
    keep.mockRejectedValueOnce(refusal);
    part('save')!.click();
    await settle();
    expect(toast.mock.calls[0][0]).toMatchObject({ variant: 'error', message: 'You may not. Ask.' });
  });
});
