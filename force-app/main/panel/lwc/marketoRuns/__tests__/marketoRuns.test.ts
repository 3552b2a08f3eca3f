import { createElement } from 'lwc';
import runs from '@salesforce/apex/MarketoHistoryController.runs';
import askUndo from '@salesforce/apex/MarketoHistoryController.askUndo';
import undo from '@salesforce/apex/MarketoHistoryController.undo';
import type { Run } from 'c/marketoAnswer';
import { plan } from '../../marketoPlan/__tests__/planSamples';
import MarketoRuns from '../marketoRuns';

jest.mock('@salesforce/apex/MarketoHistoryController.runs', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoHistoryController.askUndo', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoHistoryController.undo', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.preview', () => ({ default: () => new Promise(() => undefined) }), { virtual: true });
const mocks = { runs, askUndo, undo } as unknown as Record<'runs' | 'askUndo' | 'undo', jest.Mock>;

function run(runId: string, change: Partial<Run> = {}): Run {
  return {
    runId,
    kind: 'first-sync',
    actor: '005O',
    at: '2026-03-02T10:00:00.000Z',
    plan: plan({ addToMarketo: 2 }),
    state: 'done',
    remaining: 0,
    undoOf: null,
    undoneBy: null,
    ...change
  };
}
const people = { '005O': { name: 'Olga Owner', object: 'User' } };
const list = (some: Run[], more = false) => ({ runs: some, page: 1, more, people });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
const row = (element: Element, id: string) => element.shadowRoot!.querySelector(`li[data-run="${id}"]`)!;

async function open(canUndo = true) {
  const element = createElement('c-marketo-runs', { is: MarketoRuns });
  Object.assign(element, { campaignId: '701A', canUndo });
  const acted = jest.fn();
  element.addEventListener('acted', acted);
  document.body.appendChild(element);
  await settle();
  return { element, acted };
}
const done = { previewId: 'p-9', state: 'done', plan: plan({ digest: 'd-9' }), people: {} };

describe('c-marketo-runs', () => {
  beforeEach(() => {
    jest.resetAllMocks();
    mocks.runs.mockResolvedValue(list([run('run-2', { kind: 'rules-changed', undoneBy: 'run-3' }), run('run-1')]));
  });
  afterEach(() => document.body.replaceChildren());

  it('tells what was set going and how far it is, and offers to take back what can be', async () => {
    const { element } = await open();
    expect(row(element, 'run-1').querySelector('[data-id="undo"]')).not.toBeNull();
    expect(row(element, 'run-2').querySelector('[data-id="undo"]')).toBeNull();
    expect(row(element, 'run-2').querySelector('[data-id="state"]')!.textContent).toContain('Undone');
    await expect(element).toBeAccessible();
    const stopped = await open(false);
    expect(part(stopped.element, 'undo')).toBeNull();
  });

  it('takes a run back by the preview that was seen', async () => {
    mocks.askUndo.mockResolvedValue({ previewId: 'p-9' });
    mocks.undo.mockResolvedValue({ runId: 'run-3' });
    const { element, acted } = await open();
    part(element, 'undo')!.click();
    await settle();
    expect(mocks.askUndo).toHaveBeenCalledWith({ campaignId: '701A', runId: 'run-1' });
    expect((part(element, 'take-back') as unknown as { disabled: boolean }).disabled).toBe(true);
    await expect(element).toBeAccessible();
    element.shadowRoot!.querySelector('c-marketo-preview')!.dispatchEvent(new CustomEvent('ready', { detail: done }));
    await settle();
    part(element, 'take-back')!.click();
    await settle();
    expect(mocks.undo.mock.calls[0][0]).toMatchObject({ campaignId: '701A', runId: 'run-1', previewId: 'p-9', digest: 'd-9' });
    expect(acted).toHaveBeenCalledTimes(1);
    expect(part(element, 'undo-view')).toBeNull();
    expect(mocks.runs).toHaveBeenCalledTimes(2);
  });

  it('shows the new plan when something changed since the preview', async () => {
    mocks.askUndo.mockResolvedValue({ previewId: 'p-9' });
    mocks.undo.mockRejectedValueOnce({ body: { message: JSON.stringify({ code: 'plan-changed', message: 'x', fix: '', details: {} }) } });
    const { element, acted } = await open();
    part(element, 'undo')!.click();
    await settle();
    element.shadowRoot!.querySelector('c-marketo-preview')!.dispatchEvent(new CustomEvent('ready', { detail: done }));
    await settle();
    part(element, 'take-back')!.click();
    await settle();
    expect(mocks.askUndo).toHaveBeenCalledTimes(2);
    expect(part(element, 'notice')!.textContent).toContain('Changed');
    expect(acted).not.toHaveBeenCalled();
  });

  it('says why a run cannot be taken back, and can be left', async () => {
    mocks.askUndo.mockRejectedValueOnce(new Error('It is taken back already.'));
    const { element } = await open();
    part(element, 'undo')!.click();
    await settle();
    const shown = part(element, 'undo-view')!.querySelector('c-marketo-refusal') as unknown as { refusal: { message: string } };
    expect(shown.refusal.message).toBe('It is taken back already.');
    part(element, 'cancel')!.click();
    await settle();
    expect(part(element, 'undo-view')).toBeNull();
  });

  it('follows a run that works, and is quiet afterwards', async () => {
    jest.useFakeTimers();
    mocks.runs.mockResolvedValueOnce(list([run('run-1', { state: 'working', remaining: 12 })]));
    mocks.runs.mockResolvedValueOnce(list([run('run-1')]));
    const element = createElement('c-marketo-runs', { is: MarketoRuns });
    document.body.appendChild(element);
    await jest.advanceTimersByTimeAsync(0);
    expect(part(element, 'state')!.textContent).toContain('Working');
    await jest.advanceTimersByTimeAsync(3000);
    expect(part(element, 'state')!.textContent).toContain('Done');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(mocks.runs).toHaveBeenCalledTimes(2);
    jest.useRealTimers();
  });

  it('says that nothing was set going, and adds older runs', async () => {
    mocks.runs.mockResolvedValueOnce(list([]));
    expect(part((await open()).element, 'none')).not.toBeNull();
    mocks.runs.mockResolvedValueOnce(list([run('run-2')], true));
    const { element } = await open();
    mocks.runs.mockResolvedValueOnce({ ...list([run('run-2'), run('run-0')]), page: 2 });
    part(element, 'more')!.click();
    await settle();
    expect(element.shadowRoot!.querySelectorAll('li[data-run]')).toHaveLength(2);
    expect(part(element, 'more')).toBeNull();
  });
});
