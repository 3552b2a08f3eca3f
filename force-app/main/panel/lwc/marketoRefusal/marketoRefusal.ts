import { LightningElement, api } from 'lwc';
import type { Refusal } from 'c/marketoAnswer';
import { labels } from './refusalLabels';

/** What was refused and why, and what to do; with `retryable` a button that sends `retry`. */
export default class MarketoRefusal extends LightningElement {
  @api refusal: Refusal | undefined;
  @api retryable = false;
  @api retryLabel: string | undefined;

  labels = labels;

  get retryWord(): string {
    return this.retryLabel ?? labels.retry;
  }

  handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
