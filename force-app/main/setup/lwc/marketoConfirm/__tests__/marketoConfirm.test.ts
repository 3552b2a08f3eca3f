import { createElement } from 'lwc';
import MarketoConfirm from '../marketoConfirm';

async function open(question?: string) {
  const element = createElement('c-marketo-confirm', { is: MarketoConfirm });
  Object.assign(element, { label: 'Switch off', question });
  const confirm = jest.fn();
  element.addEventListener('confirm', confirm);
  document.body.appendChild(element);
  await Promise.resolve();
  const part = (id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const press = async (id: string) => {
    part(id)!.click();
    await Promise.resolve();
  };
  return { element, confirm, part, press };
}

describe('c-marketo-confirm', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what it means before it does it, and gives the focus back', async () => {
    const { element, confirm, part, press } = await open('Nothing is synced any more.');
    await press('press');
    expect(confirm).not.toHaveBeenCalled();
    expect(part('question')!.textContent).toBe('Nothing is synced any more.');
    expect(element.shadowRoot!.activeElement).toBe(part('question'));
    await expect(element).toBeAccessible();
    await press('confirm');
    expect(confirm).toHaveBeenCalledTimes(1);
    expect(part('question')).toBeNull();
  });

  it('does nothing after "Cancel" or Escape', async () => {
    const { confirm, part, press } = await open('Nothing is synced any more.');
    await press('press');
    await press('cancel');
    await press('press');
    part('question')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await Promise.resolve();
    expect(part('question')).toBeNull();
    expect(confirm).not.toHaveBeenCalled();
  });

  it('acts at once where there is nothing to ask', async () => {
    const { confirm, press } = await open();
    await press('press');
    expect(confirm).toHaveBeenCalledTimes(1);
  });
});
