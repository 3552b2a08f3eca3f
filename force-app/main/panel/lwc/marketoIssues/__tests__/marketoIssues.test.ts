import { createElement } from 'lwc';
import issues from '@salesforce/apex/MarketoIssueController.issues';
import manyIssues from '@salesforce/apex/MarketoIssueController.manyIssues';
import storedIssues from '@salesforce/apex/MarketoIssueController.storedIssues';
import act from '@salesforce/apex/MarketoIssueController.act';
import { issue, people } from '../../marketoIssuePage/__tests__/issueSamples';
import MarketoIssues from '../marketoIssues';

jest.mock('@salesforce/apex/MarketoIssueController.issues', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoIssueController.manyIssues', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoIssueController.storedIssues', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoIssueController.act', () => ({ default: jest.fn() }), { virtual: true });
const mocks = { issues, manyIssues, storedIssues, act } as unknown as Record<'issues' | 'manyIssues' | 'storedIssues' | 'act', jest.Mock>;

const reasons = [
  { reason: 'marketo-never-moves-back', members: 3 },
  { reason: 'conflict', members: 1 }
];
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
const pages = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('c-marketo-issue-page')] as unknown as (HTMLElement & {
    issues: { memberKey: string }[];
    canAct: boolean;
  })[];

async function open(canManage = true) {
  const element = createElement('c-marketo-issues', { is: MarketoIssues });
  Object.assign(element, { campaignId: '701A', canManage, known: 4 });
  const sent = { acted: jest.fn(), history: jest.fn() };
  element.addEventListener('acted', sent.acted);
  element.addEventListener('history', sent.history);
  document.body.appendChild(element);
  await settle();
  await settle();
  return { element, sent };
}
const down = { body: { message: JSON.stringify({ code: 'unreachable', message: 'down', fix: '', details: {} }) } };

