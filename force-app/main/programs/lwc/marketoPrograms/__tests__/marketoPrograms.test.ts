import { createElement } from 'lwc';
import MarketoPrograms from '../marketoPrograms';
import linked from '@salesforce/apex/MarketoProgramsController.linked';
import all from '@salesforce/apex/MarketoProgramsController.all';
import { linkedProgram, program, programPage } from './programSamples';

jest.mock('@salesforce/apex/MarketoProgramsController.linked', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/MarketoProgramsController.all', () => ({ default: jest.fn() }), { virtual: true });
const ofTheOrg = linked as unknown as jest.Mock;
const ofTheRelay = all as unknown as jest.Mock;

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const pausing = () => new Promise((resolve) => setTimeout(resolve, 350));
const down = { body: { message: '{"code": "unreachable", "message": "The relay could not be reached.", "fix": "Wait.", "details": {}}' } };

async function open() {
  const element = createElement('c-marketo-programs', { is: MarketoPrograms });
  document.body.appendChild(element);
  await settle();
  const shadow = element.shadowRoot!;
  return {
    element,
    shadow,
    part: (id: string) => shadow.querySelector<HTMLElement>(`[data-id="${id}"]`),
    shown: () => [...shadow.querySelectorAll<HTMLElement>('[data-program-row]')].map(({ dataset }) => dataset.programRow),
    box: (id: string) => shadow.querySelector<HTMLInputElement>(`input[data-program="${id}"]`),
    button: (work: string) => shadow.querySelector<HTMLElement & { disabled: boolean }>(`[data-work="${work}"]`)!
  };
}
type Opened = Awaited<ReturnType<typeof open>>;

async function choose({ box }: Opened, id: string) {
  const input = box(id)!;
  input.checked = !input.checked;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}

describe('c-marketo-programs', () => {
  beforeEach(() => {
    ofTheOrg.mockResolvedValue(programPage([linkedProgram('1001')]));
    ofTheRelay.mockResolvedValue(programPage([program('1002'), linkedProgram('1001')]));
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('draws a stencil, then what the org knows, then what the relay adds', async () => {
    let answer: (page: unknown) => void = () => undefined;
    ofTheRelay.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    let know: (page: unknown) => void = () => undefined;
    ofTheOrg.mockReturnValueOnce(new Promise((resolve) => (know = resolve)));
    const opened = await open();
    expect(opened.shadow.querySelector('.stencil')).not.toBeNull();
    await expect(opened.element).toBeAccessible();
    know(programPage([linkedProgram('1001')]));
    await settle();
    expect(opened.shown()).toEqual(['1001']);
    expect(opened.part('asking')).not.toBeNull();
    answer(programPage([program('1002'), linkedProgram('1001')]));
    await settle();
    expect(opened.shown()).toEqual(['1001', '1002']);
    expect(opened.part('asking')).toBeNull();
    await expect(opened.element).toBeAccessible();
  });

  it('shows what is linked, dated, while the relay is down, and asks again', async () => {
    ofTheRelay.mockRejectedValueOnce(down);
    const opened = await open();
    expect(opened.shown()).toEqual(['1001']);
    expect(opened.part('relay-down')!.textContent).toContain('The relay could not be reached. Wait.');
    expect(opened.part('last-known')).not.toBeNull();
    await expect(opened.element).toBeAccessible();
    opened.part('retry')!.click();
    await settle();
    expect(opened.part('relay-down')).toBeNull();
    expect(opened.shown()).toEqual(['1001', '1002']);
  });

  it('says what keeps it from showing anything', async () => {
    ofTheOrg.mockResolvedValueOnce(programPage([], { canView: false }));
    const opened = await open();
    expect(opened.part('no-permission')).not.toBeNull();
    expect(ofTheRelay).not.toHaveBeenCalled();
    await expect(opened.element).toBeAccessible();
  });

  it('shows the reason of an error and asks again', async () => {
    ofTheOrg.mockRejectedValueOnce({ body: { message: 'The org does not answer.' } });
    const opened = await open();
    expect(opened.part('error')!.textContent).toContain('The org does not answer.');
    await expect(opened.element).toBeAccessible();
    opened.part('retry')!.click();
    await settle();
    expect(opened.shown()).toEqual(['1001', '1002']);
  });

  it('says that there is none, by what was asked for', async () => {
    ofTheOrg.mockResolvedValue(programPage([]));
    ofTheRelay.mockResolvedValue(programPage([]));
    const opened = await open();
    const said = opened.part('empty')!.textContent;
    await expect(opened.element).toBeAccessible();
    const view = opened.part('view')!;
    view.dispatchEvent(new CustomEvent('change', { detail: { value: 'attention' } }));
    await settle();
    expect(opened.part('empty')!.textContent).not.toBe(said);
    expect(ofTheOrg).toHaveBeenLastCalledWith({ nameContains: '', attention: true, page: 1 });
    expect(ofTheRelay).toHaveBeenCalledTimes(1);
  });

  it('shows only programs without a campaign when asked, and looks further', async () => {
    ofTheRelay
      .mockResolvedValueOnce(programPage([linkedProgram('1001')]))
      .mockResolvedValueOnce(programPage([linkedProgram('1001')], { more: true }))
      .mockResolvedValueOnce(programPage([program('1009')]));
    const opened = await open();
    opened.part('view')!.dispatchEvent(new CustomEvent('change', { detail: { value: 'without' } }));
    await settle();
    expect(opened.shown()).toEqual([]);
    expect(opened.part('empty')).not.toBeNull();
    opened.part('more')!.click();
    await settle();
    expect(ofTheRelay).toHaveBeenLastCalledWith({ nameContains: '', page: 2 });
    expect(opened.shown()).toEqual(['1009']);
  });

  it('searches once a person pauses, and drops an answer to an older question', async () => {
    let late: (page: unknown) => void = () => undefined;
    ofTheRelay.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
    const opened = await open();
    for (const value of ['p', 'pi', ' pier ']) {
      opened.part('find')!.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    }
    await pausing();
    expect(ofTheOrg).toHaveBeenCalledTimes(2);
    expect(ofTheOrg).toHaveBeenLastCalledWith({ nameContains: 'pier', attention: false, page: 1 });
    late(programPage([program('6666')]));
    await settle();
    expect(opened.shown()).not.toContain('6666');
  });

  it('offers what fits those chosen, and gives it to the work', async () => {
    const opened = await open();
    expect([opened.button('create').disabled, opened.button('sync').disabled]).toEqual([true, true]);
    await choose(opened, '1002');
    expect([opened.button('create').disabled, opened.button('sync').disabled]).toEqual([false, true]);
    await choose(opened, '1001');
    expect(opened.button('pause').disabled).toBe(false);
    await expect(opened.element).toBeAccessible();
    opened.button('pause').click();
    await settle();
    const work = opened.shadow.querySelector('c-marketo-program-actions') as unknown as {
      action: string;
      programs: { programId: string }[];
    } & Element;
    expect([work.action, work.programs.map(({ programId }) => programId)]).toEqual(['pause', ['1001']]);
    expect(opened.shown()).toEqual([]);

    work.dispatchEvent(new CustomEvent('back', { detail: { changed: false } }));
    await settle();
    expect(opened.box('1001')!.checked).toBe(true);
    expect(opened.shadow.activeElement).toBe(opened.part('heading'));
    opened.button('create').click();
    await settle();
    const create = opened.shadow.querySelector('c-marketo-create-campaigns') as unknown as {
      programs: { programId: string }[];
    } & Element;
    expect(create.programs.map(({ programId }) => programId)).toEqual(['1002']);
    create.dispatchEvent(new CustomEvent('back', { detail: { changed: true } }));
    await settle();
    expect(opened.box('1001')!.checked).toBe(false);
    expect(ofTheOrg).toHaveBeenCalledTimes(2);
  });

  it('chooses all that can be chosen, and none', async () => {
    ofTheRelay.mockResolvedValue(programPage([program('1002'), program('1003', { native: true })]));
    const opened = await open();
    expect(opened.box('1003')).toBeNull();
    const every = opened.part('choose-all') as HTMLInputElement;
    every.checked = true;
    every.dispatchEvent(new CustomEvent('change'));
    await settle();
    expect([opened.box('1001')!.checked, opened.box('1002')!.checked]).toEqual([true, true]);
    opened.part('clear')!.click();
    await settle();
    expect(opened.box('1001')!.checked).toBe(false);
  });

  it('gives a person who only looks nothing to choose, and says when the sync is off', async () => {
    const rights = { canCreate: false, canManage: false, enabled: false };
    ofTheOrg.mockResolvedValue(programPage([linkedProgram('1001', { canManage: false })], rights));
    ofTheRelay.mockResolvedValue(programPage([program('1002')], rights));
    const opened = await open();
    expect(opened.shadow.querySelector('input')).toBeNull();
    expect(opened.shadow.querySelector('[data-work]')).toBeNull();
    expect(opened.part('switched-off')).not.toBeNull();
    await expect(opened.element).toBeAccessible();
  });
});
