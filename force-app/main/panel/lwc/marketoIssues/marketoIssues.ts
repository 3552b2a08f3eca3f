import { LightningElement, api } from 'lwc';
import issues from '@salesforce/apex/MarketoIssueController.issues';
import manyIssues from '@salesforce/apex/MarketoIssueController.manyIssues';
import storedIssues from '@salesforce/apex/MarketoIssueController.storedIssues';
import act from '@salesforce/apex/MarketoIssueController.act';
import { fill, isRelayDown, newKey, refusalOf, type Issue, type People, type Refusal, type WayOut } from 'c/marketoAnswer';
import { reasonWords, wayOutWords } from 'c/marketoWords';
import { groupsOf, storedGroups, without, withPage, type Group } from './issueGroups';
import { issueCsv } from './issueCsv';
import { labels } from './issueLabels';

/** Asked about before it is done: for many, or with something that is lost. */
interface Question {
  reason: string;
  action: WayOut;
  memberKey: string | null;
  name: string;
  members: number;
}

/**
 * Members that are parked or failing, by reason. Who manages the campaign gets the relay's whole list with its ways out; others, and everybody while the relay
 * is down, what the org has stored. Sends `acted` when something was changed, and `history`.
 */
export default class MarketoIssues extends LightningElement {
  @api campaignId: string | undefined;
  @api canManage = false;
  /** How many there are as the org knows it. */
  @api known = 0;

  labels = labels;
  groups: Group[] | undefined;
  open: string | undefined;
  isStored = false;
  refusal: Refusal | undefined;
  question: Question | undefined;
  busy = false;
  loading = false;
  notice: string | undefined;

  private focusQuestion = false;
  private pages = 0;

  connectedCallback(): void {
    void this.load();
  }
  renderedCallback(): void {
    if (this.focusQuestion) {
      this.focusQuestion = false;
      this.template?.querySelector<HTMLElement>('[data-id="question-text"]')?.focus();
    }
  }

  get isLoading(): boolean {
    return this.groups === undefined && this.refusal === undefined;
  }
  get isEmpty(): boolean {
    return this.groups?.length === 0;
  }
  get emptyWords(): string {
    return this.isStored ? labels.noneStored : labels.none;
  }
  get shownGroups() {
    return (this.groups ?? []).map((group) => {
      const isOpen = group.reason === this.open;
      const ways = this.canAct ? group.ways : [];
      return {
        ...group,
        key: group.reason,
        isOpen,
        words: fill(labels.count, reasonWords(group.reason), group.members),
        icon: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
        ways: ways.map((way) => ({ way, label: wayOutWords(way) })),
        hasWays: isOpen && ways.length > 0 && group.members > 1,
        forAll: fill(labels.forAll, group.members),
        hasMore: isOpen && group.cursor !== null,
        asks: this.question?.reason === group.reason
      };
    });
  }
  get canAct(): boolean {
    return this.canManage && !this.isStored;
  }
  get storedWords(): string | null {
    if (!this.isStored || this.isEmpty) {
      return null;
    }
    const shown = (this.groups ?? []).reduce((sum, { members }) => sum + members, 0);
    return shown < this.known ? `${labels.stored} ${fill(labels.storedMore, shown, this.known)}` : labels.stored;
  }
  get questionWords(): string {
    const { question } = this;
    if (!question) {
      return '';
    }
    const way = wayOutWords(question.action);
    const asked = question.memberKey ? fill(labels.confirmOne, way, question.name) : fill(labels.confirmAll, way, question.members);
    return question.action === 'rejoin' ? `${asked} ${labels.confirmRejoin}` : asked;
  }
  get goOnLabel(): string {
    return this.question?.memberKey ? labels.goOnOne : fill(labels.goOn, this.question?.members ?? 0);
  }
  get canExport(): boolean {
    return !this.isLoading && !this.isEmpty && !this.busy;
  }

  private async load(): Promise<void> {
    this.refusal = undefined;
    const campaignId = this.campaignId!;
    try {
      if (this.canManage) {
        const answer = await issues({ campaignId, reason: null, cursor: null });
        this.isStored = false;
        this.groups = groupsOf(answer.reasons ?? []);
      } else {
        await this.loadStored();
      }
    } catch (error) {
      this.refusal = refusalOf(error);
      if (this.canManage && isRelayDown(this.refusal)) {
        await this.loadStored().catch(() => undefined);
      }
    }
    const first = this.groups?.find(({ reason }) => reason === this.open) ?? this.groups?.[0];
    if (first) {
      await this.show(first.reason);
    }
  }
  private async loadStored(): Promise<void> {
    const answer = await storedIssues({ campaignId: this.campaignId });
    this.isStored = true;
    this.groups = storedGroups(answer.issues, answer.people);
  }

  private async show(reason: string): Promise<void> {
    this.open = reason;
    if (this.groups?.find((group) => group.reason === reason)?.cursor === undefined) {
      await this.loadMore(reason);
    }
  }
  private async loadMore(reason: string): Promise<void> {
    const group = this.groups?.find((one) => one.reason === reason);
    if (this.loading || !group || group.cursor === null) {
      return;
    }
    this.loading = true;
    try {
      const answer = await issues({ campaignId: this.campaignId!, reason, cursor: group.cursor ?? null });
      this.pages += 1;
      const page = { key: String(this.pages), issues: answer.issues, people: answer.people };
      this.groups = withPage(this.groups ?? [], reason, page, answer.cursor ?? null);
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.loading = false;
    }
  }

