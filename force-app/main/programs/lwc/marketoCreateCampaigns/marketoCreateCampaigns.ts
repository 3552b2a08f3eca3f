import { LightningElement, api } from 'lwc';
import readDefaults from '@salesforce/apex/MarketoLinkDefaults.read';
import { newKey, refusalOf } from 'c/marketoAnswer';
import { countOf, runBatch, waiting, withState, type BatchRow } from 'c/marketoBatch';
import { fill, numberText } from 'c/marketoSentences';
import { labels } from './createLabels';
import { callsOf, linesOf, makingOf, NAME_LENGTH, totalOf, type FreeProgram, type Making, type PeopleRule } from './createView';
import { prepare, startLink } from './makeCampaign';

const itemOf = ({ programId, name, campaignId }: Making) => ({ key: programId, title: name, recordId: campaignId });

type Step = 'settings' | 'preparing' | 'preview' | 'starting' | 'done';

/** Campaigns for many programs: names and rules, then each is created and previewed, then those that a person chooses are linked. */
export default class MarketoCreateCampaigns extends LightningElement {
  @api
  get programs(): FreeProgram[] {
    return this.given;
  }
  set programs(programs: FreeProgram[]) {
    this.given = programs;
    if (this.step === 'settings') {
      this.makings = programs.map((program) => makingOf(program, newKey()));
    }
  }

  labels = labels;
  nameLength = NAME_LENGTH;
  step: Step = 'settings';
  makings: Making[] = [];
  rows: BatchRow[] = [];
  people: PeopleRule | undefined;
  isActive = true;
  asksForPeople = false;

  private given: FreeProgram[] = [];
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

  get isSettings(): boolean {
    return this.step === 'settings';
  }

  get isWorking(): boolean {
    return this.step === 'preparing' || this.step === 'starting';
  }

  get isPreview(): boolean {
    return this.step === 'preview';
  }

  get isDone(): boolean {
    return this.step === 'done';
  }

  get showsRows(): boolean {
    return this.isWorking || this.isDone;
  }

  get title(): string {
    switch (this.step) {
      case 'settings':
        return fill(labels.title, numberText(this.makings.length));
      case 'preparing':
        return labels.preparingTitle;
      case 'preview':
        return labels.previewTitle;
      case 'starting':
        return labels.startingTitle;
      default: {
        const [done, failed] = [countOf(this.rows, 'done'), countOf(this.rows, 'failed')];
        return failed > 0 ? fill(labels.doneFailedTitle, numberText(done), numberText(failed)) : fill(labels.doneTitle, numberText(done));
      }
    }
  }

  get names() {
    return this.makings.map((making) => ({
      key: making.programId,
      label: fill(labels.name, making.programName),
      name: making.name
    }));
  }

  get peopleOptions() {
    return [
      { value: 'wait', label: labels.peopleWait },
      { value: 'create', label: labels.peopleCreate },
      { value: 'never', label: labels.peopleNever }
    ];
  }

  get prepareLabel(): string {
    return fill(labels.prepare, numberText(this.makings.length));
  }

  get previews() {
    return this.makings
      .filter(({ plan }) => plan !== null)
      .map((making) => ({
        key: making.programId,
        name: making.name,
        chosen: making.chosen,
        chooseLabel: fill(labels.choose, making.name),
        plan: making.plan!,
        people: making.people,
        lines: linesOf(making.plan!).map((text) => ({ key: text, text }))
      }));
  }

  /** What could not be previewed, and why. */
  get failures(): BatchRow[] {
    return this.rows.filter(({ state }) => state === 'failed' || state === 'left');
  }

  get hasFailures(): boolean {
    return this.failures.length > 0;
  }

  get startable(): Making[] {
    return this.makings.filter(({ plan, chosen }) => plan !== null && chosen);
  }

  get hasNoneToStart(): boolean {
    return this.startable.length === 0;
  }

  get startLabel(): string {
    return this.hasNoneToStart ? labels.startNone : fill(labels.start, numberText(this.startable.length));
  }

