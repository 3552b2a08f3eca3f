import { createElement } from 'lwc';
import type { ApexTestWireAdapter } from '@salesforce/sfdx-lwc-jest';
import MarketoPersonPrograms from '../marketoPersonPrograms';
import getPrograms from '@salesforce/apex/MarketoPersonController.getPrograms';
import lookUp from '@salesforce/apex/MarketoPersonController.lookUp';
import type { PersonData } from '../personView';
import { issue, membership, person } from './personSamples';

jest.mock(
  '@salesforce/apex/MarketoPersonController.getPrograms',
  () => {
    const { createApexTestWireAdapter } = require('@salesforce/sfdx-lwc-jest');
    return { default: createApexTestWireAdapter(jest.fn()) };
  },
  { virtual: true }
);
jest.mock('@salesforce/apex/MarketoPersonController.lookUp', () => ({ default: jest.fn() }), { virtual: true });

const wire = getPrograms as unknown as ApexTestWireAdapter<PersonData>;
const ask = lookUp as unknown as jest.Mock;

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open(data?: PersonData) {
  const element = createElement('c-marketo-person-programs', { is: MarketoPersonPrograms });
  Object.assign(element, { recordId: '00Q000000000001EAA' });
  document.body.appendChild(element);
  if (data) {
    wire.emit(data);
  }
  await settle();
  return element;
}
const part = (element: Element, id: string) => element.shadowRoot!.querySelector<HTMLElement>(`[data-id="${id}"]`);
const parts = (element: Element, id: string) => [...element.shadowRoot!.querySelectorAll<HTMLElement>(`[data-id="${id}"]`)];

describe('c-marketo-person-programs', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('draws a stencil until the org answers', async () => {
    const element = await open();
    expect(element.shadowRoot!.querySelector('.stencil')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows each membership with its statuses and, dated, that nothing is open', async () => {
    const element = await open(person());
    expect(part(element, 'salesforce-status')!.textContent).toBe('Attended');
    expect(part(element, 'marketo-status')!.textContent).toContain('Attended in person');
    expect(part(element, 'as-of')).not.toBeNull();
    expect(part(element, 'look-up')).toBeNull();
    expect(element.shadowRoot!.querySelector('c-marketo-record-link')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('says an issue in its sentence with both values, before the others', async () => {
    const element = await open(person([membership(), membership({ campaignId: '701000000000002AAA', issue: issue() })]));
    const rows = [...element.shadowRoot!.querySelectorAll<HTMLElement>('.membership')];
    expect(rows.map((row) => row.dataset.campaign)).toEqual(['701000000000002AAA', '701000000000001AAA']);
    expect(part(element, 'sentence')!.textContent).toContain('somebody has to choose');
    expect(parts(element, 'salesforce-status')[0].textContent).toBe('Registered');
    await expect(element).toBeAccessible();
  });

  it.each([
    ['no-permission', person([], { canView: false, found: false, kind: null })],
    ['not-found', person([], { found: false, kind: null })],
    ['account', person([], { kind: 'account' })],
    ['empty', person([])]
  ])('says what keeps it from showing anything: %s', async (id, data) => {
    const element = await open(data);
    expect(part(element, id)).not.toBeNull();
    expect(element.shadowRoot!.querySelector('.membership')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('says when the switch is off, the relay is silent, and there is more', async () => {
    const silent = membership({ heartbeat: '2020-01-01T00:00:00.000Z' });
    const element = await open(person([silent], { enabled: false, more: true }));
    expect(part(element, 'switched-off')).not.toBeNull();
    expect(part(element, 'stale')).not.toBeNull();
    expect(part(element, 'more')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows the reason of an error and asks again; what was known stays when a later look fails', async () => {
    const element = await open();
    wire.error({ message: 'The person could not be read.' });
    await settle();
    expect(part(element, 'error')!.textContent).toContain('The person could not be read.');
    await expect(element).toBeAccessible();
    part(element, 'retry')!.click();
    await settle();
    expect(element.shadowRoot!.querySelector('.stencil')).not.toBeNull();
    wire.emit(person());
    wire.error({ message: 'Gone for a moment.' });
    await settle();
    expect(part(element, 'salesforce-status')).not.toBeNull();
  });

  it('looks up where the org cannot tell, says so while it asks, and moves the focus to what it found', async () => {
    let answer: (found: unknown) => void = () => undefined;
    ask.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const element = await open(person([membership({ allIssuesKnown: false })]));
    part(element, 'look-up')!.click();
    await settle();
    expect(ask).toHaveBeenCalledWith({ recordId: '00Q000000000001EAA', campaignId: '701000000000001AAA' });
    expect(part(element, 'working')).not.toBeNull();
    expect(part(element, 'look-up')).toBeNull();
    await expect(element).toBeAccessible();

    answer({ at: '2026-03-02T11:00:00.000Z', state: 'parked', issue: issue() });
    await settle();
    expect(part(element, 'working')).toBeNull();
    expect(part(element, 'sentence')!.textContent).toContain('somebody has to choose');
    expect(element.shadowRoot!.activeElement).toBe(part(element, 'verdict'));
  });

  it('says why a look-up failed, and lets one try again', async () => {
    ask.mockRejectedValueOnce({ body: { message: 'The relay could not be reached.' } });
    const element = await open(person([membership({ allIssuesKnown: false })]));
    part(element, 'look-up')!.click();
    await settle();
    expect(part(element, 'look-up-error')!.textContent).toContain('The relay could not be reached.');
    expect(part(element, 'look-up')).not.toBeNull();
    await expect(element).toBeAccessible();
  });
});
