import { LightningElement, api } from 'lwc';
import settings from '@salesforce/apex/MarketoLinkController.settings';
import channels from '@salesforce/apex/MarketoLinkController.channels';
import askPreview from '@salesforce/apex/MarketoLinkController.askPreview';
import start from '@salesforce/apex/MarketoLinkController.start';
import { fill, newKey, refusalOf, type Channel, type LinkSettings, type PreviewView, type Program, type Refusal } from 'c/marketoAnswer';
import { begin, createsStatuses, gaps, rowsOf, type Choice } from 'c/marketoStatusChoices';
import { isComplete, NEW_RULES, type RulesAsked } from 'c/marketoRuleQuestions';
import { labels } from './wizardLabels';
import { neighbour, stepsOf, wordOf, type Step } from './steps';

type Chosen = Pick<Program, 'id' | 'name' | 'channel'>;

/**
 * Links a campaign with a program, or changes the rules of its link: program, statuses, rules, and a preview that has to be seen before anything starts. Sends
 * `started` with whether the link is new, and `close`.
 */
export default class MarketoLinkWizard extends LightningElement {
  @api campaignId: string | undefined;

  labels = labels;
  loaded: LinkSettings | undefined;
  loadRefusal: Refusal | undefined;
  refusal: Refusal | undefined;
  step: Step = 'program';
  program: Chosen | undefined;
  choices: Choice[] = [];
  missing: string[] = [];
  rules: RulesAsked = NEW_RULES;
  showMissing = false;
  previewId: string | undefined;
  ready: PreviewView | undefined;
  notice: string | undefined;
  starting = false;

  private channelList: Channel[] = [];
  private key = newKey();
  private focusHeading = false;

  connectedCallback(): void {
    void this.load();
  }
  renderedCallback(): void {
    if (this.focusHeading) {
      this.focusHeading = false;
      (this.refs?.heading as HTMLElement | undefined)?.focus();
    }
  }

  private async load(): Promise<void> {
    this.loadRefusal = undefined;
    try {
      const campaignId = this.campaignId!;
      const [loaded, { channels: list }] = await Promise.all([settings({ campaignId }), channels({ campaignId })]);
      this.channelList = list;
      this.loaded = loaded;
      if (!this.isNew && loaded.program) {
        this.rules = loaded.rules ?? { ...NEW_RULES, ...loaded.defaults };
        this.take(loaded.program);
        this.step = 'rules';
      }
      this.focusHeading = true;
    } catch (error) {
      this.loadRefusal = refusalOf(error);
    }
  }

  get isLoading(): boolean {
    return !this.loaded && !this.loadRefusal;
  }
  /** A link that has ended is linked anew. */
  get isNew(): boolean {
    return this.loaded?.state === 'unlinked' || this.loaded?.state === 'ended';
  }
  get title(): string {
    return this.loaded && !this.isNew ? labels.settingsTitle : labels.linkTitle;
  }
  get steps(): Step[] {
    return stepsOf(this.isNew);
  }
  get stepWords(): string {
    return fill(labels.stepOf, this.steps.indexOf(this.step) + 1, this.steps.length, wordOf(this.step));
  }
  get marks() {
    const at = this.steps.indexOf(this.step);
    return this.steps.map((step, index) => ({ key: step, css: index <= at ? 'mark reached' : 'mark' }));
  }
  get programWords(): string | null {
    return this.program && this.step !== 'program' ? fill(labels.program, this.program.name) : null;
  }
  get isProgram(): boolean {
    return this.step === 'program';
  }
  get isStatuses(): boolean {
    return this.step === 'statuses';
  }
  get isRules(): boolean {
    return this.step === 'rules';
  }
  get isPreview(): boolean {
    return this.step === 'preview';
  }
  get channels(): Channel[] {
    return this.channelList;
  }
  get memberStatuses(): string[] {
    return (this.loaded?.memberStatuses ?? []).map(({ label }) => label);
  }
  get statusNames(): string[] {
    return this.choices.map(({ name }) => name);
  }
  get campaignName(): string {
    return this.loaded?.campaignName ?? '';
  }
  get hasBack(): boolean {
    return this.loaded !== undefined && neighbour(this.steps, this.step, -1) !== null;
  }
  get hasNext(): boolean {
    return this.step === 'statuses' || this.step === 'rules';
  }
  get cannotGoOn(): boolean {
    return this.step === 'statuses' && gaps(this.choices) > 0;
  }
  get nextLabel(): string {
    return neighbour(this.steps, this.step, 1) === 'preview' ? labels.preview : labels.next;
  }
  get startLabel(): string {
    return this.isNew ? labels.start : labels.change;
  }
  get cannotStart(): boolean {
    return this.ready === undefined || this.starting;
  }
  /** A status has no counterpart: the place to mend it is one click away. */
  get leadsToStatuses(): boolean {
    return this.isPreview && this.missing.length > 0;
  }

