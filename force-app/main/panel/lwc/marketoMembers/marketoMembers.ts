import { LightningElement, api } from 'lwc';
import members from '@salesforce/apex/MarketoIssueController.members';
import { personOf, refusalOf, type Member, type People, type Refusal } from 'c/marketoAnswer';
import { reasonWords, sideWords, valueWords } from 'c/marketoWords';
import { labels } from './memberLabels';

/** Members in one state, with what each side shows and, where a rule leaves them, why. Sends `history`. */
export default class MarketoMembers extends LightningElement {
  @api campaignId: string | undefined;
  /** Of the contract: in-sync, pending or left-by-rule. */
  @api state: string | undefined;

  labels = labels;
  loading = true;
  refusal: Refusal | undefined;
  private list: Member[] = [];
  private people: People = {};
  private cursor: string | null = null;

  connectedCallback(): void {
    void this.load();
  }

  get rows() {
    return this.list.map((one) => {
      const person = personOf(one, this.people);
      const values = `${sideWords('salesforce')}: ${valueWords(one.salesforceValue)} · ${sideWords('marketo')}: ${valueWords(one.marketoValue)}`;
      return {
        key: one.memberKey,
        person: person.text,
        url: person.recordId && `/${person.recordId}`,
        values,
        reason: one.reason && reasonWords(one.reason)
      };
    });
  }
  get isFirst(): boolean {
    return this.loading && this.list.length === 0;
  }
  get isEmpty(): boolean {
    return !this.loading && !this.refusal && this.list.length === 0 && this.cursor === null;
  }
  get hasMore(): boolean {
    return this.cursor !== null;
  }

  private async load(): Promise<void> {
    this.loading = true;
    this.refusal = undefined;
    try {
      const answer = await members({ campaignId: this.campaignId!, state: this.state!, cursor: this.cursor });
      this.list = [...this.list, ...answer.members];
      this.people = { ...this.people, ...answer.people };
      this.cursor = answer.cursor;
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.loading = false;
    }
  }

  handleMore(): void {
    void this.load();
  }
  handleHistory(event: Event): void {
    const { member } = (event.currentTarget as HTMLElement).dataset;
    const row = this.rows.find(({ key }) => key === member);
    this.dispatchEvent(new CustomEvent('history', { detail: { memberKey: member, name: row?.person ?? '' } }));
  }
}
