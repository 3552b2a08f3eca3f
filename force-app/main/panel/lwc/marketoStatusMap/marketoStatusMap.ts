import { LightningElement, api } from 'lwc';
import { fill } from 'c/marketoAnswer';
import { choose, gaps, LABEL, meansTheSame, rest, sharedBySeveral, type Choice } from 'c/marketoStatusChoices';
import { labels } from './mapLabels';

const NOTHING = '';

/** Gives each status of Marketo its counterpart in Salesforce. Sends `choiceschange` with the choices. */
export default class MarketoStatusMap extends LightningElement {
  @api choices: Choice[] = [];
  /** Member statuses of the campaign, in their order. */
  @api memberStatuses: string[] = [];
  /** Names that the relay found without a counterpart. */
  @api missing: string[] = [];

  labels = labels;

  get rows() {
    return this.choices.map((one) => {
      const exists = one.write !== null && this.memberStatuses.includes(one.write);
      const isMade = one.write !== null && !exists;
      const tooLong = one.name.length > LABEL;
      const create =
        this.memberStatuses.includes(one.name) || tooLong ? [] : [{ label: fill(labels.createOption, one.name), value: one.name }];
      return {
        ...one,
        key: one.name,
        about: `${fill(labels.step, one.step)}${one.success ? `, ${labels.success}` : ''}`,
        label: fill(labels.write, one.name),
        options: [...this.memberStatuses.map((label) => ({ label, value: label })), ...create],
        isGap: one.write === null,
        verdict: isMade ? labels.made : one.write === one.name ? labels.exact : null,
        icon: isMade ? 'utility:add' : 'utility:check',
        also: one.also.length > 0 ? fill(labels.also, one.also.join(', ')) : null,
        suggestionWords: one.suggestion === null ? null : fill(labels.suggestion, one.suggestion),
        canCreate: one.write === null && create.length > 0,
        tooLong: one.write === null && tooLong && one.suggestion === null,
        rowClass: one.write === null ? 'row gap' : 'row'
      };
    });
  }
  get rest() {
    return rest(this.choices, this.memberStatuses).map(({ label, marketo }) => ({
      key: label,
      label: fill(labels.same, label),
      value: marketo ?? NOTHING,
      rowClass: this.missing.includes(label) && marketo === null ? 'row gap' : 'row'
    }));
  }
  get hasRest(): boolean {
    return this.rest.length > 0;
  }
  get marketoOptions() {
    return [{ label: labels.nothing, value: NOTHING }, ...this.choices.map(({ name }) => ({ label: name, value: name }))];
  }
  get shared() {
    return sharedBySeveral(this.choices).map((label) => ({ key: label, sentence: fill(labels.shared, label) }));
  }
  get left(): string | null {
    const open = gaps(this.choices);
    return open === 0 ? null : fill(labels.left, open, this.choices.length);
  }

  private send(choices: Choice[]): void {
    this.dispatchEvent(new CustomEvent('choiceschange', { detail: choices }));
  }
  private statusOf(event: Event): Choice | undefined {
    const { status } = (event.currentTarget as HTMLElement).dataset;
    return this.choices.find(({ name }) => name === status);
  }
  handleWrite(event: CustomEvent<{ value: string }>): void {
    const status = this.statusOf(event);
    if (status) {
      this.send(choose(this.choices, status.name, event.detail.value));
    }
  }
  handleAccept(event: Event): void {
    const status = this.statusOf(event);
    if (status?.suggestion) {
      this.send(choose(this.choices, status.name, status.suggestion));
    }
  }
  handleCreate(event: Event): void {
    const status = this.statusOf(event);
    if (status) {
      this.send(choose(this.choices, status.name, status.name));
    }
  }
  handleSame(event: CustomEvent<{ value: string }>): void {
    const { label } = (event.currentTarget as HTMLElement).dataset;
    this.send(meansTheSame(this.choices, label ?? '', event.detail.value || null));
  }
}
