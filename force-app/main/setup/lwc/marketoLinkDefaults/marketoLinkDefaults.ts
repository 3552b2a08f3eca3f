import { LightningElement } from 'lwc';
import read from '@salesforce/apex/MarketoLinkDefaults.read';
import save from '@salesforce/apex/MarketoLinkDefaults.save';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { refusalOf } from 'c/marketoAnswer';
import { NEW_RULES, QUESTIONS, type ChoiceRule } from 'c/marketoRuleQuestions';
import { labels } from './defaultLabels';

type Answers = Partial<Record<ChoiceRule, string>>;

/** What happens to people whom only Marketo knows is asked with each link, and never answered beforehand. */
const ASKED = QUESTIONS.filter(({ rule }) => rule !== 'people');

/** With which answers a new link begins. */
export default class MarketoLinkDefaults extends LightningElement {
  labels = labels;
  /** Only what differs from the usual answers. */
  answers: Answers | undefined;
  error: string | undefined;
  working = false;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    this.error = undefined;
    try {
      this.answers = { ...(await read()) };
    } catch (error) {
      this.error = sentence(error);
    }
  }

  get isLoading(): boolean {
    return !this.answers && !this.error;
  }

  get questions() {
    return this.answers
      ? ASKED.map(({ rule, label, options }) => ({ rule, label, options, value: this.answers?.[rule] ?? String(NEW_RULES[rule]) }))
      : [];
  }

  get isUsual(): boolean {
    return ASKED.every(({ rule }) => (this.answers?.[rule] ?? NEW_RULES[rule]) === NEW_RULES[rule]);
  }

  handleRetry(): void {
    void this.load();
  }

  handleAnswer(event: CustomEvent<{ value: string }>): void {
    const { rule } = (event.target as HTMLElement).dataset;
    this.answers = { ...this.answers, [rule as ChoiceRule]: event.detail.value };
  }

  handleUsual(): void {
    this.answers = {};
  }

  async handleSave(): Promise<void> {
    this.working = true;
    const changed = Object.fromEntries(
      ASKED.map(({ rule }) => [rule, this.answers?.[rule]] as const).filter(([rule, value]) => value && value !== NEW_RULES[rule])
    );
    try {
      await save({ rules: JSON.stringify(changed) });
      this.dispatchEvent(new ShowToastEvent({ message: labels.saved, variant: 'success' }));
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: labels.failed, message: sentence(error), variant: 'error', mode: 'sticky' }));
    } finally {
      this.working = false;
    }
  }
}

function sentence(error: unknown): string {
  const { message, fix } = refusalOf(error);
  return `${message} ${fix}`.trim();
}
