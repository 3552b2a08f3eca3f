import { createElement } from 'lwc';
import type { ApexTestWireAdapter } from '@salesforce/sfdx-lwc-jest';
import MarketoCampaignPanel from '../marketoCampaignPanel';
import getPanel from '@salesforce/apex/MarketoPanelController.getPanel';
import syncNow from '@salesforce/apex/MarketoPanelController.syncNow';
import resume from '@salesforce/apex/MarketoPanelController.resume';
import unlink from '@salesforce/apex/MarketoPanelController.unlink';
import type { PanelData } from '../panelView';
import { linkedPanel } from './panelSamples';

jest.mock(
  '@salesforce/apex/MarketoPanelController.getPanel',
  () => {
    const { createApexTestWireAdapter } = require('@salesforce/sfdx-lwc-jest');
    return { default: createApexTestWireAdapter(jest.fn()) };
  },
  { virtual: true }
);
jest.mock('@salesforce/apex/MarketoPanelController.syncNow', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoPanelController.pause', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoPanelController.resume', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoPanelController.unlink', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoIssueController.issues', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoIssueController.manyIssues', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoIssueController.storedIssues', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoIssueController.members', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoIssueController.act', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoHistoryController.journal', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoHistoryController.runs', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoHistoryController.askUndo', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoHistoryController.undo', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.settings', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.channels', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.askPreview', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.start', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.preview', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.programs', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.folders', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.createProgram', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});

const wire = getPanel as unknown as ApexTestWireAdapter<PanelData>;
const sync = syncNow as unknown as jest.Mock;

