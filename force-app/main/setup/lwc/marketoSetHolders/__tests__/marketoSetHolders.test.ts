import { createElement } from 'lwc';
import MarketoSetHolders from '../marketoSetHolders';
import type { SetEntry } from '../setEntry';
import permissionSets from '@salesforce/apex/MarketoSetupController.permissionSets';
import assign from '@salesforce/apex/MarketoSetupController.assign';
import revoke from '@salesforce/apex/MarketoSetupController.revoke';

jest.mock('@salesforce/apex/MarketoSetupController.permissionSets', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.assign', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.revoke', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.findUsers', () => ({ default: jest.fn() }), { virtual: true });
const load = permissionSets as unknown as jest.Mock;
const give = assign as unknown as jest.Mock;
const take = revoke as unknown as jest.Mock;

const sets: SetEntry[] = [
  {
    name: 'Marketo_Sync_Admin',
    label: 'Marketo Sync Admin',
    present: true,
    holders: [
      { userId: '005000000000001AAA', name: 'Olga Owner-Example', active: true },
      { userId: '005000000000002AAA', name: 'Ina Former-Example', active: false }
    ]
  },
  { name: 'Marketo_Sync_Viewer', label: 'Marketo Sync Viewer', present: true, holders: [] },
  { name: 'Marketo_Callout_Local', label: 'Marketo Callout Local', present: false, holders: [] }
];
const refusal = { body: { message: '{"code": "not-assigned", "message": "You may not assign.", "fix": "Ask.", "details": {}}' } };

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const element = createElement('c-marketo-set-holders', { is: MarketoSetHolders });
  const toast = jest.fn();
  element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
  document.body.appendChild(element);
  await settle();
  const shadow = element.shadowRoot!;
  const row = (name: string) => shadow.querySelector<HTMLElement>(`[data-set-row="${name}"]`)!;
  return { element, toast, shadow, row };
}

describe('c-marketo-set-holders', () => {
  beforeEach(() => load.mockResolvedValue(sets));
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('shows each set, who holds it, and which of the org’s own is missing', async () => {
    const { element, row } = await open();
    expect(row('Marketo_Sync_Admin').querySelectorAll('[data-holder]')).toHaveLength(2);
    expect(row('Marketo_Sync_Viewer').querySelector('[data-id="nobody"]')).not.toBeNull();
    expect(row('Marketo_Callout_Local').querySelector('[data-id="missing"]')).not.toBeNull();
    expect(row('Marketo_Callout_Local').querySelector('[data-id="assign"]')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('draws a stencil, then the reason of an error with another try', async () => {
    load.mockRejectedValueOnce(refusal);
    const { element, shadow } = await open();
    expect(shadow.querySelector('[data-id="error"]')!.textContent).toContain('You may not assign. Ask.');
    await expect(element).toBeAccessible();
    shadow.querySelector<HTMLElement>('[data-id="retry"]')!.click();
    await Promise.resolve();
    expect(shadow.querySelector('.stencil')).not.toBeNull();
    await settle();
    expect(shadow.querySelectorAll('[data-set-row]')).toHaveLength(3);
  });

  it('assigns a set to whom a person chose, says so, and shows the new holders', async () => {
    const { element, toast, shadow, row } = await open();
    row('Marketo_Sync_Viewer').querySelector<HTMLElement>('[data-id="assign"]')!.click();
    await settle();
    const search = shadow.querySelector('c-marketo-user-search')!;
    await expect(element).toBeAccessible();
    search.dispatchEvent(new CustomEvent('choose', { detail: { userId: '005000000000003AAA', name: 'Vic Viewer-Example' } }));
    await settle();
    expect(give).toHaveBeenCalledWith({ permissionSet: 'Marketo_Sync_Viewer', userId: '005000000000003AAA' });
    expect(toast.mock.calls[0][0].variant).toBe('success');
    expect(load).toHaveBeenCalledTimes(2);
    expect(shadow.querySelector('c-marketo-user-search')).toBeNull();
  });

  it('takes a set from a holder after a question, and says why it could not', async () => {
    take.mockRejectedValueOnce(refusal);
    const { toast, row } = await open();
    const button = row('Marketo_Sync_Admin').querySelector('c-marketo-confirm') as unknown as { question: string } & Element;
    expect(button.question).not.toBe('');
    button.dispatchEvent(new CustomEvent('confirm'));
    await settle();
    expect(take).toHaveBeenCalledWith({ permissionSet: 'Marketo_Sync_Admin', userId: '005000000000001AAA' });
    expect(toast.mock.calls[0][0]).toMatchObject({ variant: 'error', message: 'You may not assign. Ask.' });
  });
});
