import { createElement } from 'lwc';
import MarketoChecks, { type Check } from '../marketoChecks';

const check = (name: string, verdict: Check['verdict'], fix: string | null = null): Check => ({
  name,
  verdict,
  sentence: `About ${name}.`,
  fix
});
const checks = [check('switch', 'ok'), check('quota', 'warning', 'Ask for more.'), check('pairing', 'problem', 'Pair it.')];

async function open(given: Check[]) {
  const element = createElement('c-marketo-checks', { is: MarketoChecks });
  Object.assign(element, { checks: given });
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const names = (element: Element, within = '') =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>(`${within} [data-check]`)].map(({ dataset }) => dataset.check);

describe('c-marketo-checks', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows what is to be mended first, each with what to do, and folds away what is well', async () => {
    const element = await open(checks);
    expect(names(element)).toEqual(['pairing', 'quota', 'switch']);
    expect(names(element, 'details')).toEqual(['switch']);
    const fixes = [...element.shadowRoot!.querySelectorAll('[data-id="fix"]')].map(({ textContent }) => textContent);
    expect(fixes).toEqual(['Pair it.', 'Ask for more.']);
    await expect(element).toBeAccessible();
  });

  it('says that nothing was looked at', async () => {
    const element = await open([]);
    expect(element.shadowRoot!.querySelector('[data-id="none"]')).not.toBeNull();
    await expect(element).toBeAccessible();
  });
});
