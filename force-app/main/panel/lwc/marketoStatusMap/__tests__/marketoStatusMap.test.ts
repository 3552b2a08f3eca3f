import { createElement } from 'lwc';
import { begin } from 'c/marketoStatusChoices';
import MarketoStatusMap from '../marketoStatusMap';

const statuses = [
  { name: 'Invited', step: 10, success: false },
  { name: 'No Show', step: 20, success: false },
  { name: 'Attended', step: 30, success: true }
];
const labels = ['Invited', 'no show', 'Waitlisted'];

async function open() {
  const element = createElement('c-marketo-status-map', { is: MarketoStatusMap });
  element.choices = begin(statuses, labels);
  element.memberStatuses = labels;
  element.addEventListener('choiceschange', (event) => {
    element.choices = (event as CustomEvent).detail;
  });
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const row = (element: Element, name: string) => element.shadowRoot!.querySelector(`[data-row="${name}"]`)!;
const click = async (element: Element, name: string, id: string) => {
  row(element, name).querySelector<HTMLElement>(`[data-id="${id}"]`)!.click();
  await Promise.resolve();
};

describe('c-marketo-status-map', () => {
  afterEach(() => document.body.replaceChildren());

  it('says of each status whether it has a counterpart', async () => {
    const element = await open();
    expect(row(element, 'Invited').querySelector('[data-id="verdict"]')).not.toBeNull();
    expect(row(element, 'Attended').querySelector('[data-id="gap"]')).not.toBeNull();
    expect(element.shadowRoot!.querySelector('[data-id="left"]')!.textContent).toContain('Map_Left');
    await expect(element).toBeAccessible();
  });

  it('takes a suggestion only when it is accepted, and makes a status only when it is asked for', async () => {
    const element = await open();
    await click(element, 'No Show', 'accept');
    expect(element.choices[1]!.write).toBe('no show');
    await click(element, 'Attended', 'create');
    expect(element.choices[2]!.write).toBe('Attended');
    expect(element.shadowRoot!.querySelector('[data-id="left"]')!.textContent).toBe('');
  });

  it('lets a status be chosen, and another mean the same', async () => {
    const element = await open();
    row(element, 'Attended')
      .querySelector('[data-id="write"]')!
      .dispatchEvent(new CustomEvent('change', { detail: { value: 'Invited' } }));
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('[data-id="shared"]')).not.toBeNull();
    element
      .shadowRoot!.querySelector('[data-label="Waitlisted"]')!
      .dispatchEvent(new CustomEvent('change', { detail: { value: 'No Show' } }));
    await Promise.resolve();
    expect(element.choices[1]!.also).toEqual(['Waitlisted']);
  });

  it('offers no status that Salesforce could not hold', async () => {
    const element = await open();
    const long = 'A status whose name is longer than forty letters';
    element.choices = begin([{ name: long, step: 1, success: false }], []);
    await Promise.resolve();
    expect(row(element, long).querySelector('[data-id="create"]')).toBeNull();
    expect(row(element, long).textContent).toContain('Too_Long');
  });
});
