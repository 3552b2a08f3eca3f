import { LightningElement, api } from 'lwc';
import preview from '@salesforce/apex/MarketoLinkController.preview';
import { fill, refusalOf, type PreviewView, type Refusal } from 'c/marketoAnswer';
import { labels } from './previewLabels';

const EVERY_MS = 1000;

/**
 * A preview that was asked for: its progress while the relay works on it, then its plan. Sends `ready` with the finished preview, `refused` with why there
 * is none, and `overwrite` from the plan.
 */
export default class MarketoPreview extends LightningElement {
  @api campaignId: string | undefined;
  @api mayOverwrite = false;

  @api
  get previewId(): string | undefined {
    return this.asked;
  }
  set previewId(value: string | undefined) {
    this.asked = value;
    this.view = undefined;
    this.refusal = undefined;
    clearTimeout(this.timer);
    if (value) {
      void this.look(value);
    }
  }

  labels = labels;
  view: PreviewView | undefined;
  refusal: Refusal | undefined;
  private asked: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.asked = undefined;
  }

  get isWorking(): boolean {
    return !this.refusal && this.view?.state !== 'done' && this.view?.state !== 'refused';
  }
  get plan() {
    return this.view?.state === 'done' ? this.view.plan : undefined;
  }
  get people() {
    return this.view?.people ?? {};
  }
  get phase(): string {
    const progress = this.view?.progress;
    if (progress?.phase === 'planning' && progress.total !== null) {
      return fill(labels.progress, progress.done, progress.total);
    }
    return progress?.phase === 'planning' ? labels.planning : progress?.phase === 'reading' ? labels.reading : labels.waiting;
  }
  /** Out of 100; while nobody knows how much there is, a sign that it began. */
  get percent(): number {
    const progress = this.view?.progress;
    return progress?.total ? Math.round((100 * progress.done) / progress.total) : progress?.phase === 'reading' ? 5 : 0;
  }

  private async look(previewId: string): Promise<void> {
    let view: PreviewView;
    try {
      view = await preview({ campaignId: this.campaignId!, previewId });
    } catch (error) {
      if (previewId === this.asked) {
        this.refusal = refusalOf(error);
      }
      return;
    }
    // Another one was asked for meanwhile, or nobody looks any more.
    if (previewId !== this.asked) {
      return;
    }
    this.view = view;
    if (view.state === 'working') {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- a stored job has no other way to be followed
      this.timer = setTimeout(() => void this.look(previewId), EVERY_MS);
    } else if (view.state === 'done') {
      this.dispatchEvent(new CustomEvent('ready', { detail: view }));
    } else {
      this.refusal = view.refusal ?? undefined;
      this.dispatchEvent(new CustomEvent('refused', { detail: view.refusal }));
    }
  }

  handleRetry(): void {
    this.refusal = undefined;
    if (this.asked) {
      void this.look(this.asked);
    }
  }
  get isRetryable(): boolean {
    return this.view?.state !== 'refused';
  }
  handleOverwrite(): void {
    this.dispatchEvent(new CustomEvent('overwrite'));
  }
}
