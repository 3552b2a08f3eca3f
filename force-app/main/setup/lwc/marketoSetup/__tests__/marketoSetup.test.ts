import { createElement } from 'lwc';
import MarketoSetup from '../marketoSetup';
import getSetup from '@salesforce/apex/MarketoSetupController.getSetup';
import diagnostics from '@salesforce/apex/MarketoSetupController.diagnostics';
import relayChecks from '@salesforce/apex/MarketoSetupController.relayChecks';
import whyNoCampaigns from '@salesforce/apex/MarketoSetupController.whyNoCampaigns';
import switchOff from '@salesforce/apex/MarketoSetupController.switchOff';
import switchOn from '@salesforce/apex/MarketoSetupController.switchOn';
import pair from '@salesforce/apex/MarketoSetupController.pair';
import setCapture from '@salesforce/apex/MarketoSetupController.setCapture';
import { readySetup, stranger } from './setupSamples';

jest.mock('@salesforce/apex/MarketoSetupController.getSetup', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.diagnostics', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.relayChecks', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.whyNoCampaigns', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.switchOn', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.switchOff', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.pair', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.unpair', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.setCapture', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.startHealthJob', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.stopHealthJob', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.findUsers', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.permissionSets', () => ({ default: jest.fn().mockResolvedValue([]) }), {
  virtual: true
});
jest.mock('@salesforce/apex/MarketoSetupController.assign', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoSetupController.revoke', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkDefaults.read', () => ({ default: jest.fn().mockResolvedValue({}) }), { virtual: true });
jest.mock('@salesforce/apex/MarketoLinkDefaults.save', () => ({ default: jest.fn() }), { virtual: true });

const mocked = (method: unknown) => method as jest.Mock;
const load = mocked(getSetup);
const refusal = { body: { message: '{"code": "no-access", "message": "You may not.", "fix": "Ask.", "details": {}}' } };
const check = (name: string, verdict: string, fix: string | null = null) => ({ name, verdict, sentence: `About ${name}.`, fix });

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const element = createElement('c-marketo-setup', { is: MarketoSetup });
  const toast = jest.fn();
  element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
  document.body.appendChild(element);
  await settle();
  const shadow = element.shadowRoot!;
  const part = (id: string) => shadow.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const button = (change: string) => shadow.querySelector(`[data-change="${change}"]`) as (Element & { question?: string }) | null;
  const confirm = async (change: string) => {
    button(change)!.dispatchEvent(new CustomEvent('confirm'));
    await settle();
  };
  const checksOf = (id: string) => (part(id) as unknown as { checks: { name: string }[] }).checks.map(({ name }) => name);
  return { element, toast, shadow, part, button, confirm, checksOf };
}

