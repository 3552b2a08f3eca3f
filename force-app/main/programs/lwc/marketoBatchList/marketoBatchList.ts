import { LightningElement, api } from 'lwc';
import { fill, numberText } from 'c/marketoSentences';
import { countOf, type BatchRow, type ItemState } from 'c/marketoBatch';
import { labels } from './batchLabels';

const SHOWN: Record<ItemState, { word: string; icon: string; variant?: string }> = {
  waiting: { word: labels.waiting, icon: 'utility:clock' },
  working: { word: labels.working, icon: 'utility:sync' },
  done: { word: labels.done, icon: 'utility:success', variant: 'success' },
  failed: { word: labels.failed, icon: 'utility:error', variant: 'error' },
  left: { word: labels.left, icon: 'utility:skip_forward' }
};

/** How far work on many is, and what became of each. */
export default class MarketoBatchList extends LightningElement {
  @api rows: BatchRow[] = [];
  /** What is being done, for the name of the progress bar. */
  @api label = '';

  labels = labels;

  get shown() {
    return this.rows.map((row) => ({ ...row, ...SHOWN[row.state] }));
  }

  get ended(): number {
    return this.rows.length - countOf(this.rows, 'waiting') - countOf(this.rows, 'working');
  }

  get total(): number {
    return this.rows.length;
  }

  get barStyle(): string {
    return `inline-size: ${this.total === 0 ? 0 : Math.round((100 * this.ended) / this.total)}%`;
  }

  get countText(): string {
    const failed = countOf(this.rows, 'failed');
    const numbers = [this.ended, this.total, failed].map(numberText);
    return fill(failed > 0 ? labels.failedCount : labels.count, ...numbers);
  }
}
