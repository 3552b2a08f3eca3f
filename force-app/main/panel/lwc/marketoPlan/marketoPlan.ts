import { LightningElement, api } from 'lwc';
import { fill, type People, type Plan } from 'c/marketoAnswer';
import { labels } from './planLabels';
import { changes, countLines, fieldLines, reasonLines } from './planView';

/** What would happen, in numbers, examples, and everything that may not go as one thinks. Sends `overwrite` where the owner agrees that fields are written over. */
export default class MarketoPlan extends LightningElement {
  @api plan: Plan | undefined;
  @api people: People = {};
  /** Whether the fields that are kept may be overwritten from here. */
  @api mayOverwrite = false;

  labels = labels;

  get lines() {
    return this.plan ? countLines(this.plan, this.people) : [];
  }
  get quiet(): string | null {
    if (!this.plan || changes(this.plan) > 0 || this.plan.park + this.plan.leftByRule > 0) {
      return null;
    }
    return this.plan.agree === 0 ? labels.nobody : fill(labels.nothing, this.plan.agree);
  }
  get reasons() {
    return this.plan ? reasonLines(this.plan) : [];
  }
  get hasReasons(): boolean {
    return this.reasons.length > 0;
  }
  get fields() {
    return this.plan ? fieldLines(this.plan) : [];
  }
  get asksToOverwrite(): boolean {
    return this.mayOverwrite && this.fields.some(({ consent }) => consent);
  }
  get statuses(): string | null {
    return this.plan && this.plan.statuses.length > 0 ? fill(labels.statuses, this.plan.statuses.join(', ')) : null;
  }
  get mayFail(): string | null {
    return this.plan && this.plan.mayFail > 0 ? fill(labels.mayFail, this.plan.mayFail) : null;
  }
  get calls(): string {
    return this.plan ? fill(labels.calls, this.plan.calls.marketo, this.plan.calls.salesforce) : '';
  }

  handleOverwrite(): void {
    this.dispatchEvent(new CustomEvent('overwrite'));
  }
}
