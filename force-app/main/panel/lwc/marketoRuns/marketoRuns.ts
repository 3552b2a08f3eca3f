import { LightningElement, api } from 'lwc';
import runs from '@salesforce/apex/MarketoHistoryController.runs';
import askUndo from '@salesforce/apex/MarketoHistoryController.askUndo';
import undo from '@salesforce/apex/MarketoHistoryController.undo';
import { fill, newKey, refusalOf, type People, type PreviewView, type Refusal, type Run } from 'c/marketoAnswer';
import { labels } from './runLabels';

const EVERY_MS = 3000;

const KINDS: Record<Run['kind'], string> = {
  'first-sync': labels.firstSync,
  'rules-changed': labels.rulesChanged,
  'way-out': labels.wayOut,
  undo: labels.undo
};

/** What was set going for many members, and taking it back by a preview. Sends `acted` when a run is taken back. */
export default class MarketoRuns extends LightningElement {
  @api campaignId: string | undefined;
  /** Whether runs may be taken back: the link is active. */
  @api canUndo = false;

  labels = labels;
  loading = true;
  refusal: Refusal | undefined;
  undoing: string | undefined;
  undoRefusal: Refusal | undefined;
  previewId: string | undefined;
  ready: PreviewView | undefined;
  starting = false;
  notice: string | undefined;
  more = false;

  private list: Run[] = [];
  private people: People = {};
  private lastPage = 1;
  private key = newKey();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private focusTitle = false;

  connectedCallback(): void {
    void this.load();
  }
  renderedCallback(): void {
    if (this.focusTitle) {
      this.focusTitle = false;
      this.template?.querySelector<HTMLElement>('[data-id="undo-title"]')?.focus();
    }
  }
  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get isFirst(): boolean {
    return this.loading && this.list.length === 0;
  }
  get isEmpty(): boolean {
    return !this.loading && !this.refusal && this.list.length === 0;
  }
  get rows() {
    return this.list.map((run) => ({
      key: run.runId,
      kind: KINDS[run.kind] ?? run.kind,
      at: new Date(run.at),
      who: fill(labels.by, this.people[run.actor]?.name ?? labels.somebody),
      state: stateOf(run),
      plan: run.plan,
      people: this.people,
      mayUndo: this.canUndo && run.undoneBy === null && run.state !== 'ended' && !this.undoing,
      isUndoing: run.runId === this.undoing,
      undoName: fill(labels.undoFor, KINDS[run.kind] ?? run.kind)
    }));
  }
  get cannotStart(): boolean {
    return this.starting || !this.ready?.plan;
  }

  private async load(): Promise<void> {
    this.loading = true;
    this.refusal = undefined;
    try {
      const answer = await runs({ campaignId: this.campaignId!, page: 1 });
      this.list = answer.runs;
      this.people = { ...this.people, ...answer.people };
      this.lastPage = 1;
      this.more = answer.more;
      this.lookAgainLater();
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.loading = false;
    }
  }
  /** Quiet once no run works any more. */
  private lookAgainLater(): void {
    clearTimeout(this.timer);
    if (this.lastPage === 1 && this.list.some(({ state }) => state === 'working')) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- a run has no other way to be followed
      this.timer = setTimeout(() => void this.load(), EVERY_MS);
    }
  }
  async handleMore(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const answer = await runs({ campaignId: this.campaignId!, page: this.lastPage + 1 });
      const known = new Set(this.list.map(({ runId }) => runId));
      this.list = [...this.list, ...answer.runs.filter(({ runId }) => !known.has(runId))];
      this.people = { ...this.people, ...answer.people };
      this.lastPage = answer.page;
      this.more = answer.more;
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }
  handleRetry(): void {
    void this.load();
  }

  handleUndo(event: Event): void {
    this.undoing = (event.currentTarget as HTMLElement).dataset.run;
    this.notice = undefined;
    this.focusTitle = true;
    void this.ask();
  }
  handleRetryAsk(): void {
    void this.ask();
  }
  private async ask(): Promise<void> {
    this.ready = undefined;
    this.previewId = undefined;
    this.undoRefusal = undefined;
    this.key = newKey();
    try {
      const { previewId } = await askUndo({ campaignId: this.campaignId!, runId: this.undoing! });
      this.previewId = previewId;
    } catch (error) {
      this.undoRefusal = refusalOf(error);
    }
  }
  handleReady(event: CustomEvent<PreviewView>): void {
    this.ready = event.detail;
  }
  handleCancel(): void {
    this.undoing = undefined;
    this.previewId = undefined;
    this.undoRefusal = undefined;
  }
  async handleTakeBack(): Promise<void> {
    const { ready } = this;
    if (!ready?.plan || !this.undoing) {
      return;
    }
    this.starting = true;
    this.undoRefusal = undefined;
    const { digest } = ready.plan;
    try {
      await undo({ campaignId: this.campaignId!, runId: this.undoing, previewId: ready.previewId, digest, key: this.key });
      this.handleCancel();
      this.notice = labels.taken;
      this.dispatchEvent(new CustomEvent('acted'));
      await this.load();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'plan-changed') {
        this.notice = labels.changed;
        await this.ask();
      } else {
        this.undoRefusal = refusal;
      }
    } finally {
      this.starting = false;
    }
  }
}

function stateOf(run: Run): string {
  if (run.undoneBy !== null) {
    return labels.undone;
  }
  return run.state === 'working' ? fill(labels.working, run.remaining) : run.state === 'ended' ? labels.ended : labels.done;
}
