import { createElement } from 'lwc';
import programs from '@salesforce/apex/MarketoLinkController.programs';
import folders from '@salesforce/apex/MarketoLinkController.folders';
import createProgram from '@salesforce/apex/MarketoLinkController.createProgram';
import MarketoProgramPicker from '../marketoProgramPicker';
import { programRows } from '../programRows';

jest.mock('@salesforce/apex/MarketoLinkController.programs', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.folders', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.createProgram', () => ({ default: jest.fn() }), { virtual: true });
const list = programs as unknown as jest.Mock;
const listFolders = folders as unknown as jest.Mock;
const create = createProgram as unknown as jest.Mock;

const program = (id: number, change = {}) => ({
  id,
  name: `Program ${id}`,
  type: 'Event',
  channel: 'Webinar',
  workspace: null,
  url: null,
  updatedAt: null,
  link: null,
  nativeCampaignId: null,
  blockedBy: null,
  ...change
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const pause = () => new Promise((resolve) => setTimeout(resolve, 400));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);

async function open() {
  const element = createElement('c-marketo-program-picker', { is: MarketoProgramPicker });
  Object.assign(element, {
    campaignId: '701A',
    campaignName: 'Harbour',
    channels: [{ name: 'Webinar', programType: 'Event', statuses: [] }]
  });
  const chosen = jest.fn();
  element.addEventListener('choose', (event) => chosen((event as CustomEvent).detail));
  document.body.appendChild(element);
  await settle();
  return { element, chosen };
}
const type = (element: Element, id: string, value: string) =>
  part(element, id)!.dispatchEvent(new CustomEvent('change', { detail: { value } }));

describe('programs to choose from', () => {
  it('says why one cannot be chosen, naming only campaigns that may be seen', () => {
    const rows = programRows(
      [
        program(1),
        program(2, { blockedBy: 'linked', link: { campaignId: '701B' } }),
        program(3, { blockedBy: 'linked', link: { campaignId: '701C' } }),
        program(4, { blockedBy: 'natively-linked', nativeCampaignId: '701D' })
      ],
      { '701B': 'Seen' }
    );
    expect(rows.map(({ blocked }) => blocked)).toEqual([
      null,
      expect.stringContaining('Picker_Linked'),
      expect.stringContaining('Linked_Hidden'),
      expect.stringContaining('Native')
    ]);
  });
});

describe('c-marketo-program-picker', () => {
  beforeEach(() => {
    jest.resetAllMocks();
    list.mockResolvedValue({ programs: [program(1), program(2, { blockedBy: 'linked' })], page: 1, more: true, campaigns: {} });
    listFolders.mockResolvedValue({ folders: [{ id: 35, name: 'Webinars', path: '/Webinars', workspace: null }] });
  });
  afterEach(() => document.body.replaceChildren());

  it('lists programs, offers only those that can be chosen, and sends the one that is', async () => {
    const { element, chosen } = await open();
    expect(element.shadowRoot!.querySelectorAll('li')).toHaveLength(2);
    const buttons = element.shadowRoot!.querySelectorAll<HTMLElement>('[data-id="choose"]');
    expect(buttons).toHaveLength(1);
    buttons[0]!.click();
    expect(chosen.mock.calls[0][0].id).toBe(1);
    await expect(element).toBeAccessible();
  });

  it('looks for a word once it is typed, and adds further pages', async () => {
    const { element } = await open();
    type(element, 'search', 'spr');
    type(element, 'search', 'spring');
    await pause();
    expect(list).toHaveBeenCalledTimes(2);
    expect(list).toHaveBeenLastCalledWith({ campaignId: '701A', search: 'spring', page: 1 });
    list.mockResolvedValueOnce({ programs: [program(9)], page: 2, more: false, campaigns: {} });
    part(element, 'more')!.click();
    await settle();
    expect(element.shadowRoot!.querySelectorAll('li')).toHaveLength(3);
    expect(part(element, 'more')).toBeNull();
  });

  it('says that nothing is called so, and what went wrong', async () => {
    list.mockResolvedValueOnce({ programs: [], page: 1, more: false, campaigns: {} });
    expect(part((await open()).element, 'none')).not.toBeNull();
    list.mockRejectedValueOnce(new Error('down'));
    const { element } = await open();
    expect(part(element, 'none')).toBeNull();
    const shown = element.shadowRoot!.querySelector('c-marketo-refusal') as unknown as { refusal: { message: string } };
    expect(shown.refusal.message).toBe('down');
  });

  it('makes a program in a folder and sends it; a second press after a lost answer carries the same key', async () => {
    const { element, chosen } = await open();
    part(element, 'switch')!.click();
    await settle();
    expect((part(element, 'name') as unknown as { value: string }).value).toBe('Harbour');
    expect((part(element, 'create') as unknown as { disabled: boolean }).disabled).toBe(true);
    type(element, 'channel', 'Webinar');
    await settle();
    create.mockRejectedValueOnce(new Error('timed out'));
    part(element, 'create')!.click();
    await settle();
    create.mockResolvedValueOnce({ program: program(50) });
    part(element, 'create')!.click();
    await settle();
    const [first, second] = create.mock.calls.map(([asked]) => asked);
    expect(JSON.parse(first.request)).toEqual({ name: 'Harbour', channel: 'Webinar', folderId: 35 });
    expect(second.key).toBe(first.key);
    expect(chosen.mock.calls[0][0].id).toBe(50);
    type(element, 'name', 'Other');
    await settle();
    create.mockResolvedValueOnce({ program: program(51) });
    part(element, 'create')!.click();
    await settle();
    expect(create.mock.calls[2][0].key).not.toBe(first.key);
    await expect(element).toBeAccessible();
  });
});
