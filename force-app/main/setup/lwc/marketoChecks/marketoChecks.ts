import { LightningElement, api } from 'lwc';
import { fill, numberText } from 'c/marketoSentences';
import { labels } from './checkLabels';
import { inOrder, type Check } from './checks';

export type { Check } from './checks';

const SHOWN = {
  ok: { icon: 'utility:success', variant: 'success', word: labels.ok },
  warning: { icon: 'utility:warning', variant: 'warning', word: labels.warning },
  problem: { icon: 'utility:error', variant: 'error', word: labels.problem }
};

/** What a look at the org or the relay found, what is to be mended first, each with what to do; what is well is folded away. */
export default class MarketoChecks extends LightningElement {
  @api checks: Check[] = [];

  labels = labels;

  private get shown() {
    return inOrder(this.checks).map((check) => ({ ...check, ...SHOWN[check.verdict], key: `${check.name} ${check.sentence}` }));
  }

  get open() {
    return this.shown.filter(({ verdict }) => verdict !== 'ok');
  }

  get well() {
    return this.shown.filter(({ verdict }) => verdict === 'ok');
  }

  get hasWell(): boolean {
    return this.well.length > 0;
  }

  get isEmpty(): boolean {
    return this.checks.length === 0;
  }

  get summary(): string {
    return fill(labels.summary, numberText(this.well.length), numberText(this.checks.length));
  }
}
