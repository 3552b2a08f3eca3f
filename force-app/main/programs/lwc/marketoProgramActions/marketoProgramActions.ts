import { LightningElement, api } from 'lwc';
import syncNow from '@salesforce/apex/MarketoPanelController.syncNow';
import pause from '@salesforce/apex/MarketoPanelController.pause';
import resume from '@salesforce/apex/MarketoPanelController.resume';
import { refusalOf } from 'c/marketoAnswer';
import { countOf, runBatch, waiting, withState, type BatchRow } from 'c/marketoBatch';
import { fill, numberText } from 'c/marketoSentences';
import { labels } from './actionLabels';
import { hindranceOf, itemOf, type Action, type Chosen, type Hindrance } from './actionView';

const WORK = { sync: syncNow, pause, resume };
const WORDS = {
  sync: { title: labels.syncTitle, hint: labels.syncHint, go: labels.syncGo },
  pause: { title: labels.pauseTitle, hint: labels.pauseHint, go: labels.pauseGo },
  resume: { title: labels.resumeTitle, hint: labels.resumeHint, go: labels.resumeGo }
};
const HINDRANCES: Record<Hindrance, string> = {
  'no-campaign': labels.noCampaign,
  'no-right': labels.noRight,
  'not-active': labels.notActive,
  'not-paused': labels.notPaused
};

/** Compare, pause or resume many campaigns: first what it means and for whom, then progress, then what became of each. */
export default class MarketoProgramActions extends LightningElement {
  @api action: Action = 'sync';
  @api programs: Chosen[] = [];

  labels = labels;
  step: 'preview' | 'working' | 'done' = 'preview';
  rows: BatchRow[] = [];

  private stopped = false;
  private changed = false;
  private needsFocus = true;

  renderedCallback(): void {
    if (this.needsFocus) {
      this.needsFocus = false;
      this.template!.querySelector<HTMLElement>('[data-id="heading"]')?.focus();
    }
  }

  disconnectedCallback(): void {
    this.stopped = true;
  }

  get able(): Chosen[] {
    return this.programs.filter((program) => hindranceOf(this.action, program) === null);
  }

  get listed() {
    return this.programs.map((program) => {
      const hindrance = hindranceOf(this.action, program);
      return {
        ...itemOf(program),
        text: hindrance === null ? labels.willHappen : HINDRANCES[hindrance],
        icon: hindrance === null ? 'utility:check' : 'utility:skip_forward'
      };
    });
  }

  get isPreview(): boolean {
    return this.step === 'preview';
  }

  get isWorking(): boolean {
    return this.step === 'working';
  }

  get isDone(): boolean {
    return this.step === 'done';
  }

  get hasNone(): boolean {
    return this.able.length === 0;
  }

  get title(): string {
    if (!this.isDone) {
      return fill(WORDS[this.action].title, numberText(this.isPreview ? this.able.length : this.rows.length));
    }
    const [done, failed] = [countOf(this.rows, 'done'), countOf(this.rows, 'failed')];
    return failed > 0 ? fill(labels.doneFailedTitle, numberText(done), numberText(failed)) : fill(labels.doneTitle, numberText(done));
  }

  get hint(): string {
    return WORDS[this.action].hint;
  }

  get goLabel(): string {
    return fill(WORDS[this.action].go, numberText(this.able.length));
  }

  get canTryAgain(): boolean {
    return this.isDone && countOf(this.rows, 'failed') > 0;
  }

  get wasStopped(): boolean {
    return this.isDone && countOf(this.rows, 'left') > 0;
  }

  handleGo(): Promise<void> {
    this.rows = waiting(this.able.map(itemOf));
    return this.run(this.rows.map(({ key }) => key));
  }

  handleAgain(): Promise<void> {
    return this.run(this.rows.filter(({ state }) => state === 'failed').map(({ key }) => key));
  }

  private async run(keys: string[]): Promise<void> {
    this.step = 'working';
    this.stopped = false;
    this.needsFocus = true;
    const work = WORK[this.action];
    await runBatch({
      keys,
      work: async (key) => {
        await work({ campaignId: this.rows.find((row) => row.key === key)?.recordId ?? '' });
        this.changed = true;
        return null;
      },
      report: (key, state, text) => {
        this.rows = withState(this.rows, key, state, text);
      },
      isStopped: () => this.stopped,
      sentenceOf: (error) => {
        const { message, fix } = refusalOf(error);
        return `${message} ${fix}`.trim();
      }
    });
    this.step = 'done';
    this.needsFocus = true;
  }

  handleStop(): void {
    this.stopped = true;
  }

  handleBack(): void {
    this.dispatchEvent(new CustomEvent('back', { detail: { changed: this.changed } }));
  }
}
