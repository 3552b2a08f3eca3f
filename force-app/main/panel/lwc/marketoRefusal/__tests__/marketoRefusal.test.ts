import { createElement } from 'lwc';
import MarketoRefusal from '../marketoRefusal';

async function show(props: Partial<Pick<MarketoRefusal, 'refusal' | 'retryable'>>) {
  const element = Object.assign(createElement('c-marketo-refusal', { is: MarketoRefusal }), props);
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const refusal = { code: 'wrong-state', message: 'The link is paused.', fix: 'Resume it first.', details: {} };

describe('c-marketo-refusal', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what happened and what to do, and offers another try only where one makes sense', async () => {
    const element = await show({ refusal });
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('The link is paused.');
    expect(element.shadowRoot!.querySelector('[data-id="fix"]')!.textContent).toBe('Resume it first.');
    expect(element.shadowRoot!.querySelector('[data-id="retry"]')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('sends retry', async () => {
    const element = await show({ refusal: { ...refusal, fix: '' }, retryable: true });
    const retry = jest.fn();
    element.addEventListener('retry', retry);
    element.shadowRoot!.querySelector<HTMLElement>('[data-id="retry"]')!.click();
    expect(retry).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot!.querySelector('[data-id="fix"]')).toBeNull();
  });

  it('is nothing without a refusal', async () => {
    const element = await show({});
    expect(element.shadowRoot!.childElementCount).toBe(0);
  });
});
