import { LightningElement, api } from 'lwc';
import linked from '@salesforce/apex/MarketoProgramsController.linked';
import all from '@salesforce/apex/MarketoProgramsController.all';
import { refusalOf } from 'c/marketoAnswer';
import { fill, numberText, timeText } from 'c/marketoSentences';
import { labels } from './programLabels';
import { rowOf } from './programRows';
import {
  isChoosable,
  isFree,
  isOfTheOrg,
  lastHeard,
  merged,
  shownIn,
  withNewer,
  type Program,
  type ProgramPage,
  type View
} from './programView';

type Work = 'sync' | 'pause' | 'resume' | 'create';
/** What a person types is searched for once they pause. */
const TYPING_MS = 300;
/** The relay reports what it did a moment later: the list looks again a few times after work on many. */
const LOOK_AGAIN_MS = 3000;
const LOOKS_AGAIN = 5;

/** Tab: every Marketo program, with and without a campaign, its state, and work on many of them at once. */
export default class MarketoPrograms extends LightningElement {
  /** SMALL, MEDIUM or LARGE, set by an app page; a tab of its own has none. */
  @api flexipageRegionWidth: string | undefined;

  labels = labels;
  view: View = 'all';
  nameContains = '';
  /** What was answered last; its programs are all that are loaded. */
  loaded: ProgramPage | undefined;
  error: string | undefined;
  /** The relay alone failed: what the org knows is shown. */
  relayError: string | undefined;
  loading = true;
  asking = false;
  chosen: string[] = [];
  work: Work | undefined;

  private pages = 1;
  private asked = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private looking: ReturnType<typeof setTimeout> | undefined;
  private focusOn: string | undefined;

