import { LightningElement, api } from 'lwc';
import programs from '@salesforce/apex/MarketoLinkController.programs';
import folders from '@salesforce/apex/MarketoLinkController.folders';
import createProgram from '@salesforce/apex/MarketoLinkController.createProgram';
import { fill, newKey, refusalOf, type Channel, type Folder, type Program, type ProgramList, type Refusal } from 'c/marketoAnswer';
import { labels } from './pickerLabels';
import { programRows } from './programRows';

/** So that a word typed is asked for once, not letter by letter. */
const PAUSE_MS = 350;

/** Chooses a program of Marketo, or makes one for the campaign. Sends `choose` with the program. */
export default class MarketoProgramPicker extends LightningElement {
  @api campaignId: string | undefined;
  @api campaignName = '';
  @api channels: Channel[] = [];

  labels = labels;
  loading = true;
  refusal: Refusal | undefined;
  creates = false;

  private search = '';
  private lastPage = 1;
  more = false;
  private found: Program[] = [];
  private campaigns: ProgramList['campaigns'] = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  name = '';
  channel: string | undefined;
  folder: string | undefined;
  private folderList: Folder[] = [];
  private foldersLooked = false;
  creating = false;
  /** The same while the same thing is asked for: an answer that was lost makes no second program. */
  private key = newKey();

  connectedCallback(): void {
    void this.load();
  }
  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get rows() {
    return programRows(this.found, this.campaigns);
  }
  get isEmpty(): boolean {
    return !this.loading && !this.refusal && this.found.length === 0;
  }
  get foundWords(): string {
    return this.loading ? labels.loading : fill(labels.found, this.found.length);
  }
  get channelOptions() {
    return this.channels.map(({ name, programType }) => ({ label: `${name} (${programType})`, value: name }));
  }
  get folderOptions() {
    return this.folderList.map(({ id, name, path }) => ({ label: path || name, value: String(id) }));
  }
  get hasNoFolder(): boolean {
    return this.foldersLooked && this.folderList.length === 0;
  }
  get cannotCreate(): boolean {
    return this.creating || this.name.trim() === '' || !this.channel || !this.folder;
  }

  /** @param page The first one begins anew. */
  private async load(page = 1): Promise<void> {
    const turn = ++this.asked;
    this.loading = true;
    this.refusal = undefined;
    try {
      const answer = await programs({ campaignId: this.campaignId!, search: this.search, page });
      // A slower answer to an older question does not replace a newer one.
      if (turn === this.asked) {
        this.found = page === 1 ? answer.programs : [...this.found, ...answer.programs];
        this.campaigns = { ...this.campaigns, ...answer.campaigns };
        this.lastPage = answer.page;
        this.more = answer.more;
      }
    } catch (error) {
      if (turn === this.asked) {
        this.refusal = refusalOf(error);
      }
    } finally {
      if (turn === this.asked) {
        this.loading = false;
      }
    }
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.search = event.detail.value;
    clearTimeout(this.timer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- waits for the end of the word
    this.timer = setTimeout(() => void this.load(), PAUSE_MS);
  }
  handleRetry(): void {
    if (this.creates) {
      void this.loadFolders('');
    } else {
      void this.load();
    }
  }
  handleMore(): void {
    void this.load(this.lastPage + 1);
  }
  handleChoose(event: Event): void {
    const id = Number((event.currentTarget as HTMLElement).dataset.program);
    const program = this.found.find((one) => one.id === id);
    this.dispatchEvent(new CustomEvent('choose', { detail: program }));
  }

  handleSwitch(): void {
    this.creates = !this.creates;
    this.refusal = undefined;
    if (this.creates) {
      this.name = this.name || this.campaignName;
      void this.loadFolders('');
    }
  }
  private async loadFolders(search: string): Promise<void> {
    this.refusal = undefined;
    try {
      this.folderList = (await folders({ campaignId: this.campaignId!, search, page: 1 })).folders;
      this.foldersLooked = true;
      if (!this.folderList.some(({ id }) => String(id) === this.folder)) {
        this.folder = this.folderList.length === 1 ? String(this.folderList[0]!.id) : undefined;
      }
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }
  handleFolderSearch(event: CustomEvent<{ value: string }>): void {
    const { value } = event.detail;
    clearTimeout(this.timer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- waits for the end of the word
    this.timer = setTimeout(() => void this.loadFolders(value), PAUSE_MS);
  }
  handleName(event: CustomEvent<{ value: string }>): void {
    this.name = event.detail.value;
    this.key = newKey();
  }
  handleChannel(event: CustomEvent<{ value: string }>): void {
    this.channel = event.detail.value;
    this.key = newKey();
  }
  handleFolder(event: CustomEvent<{ value: string }>): void {
    this.folder = event.detail.value;
    this.key = newKey();
  }
  async handleCreate(): Promise<void> {
    this.creating = true;
    this.refusal = undefined;
    const asked = { name: this.name.trim(), channel: this.channel, folderId: Number(this.folder) };
    try {
      const { program } = await createProgram({ campaignId: this.campaignId!, request: JSON.stringify(asked), key: this.key });
      this.dispatchEvent(new CustomEvent('choose', { detail: program }));
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.creating = false;
    }
  }
}
