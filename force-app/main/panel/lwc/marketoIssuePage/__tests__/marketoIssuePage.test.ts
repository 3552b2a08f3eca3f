import { createElement } from 'lwc';
import MarketoIssuePage from '../marketoIssuePage';
import { issueRows } from '../issueRows';
import { issue, people } from './issueSamples';

const nobody = { leadId: null, contactId: null, marketoLeadId: null };

describe('issues as rows', () => {
  it('says who it is, what both sides show, since when, and when it is tried again', () => {
    const [row] = issueRows([issue('m-1', { marketoValue: null, attempts: 3, nextTry: '2026-03-05T05:06:07.000Z' })], people, true);
    expect(row).toMatchObject({ person: 'Ada Example', url: '/00QA', sentence: 'Marketo never moves a member back.' });
    expect(row!.values).toContain('Invited');
    expect(row!.values).toContain('Not_AMember');
    expect(row!.when.split(', ').length).toBeGreaterThan(2);
  });

  it('offers the ways out in their order, a person by each candidate who may be seen, and none to who only looks', () => {
    const ambiguous = issue('m-1', {
      waysOut: ['choose-person', 'retry'],
      candidates: [
        { ...nobody, contactId: '003B' },
        { ...nobody, hidden: true },
        { ...nobody, marketoLeadId: 7 }
      ]
    });
    const [row] = issueRows([ambiguous], people, true);
    expect(row!.buttons.map(({ way }) => way)).toEqual(['choose-person', 'choose-person', 'retry']);
    expect(JSON.parse(row!.buttons[0]!.person!)).toEqual({ leadId: null, contactId: '003B', marketoLeadId: null });
    expect(JSON.parse(row!.buttons[1]!.person!).marketoLeadId).toBe(7);
    expect(issueRows([ambiguous], people, false)[0]!.buttons).toEqual([]);
  });

  it('links to nobody whom the person who looks cannot see', () => {
    const [row] = issueRows([issue('m-1', { ...nobody, hidden: true })], people, true);
    expect(row!.url).toBeNull();
    expect(row!.person).toContain('Hidden');
  });
});

describe('c-marketo-issue-page', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  async function open(canAct: boolean) {
    const element = createElement('c-marketo-issue-page', { is: MarketoIssuePage });
    Object.assign(element, { issues: [issue('m-1'), issue('m-2')], people, canAct });
    const sent = jest.fn();
    element.addEventListener('act', (event) => sent((event as CustomEvent).detail));
    element.addEventListener('history', (event) => sent((event as CustomEvent).detail));
    document.body.appendChild(element);
    await Promise.resolve();
    return { element, sent };
  }

  it('sends the way out with its member, and asks for the history of one', async () => {
    const { element, sent } = await open(true);
    const row = element.shadowRoot!.querySelector('[data-member="m-2"]')!;
    row.querySelector<HTMLElement>('[data-way="restore"]')!.click();
    expect(sent).toHaveBeenLastCalledWith({ memberKey: 'm-2', action: 'restore', person: null, name: 'Ada Example' });
    row.querySelector<HTMLElement>('[data-id="history"]')!.click();
    expect(sent).toHaveBeenLastCalledWith({ memberKey: 'm-2', name: 'Ada Example' });
    await expect(element).toBeAccessible();
  });

  it('draws a few rows in a turn, and all of them in the end', async () => {
    jest.useFakeTimers();
    const element = createElement('c-marketo-issue-page', { is: MarketoIssuePage });
    element.issues = Array.from({ length: 25 }, (_, index) => issue(`m-${index}`));
    document.body.appendChild(element);
    const rows = () => element.shadowRoot!.querySelectorAll('li').length;
    expect(rows()).toBe(10);
    await jest.runAllTimersAsync();
    expect(rows()).toBe(25);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('has no button for who only looks', async () => {
    const { element } = await open(false);
    expect(element.shadowRoot!.querySelectorAll('button')).toHaveLength(0);
    expect(element.shadowRoot!.querySelectorAll('li')).toHaveLength(2);
    await expect(element).toBeAccessible();
  });
});