  /** The next page comes before the end is in sight; the button is for the keyboard, and for a list that is shorter than its place. */
  handleScroll(event: Event): void {
    const { scrollTop, clientHeight, scrollHeight } = event.currentTarget as HTMLElement;
    if (this.open && !this.refusal && scrollTop + 2 * clientHeight > scrollHeight) {
      void this.loadMore(this.open);
    }
  }

  handleToggle(event: Event): void {
    const { reason } = (event.currentTarget as HTMLElement).dataset;
    this.question = undefined;
    if (this.open === reason) {
      this.open = undefined;
    } else {
      void this.show(reason!);
    }
  }
  handleMore(): void {
    if (this.open) {
      void this.loadMore(this.open);
    }
  }
  handleRetry(): void {
    void this.load();
  }
  handleForAll(event: CustomEvent<{ value: string }>): void {
    const { reason } = (event.currentTarget as HTMLElement).dataset;
    const members = this.groups?.find((group) => group.reason === reason)?.members ?? 0;
    this.ask({ reason: reason!, action: event.detail.value as WayOut, memberKey: null, name: '', members });
  }
  handleAct(event: CustomEvent<{ memberKey: string; action: WayOut; person: string | null; name: string }>): void {
    const { memberKey, action, person, name } = event.detail;
    if (action === 'rejoin') {
      this.ask({ reason: this.open!, action, memberKey, name, members: 1 });
    } else {
      void this.actForOne(memberKey, action, person);
    }
  }
  handleHistory(event: CustomEvent<unknown>): void {
    this.dispatchEvent(new CustomEvent('history', { detail: event.detail }));
  }
  handleCancel(): void {
    this.question = undefined;
  }
  handleGoOn(): void {
    const { question } = this;
    this.question = undefined;
    if (question?.memberKey) {
      void this.actForOne(question.memberKey, question.action, null);
    } else if (question) {
      void this.actForAll(question);
    }
  }
  private ask(question: Question): void {
    this.question = question;
    this.focusQuestion = true;
  }

  private async actForOne(memberKey: string, action: WayOut, person: string | null): Promise<void> {
    await this.carryOut(async () => {
      const asked = { campaignId: this.campaignId!, action, memberKeys: [memberKey], reason: null, person, cursor: null, key: newKey() };
      const { changed, refused } = await act(asked);
      if (changed > 0) {
        this.groups = without(this.groups ?? [], memberKey);
      }
      return { changed, refused };
    });
  }

  /** Of a reason the relay takes two thousand at a time. */
  private async actForAll({ reason, action }: Question): Promise<void> {
    await this.carryOut(async () => {
      const sum = { changed: 0, refused: [] as { message: string }[] };
      let cursor: string | null = null;
      do {
        const asked = { campaignId: this.campaignId!, action, memberKeys: null, reason, person: null, cursor, key: newKey() };
        // One after the other: each begins where the one before ended.
        // eslint-disable-next-line no-await-in-loop
        const answer: Awaited<ReturnType<typeof act>> = await act(asked);
        sum.changed += answer.changed;
        sum.refused.push(...answer.refused);
        cursor = answer.cursor;
        this.notice = fill(labels.working, sum.changed);
      } while (cursor !== null);
      await this.load();
      return sum;
    });
  }

  private async carryOut(work: () => Promise<{ changed: number; refused: { message: string }[] }>): Promise<void> {
    this.busy = true;
    this.refusal = undefined;
    this.notice = undefined;
    try {
      const { changed, refused } = await work();
      const [first] = refused;
      this.notice = first
        ? `${fill(labels.done, changed)} ${fill(labels.refused, refused.length, first.message)}`
        : fill(labels.done, changed);
      this.dispatchEvent(new CustomEvent('acted'));
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.busy = false;
    }
  }

  async handleExport(): Promise<void> {
    this.busy = true;
    this.refusal = undefined;
    try {
      const all: Issue[] = [];
      const people: People = {};
      if (this.isStored) {
        for (const page of (this.groups ?? []).flatMap(({ pages }) => pages)) {
          all.push(...page.issues);
          Object.assign(people, page.people);
        }
      } else {
        let cursor: string | null = null;
        do {
          // eslint-disable-next-line no-await-in-loop -- each page begins where the one before ended
          const answer: Awaited<ReturnType<typeof manyIssues>> = await manyIssues({ campaignId: this.campaignId!, reason: null, cursor });
          all.push(...answer.issues);
          Object.assign(people, answer.people);
          cursor = answer.cursor ?? null;
          this.notice = fill(labels.exporting, all.length);
        } while (cursor !== null);
      }
      this.notice = undefined;
      this.save(issueCsv(all, people));
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.busy = false;
    }
  }
  /** An address of data: the platform's sandbox lets a page save no other text without a server. */
  private save(text: string): void {
    const link = document.createElement('a');
    link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
    link.download = `${labels.exportName}-${this.campaignId}.csv`;
    link.click();
  }
}
