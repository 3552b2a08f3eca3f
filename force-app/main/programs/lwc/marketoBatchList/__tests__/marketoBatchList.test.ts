import { createElement } from 'lwc';
import type { BatchRow } from 'c/marketoBatch';
import MarketoBatchList from '../marketoBatchList';

const rows: BatchRow[] = [
  { key: '1', title: 'Pier', recordId: '701000000000001AAA', state: 'done', text: 'Linked' },
  { key: '2', title: 'Quay', recordId: null, state: 'failed', text: 'The name is taken.' },
  { key: '3', title: 'Mole', recordId: null, state: 'working', text: null },
  { key: '4', title: 'Dock', recordId: null, state: 'waiting', text: null }
];

async function open(shown: BatchRow[]) {
  const element = createElement('c-marketo-batch-list', { is: MarketoBatchList });
  Object.assign(element, { rows: shown, label: 'Linking' });
  document.body.appendChild(element);
  await Promise.resolve();
  return element.shadowRoot!;
}

describe('c-marketo-batch-list', () => {
  afterEach(() => document.body.replaceChildren());

  it('says how far it is and what became of each', async () => {
    const shadow = await open(rows);
    const bar = shadow.querySelector('[role="progressbar"]')!;
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['2', '4']);
    expect(shadow.querySelector<HTMLElement>('.bar')!.style.inlineSize).toBe('50%');
    const states = [...shadow.querySelectorAll<HTMLElement>('.row')].map(({ dataset }) => dataset.state);
    expect(states).toEqual(['done', 'failed', 'working', 'waiting']);
    expect(shadow.querySelector('[data-key="2"]')!.textContent).toContain('The name is taken.');
    expect(shadow.querySelectorAll('c-marketo-record-link')).toHaveLength(1);
    await expect(shadow.host).toBeAccessible();
  });

  it('draws nothing to do without dividing by it', async () => {
    const shadow = await open([]);
    expect(shadow.querySelector<HTMLElement>('.bar')!.style.inlineSize).toBe('0%');
  });
});