describe('c-marketo-issues', () => {
  beforeEach(() => {
    jest.resetAllMocks();
    mocks.issues.mockImplementation(({ reason, cursor }: { reason: string | null; cursor: string | null }) =>
      Promise.resolve({
        issues: cursor ? [issue('m-3')] : [issue('m-1'), issue('m-2')],
        reasons,
        cursor: reason === 'marketo-never-moves-back' && !cursor ? '9.m' : null,
        people
      })
    );
  });
  afterEach(() => document.body.replaceChildren());

  it('groups by reason with all that there are, and opens the first', async () => {
    const { element } = await open();
    expect(element.shadowRoot!.querySelectorAll('[data-reason].group, section[data-reason]')).toHaveLength(2);
    expect(mocks.issues).toHaveBeenLastCalledWith({ campaignId: '701A', reason: 'marketo-never-moves-back', cursor: null });
    expect(pages(element)).toHaveLength(1);
    expect(pages(element)[0]!.canAct).toBe(true);
    await expect(element).toBeAccessible();
  });

  it('adds the next page behind the ones that are shown', async () => {
    const { element } = await open();
    part(element, 'more')!.click();
    await settle();
    expect(mocks.issues).toHaveBeenLastCalledWith({ campaignId: '701A', reason: 'marketo-never-moves-back', cursor: '9.m' });
    expect(pages(element).map((page) => page.issues.length)).toEqual([2, 1]);
    expect(part(element, 'more')).toBeNull();
  });

  it('loads the next page before the end of the list is in sight', async () => {
    const { element } = await open();
    const list = element.shadowRoot!.querySelector('.list')!;
    const scroll = async (scrollTop: number) => {
      Object.defineProperties(list, {
        scrollTop: { value: scrollTop, configurable: true },
        clientHeight: { value: 500, configurable: true },
        scrollHeight: { value: 3000, configurable: true }
      });
      list.dispatchEvent(new CustomEvent('scroll'));
      await settle();
    };
    await scroll(100);
    expect(pages(element)).toHaveLength(1);
    await scroll(2100);
    expect(pages(element)).toHaveLength(2);
  });

  it('takes a way out for one member, who leaves the list, and says so', async () => {
    mocks.act.mockResolvedValueOnce({ changed: 1, refused: [], cursor: null });
    const { element, sent } = await open();
    pages(element)[0]!.dispatchEvent(
      new CustomEvent('act', { detail: { memberKey: 'm-1', action: 'restore', person: null, name: 'Ada Example' } })
    );
    await settle();
    expect(mocks.act.mock.calls[0][0]).toMatchObject({ action: 'restore', memberKeys: ['m-1'], reason: null });
    expect(pages(element)[0]!.issues.map(({ memberKey }) => memberKey)).toEqual(['m-2']);
    expect(sent.acted).toHaveBeenCalledTimes(1);
    expect(part(element, 'notice')!.textContent).toContain('Done');
  });

  it('keeps a member who did not take it, and says why', async () => {
    mocks.act.mockResolvedValueOnce({ changed: 0, refused: [{ memberKey: 'm-1', code: 'at-rest', message: 'At rest.' }], cursor: null });
    const { element } = await open();
    pages(element)[0]!.dispatchEvent(new CustomEvent('act', { detail: { memberKey: 'm-1', action: 'retry', person: null, name: 'Ada' } }));
    await settle();
    expect(pages(element)[0]!.issues).toHaveLength(2);
    expect(part(element, 'notice')!.textContent).toContain('Refused');
  });

  it('asks before something is lost, even for one', async () => {
    mocks.act.mockResolvedValue({ changed: 1, refused: [], cursor: null });
    const { element } = await open();
    const rejoin = () =>
      pages(element)[0]!.dispatchEvent(
        new CustomEvent('act', { detail: { memberKey: 'm-1', action: 'rejoin', person: null, name: 'Ada' } })
      );
    rejoin();
    await settle();
    expect(part(element, 'question')!.textContent).toContain('Rejoin');
    await expect(element).toBeAccessible();
    part(element, 'cancel')!.click();
    await settle();
    expect(part(element, 'question')).toBeNull();
    expect(mocks.act).not.toHaveBeenCalled();
    rejoin();
    await settle();
    part(element, 'go-on')!.click();
    await settle();
    expect(mocks.act).toHaveBeenCalledTimes(1);
  });

  it('goes through all of a reason, part by part with a key for each, after a question', async () => {
    mocks.act.mockResolvedValueOnce({ changed: 2000, refused: [], cursor: '5.m' });
    mocks.act.mockResolvedValueOnce({ changed: 7, refused: [], cursor: null });
    const { element, sent } = await open();
    part(element, 'for-all')!.dispatchEvent(new CustomEvent('select', { detail: { value: 'ignore' } }));
    await settle();
    expect(mocks.act).not.toHaveBeenCalled();
    part(element, 'go-on')!.click();
    await settle();
    await settle();
    const [first, second] = mocks.act.mock.calls.map(([asked]) => asked);
    expect(first).toMatchObject({ action: 'ignore', memberKeys: null, reason: 'marketo-never-moves-back', cursor: null });
    expect(second.cursor).toBe('5.m');
    expect(second.key).not.toBe(first.key);
    expect(sent.acted).toHaveBeenCalledTimes(1);
  });

  it('shows to who only looks what the org has stored, without a single button of a way out', async () => {
    mocks.storedIssues.mockResolvedValue({ issues: [issue('m-1', { waysOut: [] })], people });
    const { element } = await open(false);
    expect(mocks.issues).not.toHaveBeenCalled();
    expect(part(element, 'stored')).not.toBeNull();
    expect(pages(element)[0]!.canAct).toBe(false);
    expect(part(element, 'for-all')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('falls back on what the org has stored while the relay is down, and says what is wrong', async () => {
    mocks.issues.mockRejectedValue(down);
    mocks.storedIssues.mockResolvedValue({ issues: [issue('m-1')], people });
    const { element } = await open();
    const shown = element.shadowRoot!.querySelector('c-marketo-refusal') as unknown as HTMLElement & { refusal: { message: string } };
    expect(shown.refusal.message).toBe('down');
    expect(pages(element)[0]!.canAct).toBe(false);
    mocks.issues.mockResolvedValue({ issues: [], reasons: [], cursor: null, people });
    shown.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(part(element, 'none')).not.toBeNull();
  });

  it('never claims more than the org knows', async () => {
    mocks.storedIssues.mockResolvedValue({ issues: [], people });
    const { element } = await open(false);
    expect(part(element, 'none')!.textContent).toContain('None_Stored');
  });

  it('reads every page for a file', async () => {
    const files: string[] = [];
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function saved(this: HTMLAnchorElement) {
      files.push(decodeURIComponent(this.href));
    });
    mocks.manyIssues.mockResolvedValueOnce({ issues: [issue('m-1')], cursor: '1.m', people });
    mocks.manyIssues.mockResolvedValueOnce({ issues: [issue('m-2', { sentence: 'The last one.' })], cursor: null, people });
    const { element } = await open();
    part(element, 'export')!.click();
    await settle();
    expect(mocks.manyIssues.mock.calls.map(([asked]) => asked.cursor)).toEqual([null, '1.m']);
    expect(files[0]).toContain('The last one.');
    click.mockRestore();
  });
});
