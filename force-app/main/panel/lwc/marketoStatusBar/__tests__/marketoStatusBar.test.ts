import { createElement } from 'lwc';
import MarketoStatusBar, { type StatusCount } from '../marketoStatusBar';

async function show(statuses: StatusCount[]) {
  const element = createElement('c-marketo-status-bar', { is: MarketoStatusBar });
  element.statuses = statuses;
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}

describe('c-marketo-status-bar', () => {
  afterEach(() => document.body.replaceChildren());

  it('gives each status both counts, bars in proportion, and says where the sides differ', async () => {
    const element = await show([
      { marketo: 'Invited', label: 'Invited', success: false, marketoCount: 40, salesforceCount: 20 },
      { marketo: 'Attended', label: 'Came', success: true, marketoCount: 10, salesforceCount: 10 }
    ]);
    const rows = [...element.shadowRoot!.querySelectorAll<HTMLElement>('tbody tr')];
    expect(rows.map((r) => r.dataset.status)).toEqual(['Invited', 'Attended']);
    expect(rows.map((r) => [...r.querySelectorAll<HTMLElement>('.bar')].map((b) => b.style.inlineSize))).toEqual([
      ['50%', '100%'],
      ['25%', '25%']
    ]);
    expect(rows[0].querySelector('[data-side="marketo"] .slds-assistive-text')).not.toBeNull();
    expect(rows[1].querySelector('[data-side="marketo"] .slds-assistive-text')).toBeNull();
    expect(rows[1].querySelector('.mapped')!.textContent).toBe('Came');
    expect(rows[0].querySelector('.mapped')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('draws statuses nobody is in, and unknown counts, without dividing by nothing', async () => {
    const element = await show([{ marketo: 'No Show', label: null, success: false, marketoCount: 0, salesforceCount: null }]);
    expect(element.shadowRoot!.querySelectorAll('tbody tr')).toHaveLength(1);
    const widths = [...element.shadowRoot!.querySelectorAll<HTMLElement>('.bar')].map((bar) => bar.style.inlineSize);
    expect(widths).toEqual(['0%', '0%']);
  });
});
