import { createElement } from 'lwc';
import MarketoCreateCampaigns from '../marketoCreateCampaigns';
import { linesOf, makingOf, totalOf } from '../createView';
import createCampaign from '@salesforce/apex/MarketoProgramsController.createCampaign';
import askPreview from '@salesforce/apex/MarketoLinkController.askPreview';
import preview from '@salesforce/apex/MarketoLinkController.preview';
import start from '@salesforce/apex/MarketoLinkController.start';
import readDefaults from '@salesforce/apex/MarketoLinkDefaults.read';
import type { Plan } from 'c/marketoAnswer';
import type { BatchRow } from 'c/marketoBatch';

jest.mock('@salesforce/apex/MarketoProgramsController.createCampaign', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.askPreview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.preview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.start', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkDefaults.read', () => ({ default: jest.fn() }), { virtual: true });
const calls = {
  create: createCampaign as unknown as jest.Mock,
  ask: askPreview as unknown as jest.Mock,
  look: preview as unknown as jest.Mock,
  start: start as unknown as jest.Mock
};

const plan = (more: Partial<Plan> = {}): Plan => ({
  ...totalOf([]),
  digest: 'd1',
  reasons: [],
  samples: [],
  statuses: [],
  calls: { marketo: 5, salesforce: 4 },
  ...more
});
const done = (more: Partial<Plan> = {}) => ({
  state: 'done',
  progress: { phase: 'done', done: 2, total: 2 },
  plan: plan(more),
  refusal: null,
  people: {}
});
const refusal = (code: string, message: string) => ({
  body: { message: JSON.stringify({ code, message, fix: 'Do something.', details: {} }) }
});
const programs = [
  { programId: '1002', programName: 'Pier', channel: 'Webinar' },
  { programId: '1003', programName: 'Quay', channel: 'Webinar' }
];

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const element = createElement('c-marketo-create-campaigns', { is: MarketoCreateCampaigns });
  Object.assign(element, { programs });
  const back = jest.fn();
  element.addEventListener('back', (event) => back((event as CustomEvent).detail));
  document.body.appendChild(element);
  await settle();
  const shadow = element.shadowRoot!;
  // The stand-ins of Jest validate nothing.
  const valid = (is: (input: HTMLElement & { value?: string; required?: boolean }) => boolean) => {
    for (const input of shadow.querySelectorAll('lightning-input, lightning-radio-group')) {
      Object.assign(input, { reportValidity: () => is(input as HTMLElement) });
    }
  };
  valid(() => true);
  const part = (id: string) => shadow.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const choosePeople = async (value: string) => {
    part('people')!.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
  };
  const rows = () => (shadow.querySelector('c-marketo-batch-list') as unknown as { rows: BatchRow[] }).rows;
  return { element, shadow, part, valid, choosePeople, rows, back };
}