  private take(program: Chosen): void {
    this.program = program;
    const before = this.loaded?.program?.id === program.id && !this.isNew ? this.loaded.map : [];
    const channel = this.channelList.find(({ name }) => name === program.channel);
    // The relay's map knows hidden statuses that members still have; the channel's list does not.
    const listed = channel?.statuses ?? [];
    const hidden = before.filter(({ marketo }) => !listed.some(({ name }) => name === marketo));
    const all = [...listed, ...hidden.map(({ marketo, step, success }) => ({ name: marketo, step, success }))];
    this.choices = begin(all, this.memberStatuses, before);
    this.missing = [];
  }

  private goTo(step: Step): void {
    this.step = step;
    this.refusal = undefined;
    this.focusHeading = true;
    this.ready = undefined;
    this.previewId = undefined;
    if (step === 'preview') {
      void this.ask();
    } else {
      this.notice = undefined;
    }
  }

  private async ask(): Promise<void> {
    this.ready = undefined;
    this.refusal = undefined;
    this.missing = [];
    this.previewId = undefined;
    const asked = {
      programId: this.program?.id,
      rules: this.rules,
      map: rowsOf(this.choices),
      createStatuses: createsStatuses(this.choices, this.memberStatuses)
    };
    try {
      const { previewId } = await askPreview({ campaignId: this.campaignId!, request: JSON.stringify(asked) });
      this.key = newKey();
      this.previewId = previewId;
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  handleChoose(event: CustomEvent<Program>): void {
    this.take(event.detail);
    this.goTo('statuses');
  }
  handleChoices(event: CustomEvent<Choice[]>): void {
    this.choices = event.detail;
  }
  handleRules(event: CustomEvent<RulesAsked>): void {
    this.rules = event.detail;
  }
  handleReady(event: CustomEvent<PreviewView>): void {
    this.ready = event.detail;
  }
  handleRefused(event: CustomEvent<Refusal | null>): void {
    const missing = event.detail?.details.missing;
    this.missing = Array.isArray(missing) ? (missing as { status: string }[]).map(({ status }) => status) : [];
  }
  /** The owner agrees that fields are written over: another plan, so another preview. */
  handleOverwrite(): void {
    this.rules = { ...this.rules, overwriteFields: true };
    void this.ask();
  }
  handleNext(): void {
    if (this.step === 'rules' && !isComplete(this.rules)) {
      this.showMissing = true;
      return;
    }
    const next = neighbour(this.steps, this.step, 1);
    if (next) {
      this.goTo(next);
    }
  }
  handleBack(): void {
    const back = neighbour(this.steps, this.step, -1);
    if (back) {
      this.goTo(back);
    }
  }
  handleToStatuses(): void {
    const { missing } = this;
    this.goTo('statuses');
    this.missing = missing;
  }
  handleRetryLoad(): void {
    void this.load();
  }
  handleRetryAsk(): void {
    void this.ask();
  }
  handleClose(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }

  async handleStart(): Promise<void> {
    const { ready } = this;
    if (!ready?.plan || !this.program) {
      return;
    }
    this.starting = true;
    this.refusal = undefined;
    try {
      await start({
        campaignId: this.campaignId!,
        programId: this.program.id,
        previewId: ready.previewId,
        digest: ready.plan.digest,
        key: this.key
      });
      this.dispatchEvent(new CustomEvent('started', { detail: { isNew: this.isNew } }));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'plan-changed') {
        this.notice = labels.changed;
        await this.ask();
      } else {
        this.refusal = refusal;
      }
    } finally {
      this.starting = false;
    }
  }
}
