import { LightningElement, api } from 'lwc';
import journal from '@salesforce/apex/MarketoHistoryController.journal';
import { refusalOf, type JournalEntry, type People, type Refusal } from 'c/marketoAnswer';
import { journalLines } from './journalLines';
import { labels } from './historyLabels';

const EVERY = '';

/** What happened to a member, or to the whole link: decisions, writes and their outcomes, the newest first. */
export default class MarketoHistory extends LightningElement {
  @api campaignId: string | undefined;
  /** Null or undefined: the whole link. */
  @api memberKey: string | null | undefined;

  labels = labels;
  refusal: Refusal | undefined;
  loading = true;
  kind = EVERY;
  private entries: JournalEntry[] = [];
  private people: People = {};
  private cursor: string | null = null;
  private asked = 0;

  connectedCallback(): void {
    void this.load();
  }

  get lines() {
    return journalLines(this.entries, this.people, !this.memberKey).map((line) => ({ ...line, css: line.isBad ? 'line bad' : 'line' }));
  }
  get isFirst(): boolean {
    return this.loading && this.entries.length === 0;
  }
  get isEmpty(): boolean {
    return !this.loading && !this.refusal && this.entries.length === 0;
  }
  get hasMore(): boolean {
    return this.cursor !== null;
  }
  get kinds() {
    return [
      { value: EVERY, label: labels.all },
      { value: 'write', label: labels.writes },
      { value: 'decision', label: labels.decisions },
      { value: 'way-out', label: labels.wayOuts },
      { value: 'people', label: labels.peopleMade },
      ...(this.memberKey
        ? []
        : [
            { value: 'field', label: labels.fields },
            { value: 'link', label: labels.links },
            { value: 'creation', label: labels.creations }
          ])
    ];
  }

  /** @param cursor Null begins anew. */
  private async load(cursor: string | null = null): Promise<void> {
    const turn = ++this.asked;
    this.loading = true;
    this.refusal = undefined;
    try {
      const answer = await journal({
        campaignId: this.campaignId!,
        memberKey: this.memberKey ?? null,
        kind: this.kind || null,
        cursor
      });
      if (turn === this.asked) {
        this.entries = cursor === null ? answer.entries : [...this.entries, ...answer.entries];
        this.people = { ...this.people, ...answer.people };
        this.cursor = answer.cursor;
      }
    } catch (error) {
      if (turn === this.asked) {
        this.refusal = refusalOf(error);
      }
    } finally {
      if (turn === this.asked) {
        this.loading = false;
      }
    }
  }

  handleKind(event: CustomEvent<{ value: string }>): void {
    this.kind = event.detail.value;
    this.entries = [];
    this.cursor = null;
    void this.load();
  }
  handleMore(): void {
    void this.load(this.cursor);
  }
  handleRetry(): void {
    void this.load(this.entries.length > 0 ? this.cursor : null);
  }
}
