import { createElement } from 'lwc';
import MarketoUserSearch from '../marketoUserSearch';
import findUsers from '@salesforce/apex/MarketoSetupController.findUsers';

jest.mock('@salesforce/apex/MarketoSetupController.findUsers', () => ({ default: jest.fn() }), { virtual: true });
const find = findUsers as unknown as jest.Mock;
const pausing = () => new Promise((resolve) => setTimeout(resolve, 350));
const olga = { userId: '005000000000001AAA', name: 'Olga Owner-Example', username: 'owner@example.com' };

async function open() {
  const element = createElement('c-marketo-user-search', { is: MarketoUserSearch });
  Object.assign(element, { label: 'Assign to' });
  const choose = jest.fn();
  element.addEventListener('choose', (event) => choose((event as CustomEvent).detail));
  document.body.appendChild(element);
  await Promise.resolve();
  const part = (id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const type = async (...texts: string[]) => {
    for (const text of texts) {
      part('search')!.dispatchEvent(new CustomEvent('change', { detail: { value: text } }));
    }
    await pausing();
  };
  return { element, choose, part, type };
}

describe('c-marketo-user-search', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('searches once a person pauses, and sends whom they choose', async () => {
    find.mockResolvedValue([olga]);
    const { element, choose, type } = await open();
    await type('o', 'ol', ' olga ');
    expect(find).toHaveBeenCalledTimes(1);
    expect(find).toHaveBeenCalledWith({ search: 'olga' });
    await expect(element).toBeAccessible();
    element.shadowRoot!.querySelector<HTMLElement>('[data-user]')!.click();
    expect(choose).toHaveBeenCalledWith({ userId: olga.userId, name: olga.name });
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('[data-user]')).toBeNull();
  });

  it('asks for nobody by a single letter', async () => {
    const { type, part } = await open();
    await type('o');
    expect(find).not.toHaveBeenCalled();
    expect(part('none')).toBeNull();
  });

  it('says that nobody was found, and why a search failed', async () => {
    find.mockResolvedValueOnce([]);
    const { element, part, type } = await open();
    await type('nobody');
    expect(part('none')).not.toBeNull();
    find.mockRejectedValueOnce({ body: { message: '{"code": "no-access", "message": "You may not.", "fix": "", "details": {}}' } });
    await type('olga');
    expect(part('error')!.textContent).toContain('You may not.');
    await expect(element).toBeAccessible();
  });
});
