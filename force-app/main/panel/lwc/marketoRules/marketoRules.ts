import { LightningElement, api } from 'lwc';
import { NEW_RULES, QUESTIONS, type ChoiceRule, type RulesAsked } from 'c/marketoRuleQuestions';
import { labels } from './ruleLabels';

const ANY = '';

/** The rules of a link. Sends `ruleschange` with all of them; `people` is undefined until it is answered. */
export default class MarketoRules extends LightningElement {
  @api rules: RulesAsked = NEW_RULES;
  /** Progression statuses in step order. */
  @api statuses: string[] = [];
  /** Says what is not answered yet. */
  @api showMissing = false;

  labels = labels;

  get questions() {
    return QUESTIONS.filter(({ isMore }) => !isMore).map((question) => this.shown(question));
  }
  get moreQuestions() {
    return QUESTIONS.filter(({ isMore }) => isMore).map((question) => this.shown(question));
  }
  private shown(question: (typeof QUESTIONS)[number]) {
    const value = this.rules[question.rule];
    const options = question.options.map((option) => ({
      ...option,
      id: `${question.rule}-${option.value}`,
      checked: option.value === value
    }));
    return { ...question, options, isRequired: question.rule === 'people' };
  }
  get peopleMissing(): boolean {
    return this.showMissing && this.rules.people === undefined;
  }
  get mayCreate(): boolean {
    return this.rules.people === 'create' || this.rules.people === 'wait';
  }
  get minimumOptions() {
    return [{ label: labels.minimumNone, value: ANY }, ...this.statuses.map((name) => ({ label: name, value: name }))];
  }
  get minimum(): string {
    return this.rules.minimumStatus ?? ANY;
  }

  private send(change: Partial<RulesAsked>): void {
    this.dispatchEvent(new CustomEvent('ruleschange', { detail: { ...this.rules, ...change } }));
  }
  handleChoice(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    this.send({ [input.dataset.rule as ChoiceRule]: input.value });
  }
  handleMinimum(event: CustomEvent<{ value: string }>): void {
    this.send({ minimumStatus: event.detail.value || null });
  }
  handleText(event: CustomEvent<{ value: string }>): void {
    const { field } = (event.currentTarget as HTMLElement).dataset;
    this.send({ leadDefaults: { ...this.rules.leadDefaults, [field!]: event.detail.value } });
  }
  handleCheck(event: CustomEvent<{ checked: boolean }>): void {
    const { field } = (event.currentTarget as HTMLElement).dataset;
    this.send({ leadDefaults: { ...this.rules.leadDefaults, [field!]: event.detail.checked } });
  }
}