  connectedCallback(): void {
    void this.load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.typing);
    clearTimeout(this.looking);
    this.asked += 1;
  }

  renderedCallback(): void {
    if (this.focusOn !== undefined) {
      const target = this.template!.querySelector<HTMLElement>(`[data-id="${this.focusOn}"]`);
      this.focusOn = undefined;
      target?.focus();
    }
  }

  /** Afresh; what the org knows is there at once, and the relay's answer joins it. */
  private async load(): Promise<void> {
    this.asked += 1;
    const question = this.asked;
    this.pages = 1;
    this.loading = true;
    this.error = undefined;
    this.relayError = undefined;
    try {
      const known = await this.ofTheOrg(1);
      if (question !== this.asked) {
        return;
      }
      this.loaded = known;
      this.loading = false;
      this.keepChosen();
      if (!isOfTheOrg(this.view) && known.canView) {
        await this.askRelay(question);
      }
    } catch (error) {
      if (question === this.asked) {
        this.loaded = undefined;
        this.loading = false;
        this.error = sentence(error);
      }
    }
  }

  private ofTheOrg(page: number): Promise<ProgramPage> {
    return linked({ nameContains: this.nameContains, attention: this.view === 'attention', page });
  }

  private async askRelay(question: number): Promise<void> {
    this.asking = true;
    try {
      const answer = await all({ nameContains: this.nameContains, page: this.pages });
      if (question === this.asked) {
        this.loaded = { ...answer, programs: merged(this.loaded?.programs ?? [], answer.programs) };
        this.relayError = undefined;
        this.keepChosen();
      }
    } catch (error) {
      if (question === this.asked) {
        this.relayError = sentence(error);
      }
    } finally {
      if (question === this.asked) {
        this.asking = false;
      }
    }
  }

  /** Only what is shown can be chosen. */
  private keepChosen(): void {
    const { loaded: page } = this;
    const shown = page ? this.programs.filter((program) => isChoosable(program, page)).map(({ programId }) => programId) : [];
    this.chosen = this.chosen.filter((programId) => shown.includes(programId));
  }

  get programs(): Program[] {
    return this.loaded ? shownIn(this.view, this.loaded.programs) : [];
  }

  get rows() {
    const { loaded: page } = this;
    return page ? this.programs.map((program) => rowOf(program, page, this.chosen.includes(program.programId), Date.now())) : [];
  }

  get hasRows(): boolean {
    return this.programs.length > 0;
  }

  get isListed(): boolean {
    return this.work === undefined;
  }

  get isActing(): boolean {
    return this.work !== undefined && this.work !== 'create';
  }

  get isCreating(): boolean {
    return this.work === 'create';
  }

  get hasNoPermission(): boolean {
    return this.loaded?.canView === false;
  }

  get isSwitchedOff(): boolean {
    return this.loaded?.canView === true && !this.loaded.enabled;
  }

  get isReady(): boolean {
    return this.loaded?.canView === true;
  }

  get lastKnown(): string | undefined {
    const heard = this.loaded ? lastHeard(this.loaded.programs) : null;
    return heard === null ? undefined : fill(labels.lastKnown, timeText(heard));
  }

  get empty(): { title: string; hint: string } | undefined {
    if (!this.isReady || this.hasRows || this.loading || this.asking || this.relayError) {
      return undefined;
    }
    if (this.nameContains !== '') {
      return { title: labels.emptyFound, hint: labels.emptyFoundHint };
    }
    return {
      all: { title: labels.emptyAll, hint: labels.emptyAllHint },
      linked: { title: labels.emptyLinked, hint: labels.emptyLinkedHint },
      attention: { title: labels.emptyAttention, hint: labels.emptyAttentionHint },
      without: { title: labels.emptyWithout, hint: labels.emptyWithoutHint }
    }[this.view];
  }

  get views() {
    return [
      { value: 'all', label: labels.viewAll },
      { value: 'linked', label: labels.viewLinked },
      { value: 'attention', label: labels.viewAttention },
      { value: 'without', label: labels.viewWithout }
    ];
  }

  get hasMore(): boolean {
    return this.loaded?.more === true && !this.asking && !this.relayError;
  }

  get shownText(): string {
    return fill(labels.shown, numberText(this.programs.length));
  }

  get canChoose(): boolean {
    const { loaded: page } = this;
    return page !== undefined && this.programs.some((program) => isChoosable(program, page));
  }

  get chosenText(): string {
    return fill(labels.chosen, numberText(this.chosen.length));
  }

  get hasChosen(): boolean {
    return this.chosen.length > 0;
  }

  get isAllChosen(): boolean {
    const { loaded: page } = this;
    return (
      page !== undefined &&
      this.canChoose &&
      this.programs.every(({ programId, ...program }) => !isChoosable({ programId, ...program }, page) || this.chosen.includes(programId))
    );
  }

  get chosenPrograms(): Program[] {
    return this.programs.filter(({ programId }) => this.chosen.includes(programId));
  }

  get freePrograms(): Program[] {
    const { loaded: page } = this;
    return page ? this.chosenPrograms.filter((program) => isFree(program, page)) : [];
  }

  get linkedPrograms(): Program[] {
    return this.chosenPrograms.filter(({ campaignId }) => campaignId !== null);
  }

  get cannotCreate(): boolean {
    return this.freePrograms.length === 0;
  }

  get cannotAct(): boolean {
    return this.linkedPrograms.length === 0;
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    const { value } = event.detail;
    clearTimeout(this.typing);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- one search for a word, not one a letter
    this.typing = setTimeout(() => {
      this.nameContains = value.trim();
      void this.load();
    }, TYPING_MS);
  }

  handleView(event: CustomEvent<{ value: View }>): void {
    this.view = event.detail.value;
    void this.load();
  }

  handleRefresh(): void {
    void this.load();
  }

  async handleMore(): Promise<void> {
    const question = this.asked;
    this.pages += 1;
    if (!isOfTheOrg(this.view)) {
      await this.askRelay(question);
      return;
    }
    this.asking = true;
    try {
      const answer = await this.ofTheOrg(this.pages);
      if (question === this.asked) {
        this.loaded = { ...answer, programs: merged(this.loaded?.programs ?? [], answer.programs) };
      }
    } catch (error) {
      this.relayError = sentence(error);
    } finally {
      this.asking = false;
    }
  }

  handleChoose(event: Event): void {
    const { checked, dataset } = event.target as HTMLInputElement;
    const { program = '' } = dataset;
    this.chosen = checked ? [...this.chosen, program] : this.chosen.filter((one) => one !== program);
  }

  handleChooseAll(event: Event): void {
    const { loaded: page } = this;
    const choosable = page ? this.programs.filter((program) => isChoosable(program, page)) : [];
    this.chosen = (event.target as HTMLInputElement).checked ? choosable.map(({ programId }) => programId) : [];
  }

  handleChooseNone(): void {
    this.chosen = [];
    this.focusOn = 'heading';
  }

  handleWork(event: Event): void {
    this.work = (event.currentTarget as HTMLElement).dataset.work as Work;
  }

  /** Back from work on many. */
  handleBack(event: CustomEvent<{ changed: boolean }>): void {
    this.work = undefined;
    this.focusOn = 'heading';
    if (event.detail.changed) {
      this.chosen = [];
      void this.load();
      this.lookAgain(LOOKS_AGAIN);
    }
  }

  /** What is shown stays until the org answers; pages that were loaded further down keep what they had. */
  private lookAgain(times: number): void {
    clearTimeout(this.looking);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- a few looks after work was done, and then quiet
    this.looking = setTimeout(() => {
      const question = this.asked;
      void this.ofTheOrg(1)
        .then((known) => {
          if (question === this.asked && this.loaded) {
            this.loaded = { ...this.loaded, programs: withNewer(this.loaded.programs, known.programs) };
          }
        })
        .catch(() => undefined)
        .finally(() => {
          if (times > 1 && this.isConnected) {
            this.lookAgain(times - 1);
          }
        });
    }, LOOK_AGAIN_MS);
  }
}

function sentence(error: unknown): string {
  const { message, fix } = refusalOf(error);
  return `${message} ${fix}`.trim();
}
