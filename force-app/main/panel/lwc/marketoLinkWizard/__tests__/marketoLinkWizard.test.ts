import { createElement } from 'lwc';
import settings from '@salesforce/apex/MarketoLinkController.settings';
import channels from '@salesforce/apex/MarketoLinkController.channels';
import askPreview from '@salesforce/apex/MarketoLinkController.askPreview';
import start from '@salesforce/apex/MarketoLinkController.start';
import { NEW_RULES } from 'c/marketoRuleQuestions';
import MarketoLinkWizard from '../marketoLinkWizard';

jest.mock('@salesforce/apex/MarketoLinkController.settings', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.channels', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.askPreview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.start', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkController.preview', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoLinkController.programs', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), {
  virtual: true
});
const mocks = { settings, channels, askPreview, start } as unknown as Record<'settings' | 'channels' | 'askPreview' | 'start', jest.Mock>;

const program = { id: 1044, name: 'Harbour', channel: 'Webinar', type: 'Event', url: null };
const statuses = [
  { name: 'Invited', step: 10, success: false },
  { name: 'Attended', step: 40, success: true }
];
const unlinked = {
  state: 'unlinked',
  campaignName: 'Harbour',
  program: null,
  rules: null,
  map: [],
  memberStatuses: [{ label: 'Invited', responded: false }]
};
const linked = {
  ...unlinked,
  state: 'active',
  program,
  rules: { ...NEW_RULES, people: 'wait' },
  map: [
    { marketo: 'Invited', salesforce: ['Invited'], write: 'Invited', step: 10, success: false },
    { marketo: 'Hidden one', salesforce: ['Sent'], write: 'Sent', step: 15, success: false },
    { marketo: 'Attended', salesforce: ['Came'], write: 'Came', step: 40, success: true }
  ],
  memberStatuses: [...unlinked.memberStatuses, { label: 'Came', responded: true }, { label: 'Sent', responded: false }]
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
const inner = <T>(element: Element, tag: string) => element.shadowRoot!.querySelector(tag) as unknown as HTMLElement & T;
const send = async (element: Element, tag: string, name: string, detail?: unknown) => {
  inner(element, tag).dispatchEvent(new CustomEvent(name, { detail }));
  await settle();
};
const press = async (element: Element, id: string) => {
  part(element, id)!.click();
  await settle();
};
const step = (element: Element) => part(element, 'wizard')!.dataset.step;

async function open(found: unknown) {
  mocks.settings.mockResolvedValue(found);
  mocks.channels.mockResolvedValue({ channels: [{ name: 'Webinar', programType: 'Event', statuses }] });
  mocks.askPreview.mockResolvedValue({ previewId: 'p-1' });
  const element = createElement('c-marketo-link-wizard', { is: MarketoLinkWizard });
  element.campaignId = '701A';
  const sent = { started: jest.fn(), close: jest.fn() };
  element.addEventListener('started', (event) => sent.started((event as CustomEvent).detail));
  element.addEventListener('close', sent.close);
  document.body.appendChild(element);
  await settle();
  return { element, sent };
}
const done = { previewId: 'p-1', state: 'done', plan: { digest: 'd-1' }, people: {} };

/** As far as the preview of a new link. */
async function preview() {
  const opened = await open(unlinked);
  await send(opened.element, 'c-marketo-program-picker', 'choose', program);
  const { choices } = inner<{ choices: { name: string }[] }>(opened.element, 'c-marketo-status-map');
  await send(
    opened.element,
    'c-marketo-status-map',
    'choiceschange',
    choices.map((one) => ({ ...one, write: one.name }))
  );
  await press(opened.element, 'next');
  await send(opened.element, 'c-marketo-rules', 'ruleschange', { ...NEW_RULES, people: 'create' });
  await press(opened.element, 'next');
  return opened;
}

describe('c-marketo-link-wizard', () => {
  beforeEach(() => jest.clearAllMocks());
  afterEach(() => document.body.replaceChildren());

  it('goes from program to statuses to rules to preview, and not past a gap or an unanswered question', async () => {
    const { element } = await open(unlinked);
    expect(step(element)).toBe('program');
    await send(element, 'c-marketo-program-picker', 'choose', program);
    expect(step(element)).toBe('statuses');
    expect((part(element, 'next') as unknown as { disabled: boolean }).disabled).toBe(true);
    const { choices } = inner<{ choices: { name: string }[] }>(element, 'c-marketo-status-map');
    await send(
      element,
      'c-marketo-status-map',
      'choiceschange',
      choices.map((one) => ({ ...one, write: one.name }))
    );
    await press(element, 'next');
    expect(step(element)).toBe('rules');
    await press(element, 'next');
    expect(step(element)).toBe('rules');
    expect(inner<{ showMissing: boolean }>(element, 'c-marketo-rules').showMissing).toBe(true);
    expect(mocks.askPreview).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('asks for the preview of exactly what was chosen, and starts nothing before it is finished', async () => {
    const { element } = await preview();
    expect(step(element)).toBe('preview');
    const asked = JSON.parse(mocks.askPreview.mock.calls[0][0].request) as Record<string, unknown>;
    expect(asked).toMatchObject({ programId: 1044, createStatuses: true });
    expect(asked.map).toEqual([
      { marketo: 'Invited', salesforce: ['Invited'], write: 'Invited' },
      { marketo: 'Attended', salesforce: ['Attended'], write: 'Attended' }
    ]);
    expect((asked.rules as { people: string }).people).toBe('create');
    expect((part(element, 'start') as unknown as { disabled: boolean }).disabled).toBe(true);
    await press(element, 'start');
    expect(mocks.start).not.toHaveBeenCalled();
  });

  it('starts with the digest that was seen, and says that the link is new', async () => {
    mocks.start.mockResolvedValue({ runId: 'run-1' });
    const { element, sent } = await preview();
    await send(element, 'c-marketo-preview', 'ready', done);
    await press(element, 'start');
    expect(mocks.start.mock.calls[0][0]).toMatchObject({ campaignId: '701A', programId: 1044, previewId: 'p-1', digest: 'd-1' });
    expect(sent.started).toHaveBeenCalledWith({ isNew: true });
  });

  it('shows the new plan when something changed since the preview', async () => {
    mocks.start.mockRejectedValueOnce({ body: { message: JSON.stringify({ code: 'plan-changed', message: 'x', fix: '', details: {} }) } });
    const { element, sent } = await preview();
    await send(element, 'c-marketo-preview', 'ready', done);
    mocks.askPreview.mockResolvedValue({ previewId: 'p-2' });
    await press(element, 'start');
    expect(sent.started).not.toHaveBeenCalled();
    expect(part(element, 'notice')).not.toBeNull();
    expect(inner<{ previewId: string }>(element, 'c-marketo-preview').previewId).toBe('p-2');
    expect((part(element, 'start') as unknown as { disabled: boolean }).disabled).toBe(true);
  });

  it('keeps the key while a start is tried again, so that it is done once', async () => {
    mocks.start.mockRejectedValueOnce(new Error('timed out'));
    const { element } = await preview();
    await send(element, 'c-marketo-preview', 'ready', done);
    await press(element, 'start');
    expect(inner<{ refusal: { message: string } }>(element, 'c-marketo-refusal[retryable]') ?? true).toBeTruthy();
    mocks.start.mockResolvedValueOnce({ runId: 'run-1' });
    await press(element, 'start');
    expect(mocks.start.mock.calls[1][0].key).toBe(mocks.start.mock.calls[0][0].key);
  });

  it('leads back to the statuses where one has no counterpart', async () => {
    const { element } = await preview();
    await send(element, 'c-marketo-preview', 'refused', { code: 'statuses-not-covered', details: { missing: [{ status: 'Waitlisted' }] } });
    await press(element, 'to-statuses');
    expect(step(element)).toBe('statuses');
    expect(inner<{ missing: string[] }>(element, 'c-marketo-status-map').missing).toEqual(['Waitlisted']);
  });

  it('asks for another preview when fields may be overwritten', async () => {
    const { element } = await preview();
    await send(element, 'c-marketo-preview', 'overwrite');
    const asked = JSON.parse(mocks.askPreview.mock.calls[1][0].request) as { rules: { overwriteFields: boolean } };
    expect(asked.rules.overwriteFields).toBe(true);
  });

  it('changes a link from its rules on, keeps its map with hidden statuses, and goes through the same preview', async () => {
    mocks.start.mockResolvedValue({ runId: 'run-1' });
    const { element, sent } = await open(linked);
    expect(step(element)).toBe('rules');
    expect(inner<{ rules: { people: string } }>(element, 'c-marketo-rules').rules.people).toBe('wait');
    await press(element, 'next');
    await press(element, 'next');
    const asked = JSON.parse(mocks.askPreview.mock.calls[0][0].request) as { map: { marketo: string; write: string }[] };
    expect(asked.map.map(({ marketo, write }) => [marketo, write]).sort()).toEqual([
      ['Attended', 'Came'],
      ['Hidden one', 'Sent'],
      ['Invited', 'Invited']
    ]);
    await send(element, 'c-marketo-preview', 'ready', done);
    await press(element, 'start');
    expect(sent.started).toHaveBeenCalledWith({ isNew: false });
  });

  it('says what keeps it from opening, and tries again', async () => {
    mocks.settings.mockRejectedValueOnce(new Error('down'));
    mocks.channels.mockResolvedValue({ channels: [] });
    const element = createElement('c-marketo-link-wizard', { is: MarketoLinkWizard });
    document.body.appendChild(element);
    await settle();
    expect(inner<{ refusal: { message: string } }>(element, 'c-marketo-refusal').refusal.message).toBe('down');
    mocks.settings.mockResolvedValueOnce(unlinked);
    await send(element, 'c-marketo-refusal', 'retry');
    expect(step(element)).toBe('program');
    expect(part(element, 'step')).not.toBeNull();
  });
});
