import { createElement } from 'lwc';
import type { ApexTestWireAdapter } from '@salesforce/sfdx-lwc-jest';
import MarketoCampaignPanel from '../marketoCampaignPanel';
import getPanel from '@salesforce/apex/MarketoPanelController.getPanel';
import syncNow from '@salesforce/apex/MarketoPanelController.syncNow';
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
    const alert = element.shadowRoot!.querySelector('[role="alert"]')!;
    expect(alert.textContent).toContain('The campaign could not be read.');
    await expect(element).toBeAccessible();
    (part(element, 'retry') as HTMLElement).click();
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

    sync.mockRejectedValueOnce({ body: { message: 'The relay does not answer.' } });
    (part(element, 'sync-now') as HTMLElement).click();
    await settle();
    expect(toast.mock.calls[1][0].detail).toMatchObject({ variant: 'error', message: 'The relay does not answer.' });
    expect((part(element, 'sync-now') as unknown as { disabled: boolean }).disabled).toBe(false);
  });
});
