import { createElement } from 'lwc';
import MarketoProgramActions from '../marketoProgramActions';
import { hindranceOf, type Chosen } from '../actionView';
import syncNow from '@salesforce/apex/MarketoPanelController.syncNow';
import pause from '@salesforce/apex/MarketoPanelController.pause';
import resume from '@salesforce/apex/MarketoPanelController.resume';
import type { BatchRow } from 'c/marketoBatch';

jest.mock('@salesforce/apex/MarketoPanelController.syncNow', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoPanelController.pause', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoPanelController.resume', () => ({ default: jest.fn() }), { virtual: true });
const calls = { sync: syncNow as unknown as jest.Mock, pause: pause as unknown as jest.Mock, resume: resume as unknown as jest.Mock };

const chosen = (programId: string, more: Partial<Chosen> = {}): Chosen => ({
  programId,
  programName: `Program ${programId}`,
  campaignId: `70100000000000${programId}AAA`,
  campaignName: `Campaign ${programId}`,
  canManage: true,
  state: 'active',
  ...more
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open(action: 'sync' | 'pause' | 'resume', programs: Chosen[]) {
  const element = createElement('c-marketo-program-actions', { is: MarketoProgramActions });
  Object.assign(element, { action, programs });
  const back = jest.fn();
  element.addEventListener('back', (event) => back((event as CustomEvent).detail));
  document.body.appendChild(element);
  await settle();
  const part = (id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const rows = () => (element.shadowRoot!.querySelector('c-marketo-batch-list') as unknown as { rows: BatchRow[] }).rows;
  return { element, part, rows, back };
}

describe('c-marketo-program-actions', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('leaves out what cannot have it, and says why', () => {
    expect(hindranceOf('sync', chosen('1'))).toBeNull();
    expect(hindranceOf('sync', chosen('1', { state: null }))).toBeNull();
    expect(hindranceOf('sync', chosen('1', { state: 'paused' }))).toBe('not-active');
    expect(hindranceOf('pause', chosen('1', { state: 'ended' }))).toBe('not-active');
    expect(hindranceOf('resume', chosen('1'))).toBe('not-paused');
    expect(hindranceOf('resume', chosen('1', { state: 'paused' }))).toBeNull();
    expect(hindranceOf('resume', chosen('1', { state: 'paused', canManage: false }))).toBe('no-right');
    expect(hindranceOf('pause', chosen('1', { campaignId: null }))).toBe('no-campaign');
  });

  it('shows who will have it before anything happens, with the focus on its heading', async () => {
    const { element, part, back } = await open('pause', [chosen('1'), chosen('2', { state: 'paused' })]);
    expect(element.shadowRoot!.querySelectorAll('[data-item]')).toHaveLength(2);
    expect(element.shadowRoot!.activeElement).toBe(part('heading'));
    expect(calls.pause).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    part('cancel')!.click();
    expect(back).toHaveBeenCalledWith({ changed: false });
  });

  it('does it for each, shows what became of each, and tries the failed again', async () => {
    calls.resume.mockResolvedValueOnce(undefined).mockRejectedValueOnce({
      body: { message: '{"code": "wrong-state", "message": "The campaign was deleted.", "fix": "Undelete it first.", "details": {}}' }
    });
    const { element, part, rows, back } = await open('resume', [
      chosen('1', { state: 'paused' }),
      chosen('2', { state: 'paused' }),
      chosen('3')
    ]);
    part('go')!.click();
    await settle();
    expect(calls.resume.mock.calls.map(([{ campaignId }]) => campaignId)).toEqual(['701000000000001AAA', '701000000000002AAA']);
    expect(rows().map(({ state, text }) => [state, text])).toEqual([
      ['done', null],
      ['failed', 'The campaign was deleted. Undelete it first.']
    ]);
    await expect(element).toBeAccessible();

    calls.resume.mockResolvedValueOnce(undefined);
    part('again')!.click();
    await settle();
    expect(calls.resume).toHaveBeenCalledTimes(3);
    expect(rows().map(({ state }) => state)).toEqual(['done', 'done']);
    expect(part('again')).toBeNull();
    part('back')!.click();
    expect(back).toHaveBeenCalledWith({ changed: true });
  });

  it('stops after what it has begun', async () => {
    const answers: (() => void)[] = [];
    calls.sync.mockImplementation(() => new Promise<void>((resolve) => answers.push(resolve)));
    const { element, part, rows } = await open(
      'sync',
      ['1', '2', '3', '4'].map((id) => chosen(id))
    );
    part('go')!.click();
    await settle();
    expect(element.shadowRoot!.querySelector('article')!.getAttribute('aria-busy')).toBe('true');
    part('stop')!.click();
    answers.forEach((answer) => answer());
    await settle();
    expect(rows().map(({ state }) => state)).toEqual(['done', 'done', 'left', 'left']);
    expect(part('stopped')).not.toBeNull();
  });

  it('has nothing to do where none can have it', async () => {
    const { part } = await open('sync', [chosen('1', { canManage: false })]);
    expect(part('none')).not.toBeNull();
    expect((part('go') as unknown as { disabled: boolean }).disabled).toBe(true);
  });
});
