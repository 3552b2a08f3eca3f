import { createElement } from 'lwc';
import preview from '@salesforce/apex/MarketoLinkController.preview';
import { plan } from '../../marketoPlan/__tests__/planSamples';
import MarketoPreview from '../marketoPreview';

jest.mock('@salesforce/apex/MarketoLinkController.preview', () => ({ default: jest.fn() }), { virtual: true });
const ask = preview as unknown as jest.Mock;

const view = (state: string, progress = { phase: 'planning', done: 100, total: 250 as number | null }, more = {}) => ({
  previewId: 'p-1',
  state,
  progress,
  plan: null,
  refusal: null,
  people: {},
  ...more
});
/** Timers are not real here: promises alone take their turns. */
const flush = async (turns = 6): Promise<void> => (turns === 0 ? undefined : Promise.resolve().then(() => flush(turns - 1)));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector(`[data-id="${id}"]`);

function open() {
  const element = createElement('c-marketo-preview', { is: MarketoPreview });
  element.campaignId = '701A';
  element.previewId = 'p-1';
  const sent = { ready: jest.fn(), refused: jest.fn() };
  element.addEventListener('ready', sent.ready);
  element.addEventListener('refused', sent.refused);
  document.body.appendChild(element);
  return { element, sent };
}

describe('c-marketo-preview', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    ask.mockReset();
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('shows how far it is, asks again by itself, and hands over the finished plan', async () => {
    ask.mockResolvedValueOnce(view('working'));
    ask.mockResolvedValueOnce(view('done', undefined, { plan: plan({ digest: 'd' }) }));
    const { element, sent } = open();
    await flush();
    expect(element.shadowRoot!.querySelector('[role="progressbar"]')!.getAttribute('aria-valuenow')).toBe('40');
    expect(part(element, 'phase')!.textContent).toContain('Progress');
    expect(sent.ready).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1000);
    await flush();
    expect(ask).toHaveBeenLastCalledWith({ campaignId: '701A', previewId: 'p-1' });
    expect(sent.ready.mock.calls[0][0].detail.plan.digest).toBe('d');
    expect(part(element, 'working')).toBeNull();
    jest.advanceTimersByTime(5000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('hands over why there is none, which no second look changes', async () => {
    const refusal = { code: 'statuses-not-covered', message: 'No counterpart.', fix: 'Map it.', details: { missing: [] } };
    ask.mockResolvedValueOnce(view('refused', undefined, { refusal }));
    const { element, sent } = open();
    await flush();
    expect(sent.refused.mock.calls[0][0].detail).toEqual(refusal);
    const shown = element.shadowRoot!.querySelector('c-marketo-refusal') as unknown as { retryable: boolean };
    expect(shown.retryable).toBe(false);
  });

  it('lets a person try again when a look fails', async () => {
    ask.mockRejectedValueOnce(new Error('The relay does not answer.'));
    const { element } = open();
    await flush();
    const shown = element.shadowRoot!.querySelector('c-marketo-refusal') as unknown as HTMLElement & { retryable: boolean };
    expect(shown.retryable).toBe(true);
    ask.mockResolvedValueOnce(view('working', { phase: 'reading', done: 0, total: null }));
    shown.dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(part(element, 'phase')!.textContent).toContain('Reading');
  });

  it('forgets an older preview whose answer comes late', async () => {
    let late: (value: unknown) => void = () => undefined;
    ask.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
    ask.mockResolvedValueOnce(view('working', { phase: 'waiting', done: 0, total: null }));
    const { element, sent } = open();
    element.previewId = 'p-2';
    late(view('done', undefined, { plan: plan({ digest: 'old' }) }));
    await flush();
    expect(sent.ready).not.toHaveBeenCalled();
    expect(part(element, 'phase')!.textContent).toContain('Waiting');
  });

  it('stops asking when it is closed', async () => {
    ask.mockResolvedValue(view('working'));
    const { element } = open();
    await flush();
    element.remove();
    jest.advanceTimersByTime(10_000);
    await flush();
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
