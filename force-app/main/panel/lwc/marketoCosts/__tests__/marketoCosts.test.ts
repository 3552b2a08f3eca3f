import { createElement } from 'lwc';
import MarketoCosts from '../marketoCosts';

const months = [
  { month: '2026-03', amount: 1800, note: 'Invitations' },
  { month: '2026-04', amount: 4200, note: null }
];

async function show(props: { months: typeof months; total: number | null; actualCost: number | null }) {
  const element = createElement('c-marketo-costs', { is: MarketoCosts });
  Object.assign(element, props, { currencyCode: 'EUR' });
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const part = (element: Element, id: string) => element.shadowRoot!.querySelector(`[data-id="${id}"]`);

describe('c-marketo-costs', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows each month in the currency, the sum, and that ActualCost is the same', async () => {
    const element = await show({ months, total: 6000, actualCost: 6000 });
    expect([...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-month]')].map((row) => row.dataset.month)).toEqual([
      '2026-03',
      '2026-04'
    ]);
    const sum = part(element, 'sum')!.querySelector('lightning-formatted-number') as unknown as Record<string, unknown>;
    expect([sum.value, sum.formatStyle, sum.currencyCode]).toEqual([6000, 'currency', 'EUR']);
    expect(part(element, 'equal')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('says where ActualCost differs, and where it is empty', async () => {
    expect(part(await show({ months, total: 6000, actualCost: 0 }), 'differs')).not.toBeNull();
    const empty = await show({ months, total: 6000, actualCost: null });
    expect(part(empty, 'empty')).not.toBeNull();
    expect(part(empty, 'differs')).toBeNull();
  });

  it('says that there are none rather than 0', async () => {
    const element = await show({ months: [], total: null, actualCost: 500 });
    expect(part(element, 'none')).not.toBeNull();
    expect(element.shadowRoot!.querySelector('table')).toBeNull();
  });
});