describe('c-marketo-setup', () => {
  beforeEach(() => {
    load.mockResolvedValue(readySetup());
    mocked(diagnostics).mockResolvedValue([check('switch', 'ok')]);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('draws a stencil, then how it stands and what the org says, without asking the relay', async () => {
    let answer: (setup: unknown) => void = () => undefined;
    load.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const { element, shadow, part, checksOf } = await open();
    expect(shadow.querySelector('.stencil')).not.toBeNull();
    await expect(element).toBeAccessible();
    answer(readySetup({ outboxRows: 12, oldestOutboxAt: '2026-03-02T10:00:00.000Z' }));
    await settle();
    expect(part('active-links')!.textContent).toBe('3');
    expect(part('org-id')!.textContent).toContain('00D000000000001EAA');
    expect(checksOf('org-checks')).toEqual(['switch']);
    expect(relayChecks).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('never has a field for a secret, and links to where it is entered', async () => {
    const { shadow, part } = await open();
    expect(part('credentials')!.getAttribute('href')).toBe('/lightning/setup/NamedCredential/home');
    expect(shadow.querySelectorAll('input, lightning-input')).toHaveLength(0);
  });

  it('tests the connection, and shows what the relay finds and the budgets', async () => {
    mocked(relayChecks).mockResolvedValueOnce([
      check('connection', 'ok'),
      check('marketo-quota', 'warning', 'Ask Marketo for more.'),
      check('marketo-token', 'problem', 'Renew it.')
    ]);
    const { element, shadow, part, checksOf } = await open();
    part('test')!.click();
    await settle();
    expect(checksOf('relay-checks')).toEqual(['connection', 'marketo-quota', 'marketo-token']);
    expect(shadow.querySelector('[data-budget="marketo-quota"]')!.textContent).toContain('About marketo-quota.');
    expect(part('tested')).not.toBeNull();
    await expect(element).toBeAccessible();

    mocked(relayChecks).mockRejectedValueOnce(refusal);
    part('test')!.click();
    await settle();
    expect(part('relay-error')!.textContent).toContain('You may not. Ask.');
  });

  it('switches off only after a question, and looks again at what the org says', async () => {
    mocked(switchOff).mockResolvedValueOnce(readySetup({ enabled: false }));
    const { element, toast, button, confirm } = await open();
    expect(button('switch-off')!.question).not.toBe('');
    expect(button('switch-on')).toBeNull();
    await confirm('switch-off');
    expect(switchOff).toHaveBeenCalledTimes(1);
    expect(button('switch-on')).not.toBeNull();
    expect(diagnostics).toHaveBeenCalledTimes(2);
    expect(toast.mock.calls[0][0].variant).toBe('success');
    await expect(element).toBeAccessible();
  });

  it('says why a change was refused, and leaves the state as it was', async () => {
    load.mockResolvedValue(readySetup({ enabled: false, pairing: 'copy', captures: false, healthJobStarted: false, isSandbox: true }));
    mocked(pair).mockRejectedValueOnce(refusal);
    const { element, toast, button, confirm } = await open();
    await confirm('pair');
    expect(toast.mock.calls[0][0]).toMatchObject({ variant: 'error', message: 'You may not. Ask.' });
    expect(button('pair')).not.toBeNull();
    await expect(element).toBeAccessible();
    mocked(setCapture).mockResolvedValueOnce(readySetup());
    await confirm('capture-on');
    expect(setCapture).toHaveBeenCalledWith({ isOn: true });
    expect(switchOn).not.toHaveBeenCalled();
  });

  it('gives who may not set it up nothing but a look at what they themselves may see', async () => {
    load.mockResolvedValueOnce(stranger);
    mocked(whyNoCampaigns).mockResolvedValueOnce([check('permission-set', 'problem', 'Ask for it.')]);
    const { element, shadow, part } = await open();
    expect(part('no-permission')).not.toBeNull();
    expect(shadow.querySelector('c-marketo-confirm')).toBeNull();
    expect(diagnostics).not.toHaveBeenCalled();
    part('self-check')!.click();
    await settle();
    expect(whyNoCampaigns).toHaveBeenCalledWith({ userId: null });
    expect(part('own-sight')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows the reason of an error and tries again', async () => {
    load.mockRejectedValueOnce(refusal);
    const { element, part } = await open();
    expect(part('error')!.textContent).toContain('You may not. Ask.');
    await expect(element).toBeAccessible();
    part('retry')!.click();
    await settle();
    expect(part('health')).not.toBeNull();
  });

  it('says why somebody sees no campaigns', async () => {
    mocked(whyNoCampaigns)
      .mockResolvedValueOnce([check('campaign-read', 'problem', 'Give it.')])
      .mockRejectedValueOnce(refusal);
    const { element, shadow, part, checksOf } = await open();
    const choose = async () => {
      shadow
        .querySelector('[data-id="sight"] c-marketo-user-search')!
        .dispatchEvent(new CustomEvent('choose', { detail: { userId: '005000000000003AAA', name: 'Vic' } }));
      await settle();
    };
    await choose();
    expect(whyNoCampaigns).toHaveBeenCalledWith({ userId: '005000000000003AAA' });
    expect(checksOf('sight-checks')).toEqual(['campaign-read']);
    await expect(element).toBeAccessible();
    await choose();
    expect(part('sight-error')!.textContent).toContain('You may not.');
  });
});