  get totals() {
    const total = totalOf(this.startable.map(({ plan }) => plan!));
    return this.startable.length < 2 ? null : { lines: linesOf(total).map((text) => ({ key: text, text })), calls: callsOf(total) };
  }

  get canTryAgain(): boolean {
    return this.isDone && countOf(this.rows, 'failed') > 0;
  }

  handleName(event: CustomEvent<{ value: string }>): void {
    const { program } = (event.target as HTMLElement).dataset;
    this.makings = this.makings.map((making) => (making.programId === program ? { ...making, name: event.detail.value } : making));
  }

  handlePeople(event: CustomEvent<{ value: PeopleRule }>): void {
    this.people = event.detail.value;
    this.asksForPeople = false;
  }

  handleActive(event: CustomEvent<{ checked: boolean }>): void {
    this.isActive = event.detail.checked;
  }

  handlePrepare(): Promise<void> {
    const inputs = [
      ...this.template!.querySelectorAll<HTMLElement & { reportValidity(): boolean }>('lightning-input, lightning-radio-group')
    ];
    const faulty = inputs.filter((input) => !input.reportValidity());
    this.asksForPeople = this.people === undefined;
    if (faulty.length > 0 || this.people === undefined) {
      faulty[0]?.focus();
      return Promise.resolve();
    }
    return this.prepareAll(this.makings.map(({ programId }) => programId));
  }

  handleAgain(): Promise<void> {
    return this.prepareAll(this.rows.filter(({ state }) => state === 'failed' || state === 'left').map(({ key }) => key));
  }

  private async prepareAll(keys: string[]): Promise<void> {
    // The org's own answers; the relay fills in the usual ones.
    const wanted = { rules: { ...(await readDefaults()), people: this.people! }, isActive: this.isActive };
    await this.run('preparing', keys, async (making, say) => {
      const ready = await prepare(making, wanted, say, (campaignId) => {
        this.changed = true;
        this.put(making.programId, { campaignId });
      });
      this.put(making.programId, ready);
      return null;
    });
    this.enter('preview');
  }

  async handleStart(): Promise<void> {
    await this.run(
      'starting',
      this.startable.map(({ programId }) => programId),
      async (making) => {
        try {
          await startLink(making);
          return labels.linked;
        } finally {
          // Whatever came of it, the plan is spent: a second try previews afresh.
          this.put(making.programId, { plan: null, previewId: null });
        }
      }
    );
    this.enter('done');
  }

  private async run(
    step: Step,
    keys: string[],
    work: (making: Making, say: (text: string) => void) => Promise<string | null>
  ): Promise<void> {
    this.stopped = false;
    this.rows = waiting(this.makings.filter(({ programId }) => keys.includes(programId)).map(itemOf));
    this.enter(step);
    await runBatch({
      keys,
      work: (key) =>
        work(
          this.makings.find(({ programId }) => programId === key)!,
          (text) => {
            this.rows = withState(this.rows, key, 'working', text);
          }
        ),
      report: (key, state, text) => {
        this.rows = withState(this.rows, key, state, text);
      },
      isStopped: () => this.stopped,
      sentenceOf: (error) => {
        const { message, fix } = refusalOf(error);
        return `${message} ${fix}`.trim();
      }
    });
    const campaigns = new Map(this.makings.map((making) => [making.programId, making.campaignId]));
    this.rows = this.rows.map((row) => ({ ...row, recordId: campaigns.get(row.key) ?? null }));
  }

  private enter(step: Step): void {
    this.step = step;
    this.needsFocus = true;
  }

  private put(programId: string, part: Partial<Making>): void {
    this.makings = this.makings.map((making) => (making.programId === programId ? { ...making, ...part } : making));
  }

  handleChoose(event: Event): void {
    const { checked, dataset } = event.target as HTMLInputElement;
    this.put(dataset.program ?? '', { chosen: checked });
  }

  handleStop(): void {
    this.stopped = true;
  }

  handleBack(): void {
    this.dispatchEvent(new CustomEvent('back', { detail: { changed: this.changed } }));
  }
}
