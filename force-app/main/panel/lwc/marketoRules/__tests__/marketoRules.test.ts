import { createElement } from 'lwc';
import { NEW_RULES, type RulesAsked } from 'c/marketoRuleQuestions';
import MarketoRules from '../marketoRules';

async function open(rules: RulesAsked = NEW_RULES, showMissing = false) {
  const element = createElement('c-marketo-rules', { is: MarketoRules });
  Object.assign(element, { rules, statuses: ['Invited', 'Attended'], showMissing });
  const sent = jest.fn();
  element.addEventListener('ruleschange', (event) => sent((event as CustomEvent).detail));
  document.body.appendChild(element);
  await Promise.resolve();
  return { element, sent };
}
const inputs = (element: Element, rule: string) => [
  ...element.shadowRoot!.querySelectorAll<HTMLInputElement>(`input[data-rule="${rule}"]`)
];
const answer = (element: Element, rule: string) => inputs(element, rule).find(({ checked }) => checked)?.value;

describe('c-marketo-rules', () => {
  afterEach(() => document.body.replaceChildren());

  it('preselects nothing for people whom only Marketo knows, and says so when somebody goes on', async () => {
    const { element } = await open();
    expect(inputs(element, 'people')).toHaveLength(3);
    expect(answer(element, 'people')).toBeUndefined();
    expect(inputs(element, 'people').every(({ required }) => required)).toBe(true);
    expect(answer(element, 'conflict')).toBe('furthest');
    expect(element.shadowRoot!.querySelector('[data-id="people-missing"]')).toBeNull();
    const asked = await open(NEW_RULES, true);
    expect(asked.element.shadowRoot!.querySelector('[data-id="people-missing"]')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('sends every rule with the one that was changed', async () => {
    const { element, sent } = await open();
    const rejoin = inputs(element, 'backward').find(({ value }) => value === 'rejoin')!;
    rejoin.click();
    expect(sent).toHaveBeenCalledWith({ ...NEW_RULES, backward: 'rejoin' });
  });

  it('asks about leads only where leads are made', async () => {
    const never = await open({ ...NEW_RULES, people: 'never' });
    expect(never.element.shadowRoot!.querySelector('[data-id="leads"]')).toBeNull();
    const { element, sent } = await open({ ...NEW_RULES, people: 'create' });
    const change = (selector: string, detail: unknown) =>
      element.shadowRoot!.querySelector(selector)!.dispatchEvent(new CustomEvent('change', { detail }));
    change('[data-id="minimum"]', { value: 'Attended' });
    expect(sent.mock.calls[0][0].minimumStatus).toBe('Attended');
    change('[data-id="minimum"]', { value: '' });
    expect(sent.mock.calls[1][0].minimumStatus).toBeNull();
    change('[data-field="company"]', { value: 'Nobody Inc' });
    expect(sent.mock.calls[2][0].leadDefaults).toEqual({ ...NEW_RULES.leadDefaults, company: 'Nobody Inc' });
    change('[data-field="allowDuplicates"]', { checked: true });
    expect(sent.mock.calls[3][0].leadDefaults.allowDuplicates).toBe(true);
    await expect(element).toBeAccessible();
  });
});