/** Wires, promises of handlers and re-rendering each take a turn. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function open(): HTMLElement & { recordId?: string; flexipageRegionWidth?: string } {
  const element = createElement('c-marketo-campaign-panel', { is: MarketoCampaignPanel });
  element.recordId = '701000000000001AAA';
  document.body.appendChild(element);
  return element;
}
const part = (element: Element, id: string) => element.shadowRoot!.querySelector(`[data-id="${id}"]`);

describe('c-marketo-campaign-panel', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('draws a stencil until the org answers', async () => {
    const element = open();
    await settle();
    expect(element.shadowRoot!.querySelector('.stencil')).not.toBeNull();
    expect(element.shadowRoot!.querySelector('article')!.getAttribute('aria-busy')).toBe('true');
    await expect(element).toBeAccessible();
  });

  it('shows program, channel, counts and statuses of a linked campaign', async () => {
    const element = open();
    wire.emit(linkedPanel());
    await settle();
    expect(part(element, 'program')!.textContent).toContain('Spring Webinar 2026');
    expect(part(element, 'channel')!.textContent).toBe('Webinar');
    const tiles = [...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-count]')].map((t) => [
      t.dataset.count,
      (t.querySelector('lightning-formatted-number') as unknown as { value: number }).value
    ]);
    expect(tiles).toEqual([
      ['inSync', 39],
      ['pending', 0],
      ['parked', 2],
      ['failing', 1]
    ]);
    const bar = element.shadowRoot!.querySelector('c-marketo-status-bar') as unknown as { statuses: unknown[] };
    expect(bar.statuses).toHaveLength(2);
    await expect(element).toBeAccessible();
  });

  it('says what is missing without the permission, without a link, and with sync switched off', async () => {
    const element = open();
    wire.emit({ ...linkedPanel(), canView: false });
    await settle();
    expect(part(element, 'no-permission')).not.toBeNull();
    expect(part(element, 'program')).toBeNull();

    wire.emit({ ...linkedPanel(), link: null });
    await settle();
    expect(part(element, 'not-linked')).not.toBeNull();

    wire.emit({ ...linkedPanel(), enabled: false });
    await settle();
    expect(part(element, 'switched-off')).not.toBeNull();
    expect(part(element, 'program')).not.toBeNull();
    expect(part(element, 'sync-now')).toBeNull();
  });

  it('gives no button to a person who may only look, nor on a paused link', async () => {
    const element = open();
    wire.emit({ ...linkedPanel(), canManage: false });
    await settle();
    expect(part(element, 'sync-now')).toBeNull();
    wire.emit({ ...linkedPanel(), link: { ...linkedPanel().link!, state: 'paused', stateReason: 'Paused by its owner.' } });
    await settle();
    expect(part(element, 'sync-now')).toBeNull();
    expect(part(element, 'state-reason')!.textContent).toBe('Paused by its owner.');
  });

  it('dates old data instead of passing it off as new', async () => {
    const element = open();
    wire.emit({ ...linkedPanel(), link: { ...linkedPanel().link!, heartbeat: '2020-01-01T00:00:00.000Z' } });
    await settle();
    expect(part(element, 'stale')).not.toBeNull();
  });

  it('shows the reason of an error and asks again on "Try again"', async () => {
    const element = open();
    wire.error({ message: 'The campaign could not be read.' });
    await settle();
    const shown = part(element, 'error') as unknown as HTMLElement & { refusal: { message: string } };
    expect(shown.refusal.message).toBe('The campaign could not be read.');
    await expect(element).toBeAccessible();
    shown.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(element.shadowRoot!.querySelector('.stencil')).not.toBeNull();
  });

  it('keeps the last known data when a later look fails', async () => {
    const element = open();
    wire.emit(linkedPanel());
    await settle();
    wire.error({ message: 'Gone for a moment.' });
    await settle();
    expect(part(element, 'program')).not.toBeNull();
  });

  it('"Sync now" asks for this campaign and tells how it went', async () => {
    sync.mockResolvedValueOnce(undefined);
    const element = open();
    const toast = jest.fn();
    element.addEventListener('lightning__showtoast', toast);
    wire.emit(linkedPanel());
    await settle();
    (part(element, 'sync-now') as HTMLElement).click();
    await settle();
    expect(sync).toHaveBeenCalledWith({ campaignId: '701000000000001AAA' });
    expect(toast.mock.calls[0][0].detail.variant).toBe('success');

    sync.mockRejectedValueOnce({
      body: { message: JSON.stringify({ code: 'unreachable', message: 'The relay does not answer.', fix: 'Try again.', details: {} }) }
    });
    (part(element, 'sync-now') as HTMLElement).click();
    await settle();
    expect(toast).toHaveBeenCalledTimes(1);
    const shown = part(element, 'order-refused') as unknown as HTMLElement & { refusal: { fix: string } };
    expect(shown.refusal.fix).toBe('Try again.');
    // What is shown may be old now, and is dated.
    expect(part(element, 'stale')).not.toBeNull();
    expect((part(element, 'sync-now') as unknown as { disabled: boolean }).disabled).toBe(false);

    sync.mockResolvedValueOnce(undefined);
    shown.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(sync).toHaveBeenCalledTimes(3);
    expect(part(element, 'stale')).toBeNull();
  });

  it('names the removals that wait for approval, and lets only who manages the campaign approve them', async () => {
    const approve = resume as unknown as jest.Mock;
    approve.mockResolvedValue(undefined);
    const element = open();
    const stateReason = '34 members would be removed within a day; the link waits until a person lets that many pass';
    const waiting = { ...linkedPanel(), link: { ...linkedPanel().link!, state: 'paused' as const, stateReason } };
    wire.emit({ ...waiting, canManage: false });
    await settle();
    expect(part(element, 'approval')).not.toBeNull();
    expect(part(element, 'approve')).toBeNull();
    expect(part(element, 'state-reason')).toBeNull();
    wire.emit(waiting);
    await settle();
    await expect(element).toBeAccessible();
    (part(element, 'approve') as HTMLElement).click();
    await settle();
    expect(approve).toHaveBeenCalledWith({ campaignId: '701000000000001AAA' });
  });

  it('says what stays and what stops before it unlinks', async () => {
    const end = unlink as unknown as jest.Mock;
    end.mockResolvedValue(undefined);
    const element = open();
    wire.emit(linkedPanel());
    await settle();
    const menu = () => part(element, 'menu')!.dispatchEvent(new CustomEvent('select', { detail: { value: 'unlink' } }));
    menu();
    await settle();
    expect(part(element, 'unlink-view')!.querySelectorAll('li')).toHaveLength(3);
    expect(end).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    (part(element, 'cancel') as HTMLElement).click();
    await settle();
    expect(part(element, 'unlink-view')).toBeNull();
    menu();
    await settle();
    (part(element, 'confirm-unlink') as HTMLElement).click();
    await settle();
    expect(end).toHaveBeenCalledWith({ campaignId: '701000000000001AAA' });
    expect(part(element, 'unlink-view')).toBeNull();
  });

  it('opens the wizard on a campaign without a link, and says that it works until the first figures are there', async () => {
    const element = open();
    wire.emit({ ...linkedPanel(), link: null, statuses: [] });
    await settle();
    (part(element, 'link') as HTMLElement).click();
    await settle();
    const wizard = element.shadowRoot!.querySelector('c-marketo-link-wizard')!;
    expect(part(element, 'not-linked')).toBeNull();
    wizard.dispatchEvent(new CustomEvent('started', { detail: { isNew: true } }));
    await settle();
    expect(part(element, 'starting')).not.toBeNull();
    expect(part(element, 'link')).toBeNull();
    wire.emit(linkedPanel());
    await settle();
    expect(part(element, 'starting')).toBeNull();
    expect(part(element, 'program')).not.toBeNull();
  });

  it('says that the relay is not connected, and offers nothing that would need it', async () => {
    const element = open();
    wire.emit({ ...linkedPanel(), paired: false });
    await settle();
    expect(part(element, 'not-connected')).not.toBeNull();
    expect(part(element, 'sync-now')).toBeNull();
    expect(part(element, 'menu')).toBeNull();
  });

  it('shows the figures first where there is little room, and the rest on demand', async () => {
    const element = open();
    element.flexipageRegionWidth = 'SMALL';
    wire.emit(linkedPanel());
    await settle();
    expect(element.shadowRoot!.querySelectorAll('[data-count]')).toHaveLength(4);
    expect(element.shadowRoot!.querySelector('c-marketo-status-bar')).toBeNull();
    (part(element, 'details') as HTMLElement).click();
    await settle();
    expect(element.shadowRoot!.querySelector('c-marketo-status-bar')).not.toBeNull();
    expect(part(element, 'costs')).not.toBeNull();
  });

  it('opens the list of issues from its tile, a member’s history from the list, and goes back the same way', async () => {
    const element = open();
    wire.emit(linkedPanel());
    await settle();
    (part(element, 'tile-parked') as HTMLElement).click();
    await settle();
    const list = element.shadowRoot!.querySelector('c-marketo-issues') as unknown as HTMLElement & { canManage: boolean; known: number };
    expect([list.canManage, list.known]).toEqual([true, 3]);
    expect(part(element, 'program')).toBeNull();
    await expect(element).toBeAccessible();

    list.dispatchEvent(new CustomEvent('history', { detail: { memberKey: 'm-1', name: 'Ada' } }));
    await settle();
    const history = element.shadowRoot!.querySelector('c-marketo-history') as unknown as { memberKey: string };
    expect(history.memberKey).toBe('m-1');
    // The list keeps what it has loaded.
    expect(element.shadowRoot!.querySelector('c-marketo-issues')).toBe(list);
    (part(element, 'back-to-overview') as HTMLElement).click();
    await settle();
    expect(list.classList.contains('slds-hide')).toBe(false);
    (part(element, 'back-to-overview') as HTMLElement).click();
    await settle();
    expect(part(element, 'program')).not.toBeNull();
  });

  it('opens history and runs of the link from the menu; runs are taken back only while the link is active', async () => {
    const element = open();
    const choose = (value: string) => part(element, 'menu')!.dispatchEvent(new CustomEvent('select', { detail: { value } }));
    wire.emit(linkedPanel());
    await settle();
    choose('runs');
    await settle();
    expect((element.shadowRoot!.querySelector('c-marketo-runs') as unknown as { canUndo: boolean }).canUndo).toBe(true);
    (part(element, 'back-to-overview') as HTMLElement).click();
    await settle();
    choose('history');
    await settle();
    expect((element.shadowRoot!.querySelector('c-marketo-history') as unknown as { memberKey?: string }).memberKey).toBeUndefined();
  });

  it('lets who only looks open the list, and nothing else', async () => {
    const element = open();
    wire.emit({ ...linkedPanel(), canManage: false });
    await settle();
    expect(part(element, 'menu')).toBeNull();
    (part(element, 'tile-failing') as HTMLElement).click();
    await settle();
    expect((element.shadowRoot!.querySelector('c-marketo-issues') as unknown as { canManage: boolean }).canManage).toBe(false);
  });

  it('lists the members behind a state, and comes back to them from the history of one', async () => {
    const element = open();
    wire.emit(linkedPanel());
    await settle();
    (part(element, 'tile-inSync') as HTMLElement).click();
    await settle();
    const list = element.shadowRoot!.querySelector('c-marketo-members') as unknown as HTMLElement & { state: string };
    expect(list.state).toBe('in-sync');
    expect(part(element, 'list-title')!.textContent).toContain('In_Sync');
    await expect(element).toBeAccessible();
    list.dispatchEvent(new CustomEvent('history', { detail: { memberKey: 'm-1', name: 'Ada' } }));
    await settle();
    expect(element.shadowRoot!.querySelector('c-marketo-issues')).toBeNull();
    (part(element, 'back-to-overview') as HTMLElement).click();
    await settle();
    expect(element.shadowRoot!.querySelector('c-marketo-members')).toBe(list);
    expect(list.classList.contains('slds-hide')).toBe(false);
  });
});