describe('c-marketo-create-campaigns', () => {
  beforeEach(() => {
    (readDefaults as unknown as jest.Mock).mockResolvedValue({ conflict: 'ask' });
    calls.create.mockImplementation(({ request }) => Promise.resolve(`701-${JSON.parse(request).programId}`));
    calls.ask.mockImplementation(({ campaignId }) => Promise.resolve({ previewId: `p-${campaignId}` }));
    calls.look.mockResolvedValue(done({ addToSalesforce: 2 }));
    calls.start.mockResolvedValue({ runId: 'r' });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('says what a plan does and no more, and sums plans up', () => {
    expect(linesOf(plan())).toHaveLength(1);
    const costs = { field: 'ActualCost' as const, from: null, to: '1750', consent: false };
    expect(linesOf(plan({ addToSalesforce: 2, park: 1, fields: [costs] }))).toHaveLength(3);
    const total = totalOf([plan({ addToSalesforce: 2 }), plan({ addToSalesforce: 3, createPeople: 1 })]);
    expect([total.addToSalesforce, total.createPeople, total.calls.marketo]).toEqual([5, 1, 10]);
  });

  it('cuts a name to what Salesforce holds', () => {
    expect(makingOf({ programId: '1', programName: 'x'.repeat(100), channel: null }, 'k').name).toHaveLength(80);
  });

  it('preselects nothing for people, and does nothing before somebody chose', async () => {
    const opened = await open();
    expect((opened.part('people') as unknown as { value?: string }).value).toBeUndefined();
    expect(opened.shadow.activeElement).toBe(opened.part('heading'));
    await expect(opened.element).toBeAccessible();
    opened.part('prepare')!.click();
    await settle();
    expect(calls.create).not.toHaveBeenCalled();
    expect(opened.part('asks-for-people')).not.toBeNull();
    opened.part('cancel')!.click();
    expect(opened.back).toHaveBeenCalledWith({ changed: false });
  });

  it('does nothing while a name is missing', async () => {
    const opened = await open();
    await opened.choosePeople('wait');
    opened.valid(() => false);
    opened.part('prepare')!.click();
    await settle();
    expect(calls.create).not.toHaveBeenCalled();
  });

  it('creates and previews each, links only those chosen, and says what became of each', async () => {
    const opened = await open();
    opened.shadow.querySelector('[data-program="1003"]')!.dispatchEvent(new CustomEvent('change', { detail: { value: 'Quay 2026' } }));
    await opened.choosePeople('create');
    opened.part('prepare')!.click();
    await settle();
    await settle();
    expect(calls.create.mock.calls.map(([{ request }]) => JSON.parse(request))).toEqual([
      { programId: 1002, name: 'Pier', isActive: true },
      { programId: 1003, name: 'Quay 2026', isActive: true }
    ]);
    expect(JSON.parse(calls.ask.mock.calls[0][0].request)).toEqual({ programId: 1002, rules: { conflict: 'ask', people: 'create' } });
    expect(opened.shadow.querySelectorAll('[data-preview]')).toHaveLength(2);
    expect(opened.part('totals')).not.toBeNull();
    expect(calls.start).not.toHaveBeenCalled();
    await expect(opened.element).toBeAccessible();

    const box = opened.shadow.querySelector<HTMLInputElement>('input[data-program="1002"]')!;
    box.checked = false;
    box.dispatchEvent(new CustomEvent('change'));
    await settle();
    opened.part('start')!.click();
    await settle();
    expect(calls.start).toHaveBeenCalledTimes(1);
    expect(calls.start.mock.calls[0][0]).toMatchObject({ campaignId: '701-1003', programId: 1003, previewId: 'p-701-1003', digest: 'd1' });
    expect(opened.rows().map(({ title, state, recordId }) => [title, state, recordId])).toEqual([['Quay 2026', 'done', '701-1003']]);
    await expect(opened.element).toBeAccessible();
    opened.part('back')!.click();
    expect(opened.back).toHaveBeenCalledWith({ changed: true });
  });

  it('goes on with the others when one fails, and tries that one again without a second campaign', async () => {
    calls.ask.mockRejectedValueOnce(refusal('budget-exhausted', 'The calls of the day are used up.'));
    const opened = await open();
    await opened.choosePeople('wait');
    opened.part('prepare')!.click();
    await settle();
    await settle();
    expect(opened.shadow.querySelectorAll('[data-preview]')).toHaveLength(1);
    expect(opened.rows()[0]).toMatchObject({ key: '1002', state: 'failed', text: 'The calls of the day are used up. Do something.' });
    await expect(opened.element).toBeAccessible();
    opened.part('again')!.click();
    await settle();
    await settle();
    expect(calls.create).toHaveBeenCalledTimes(2);
    expect(opened.shadow.querySelectorAll('[data-preview]')).toHaveLength(2);
  });

  it('sends a creation whose answer was lost with the same key', async () => {
    calls.create.mockRejectedValueOnce(refusal('unreachable', 'The relay could not be reached.'));
    const opened = await open();
    await opened.choosePeople('wait');
    opened.part('prepare')!.click();
    await settle();
    await settle();
    opened.part('again')!.click();
    await settle();
    await settle();
    const keys = calls.create.mock.calls.filter(([{ request }]) => JSON.parse(request).programId === 1002).map(([{ key }]) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('says why a preview was refused, and that a plan which changed has to be seen again', async () => {
    calls.look.mockResolvedValueOnce({
      state: 'refused',
      progress: { phase: 'reading', done: 0, total: null },
      plan: null,
      refusal: { code: 'statuses-not-covered', message: 'No counterpart for "No Show".', fix: 'Map it.' }
    });
    calls.start.mockRejectedValueOnce(refusal('plan-changed', 'Something changed since the preview.'));
    const opened = await open();
    await opened.choosePeople('never');
    opened.part('prepare')!.click();
    await settle();
    await settle();
    expect(opened.rows()[0].text).toBe('No counterpart for "No Show". Map it.');
    opened.part('start')!.click();
    await settle();
    expect(opened.rows()[0]).toMatchObject({ key: '1003', state: 'failed' });
    opened.part('again')!.click();
    await settle();
    await settle();
    expect(opened.shadow.querySelector('[data-preview="1003"]')).not.toBeNull();
  });
});
