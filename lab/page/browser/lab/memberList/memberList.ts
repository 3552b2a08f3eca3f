import { LightningElement, api } from 'lwc';
import { count, insert, literal, query, remove, update } from '../../salesforce';

interface MemberRow {
  Id: string;
  Name: string | null;
  Type: string;
  Status: string;
}
interface PersonRow {
  Id: string;
  Name: string;
  Email: string | null;
}

const PAGE = 50;

/** The campaign's members: add, change the status, remove, as a person does on the related list. Looks again every 2 seconds. */
export default class MemberList extends LightningElement {
  @api campaignId = '';

  members: MemberRow[] = [];
  total = 0;
  shown = PAGE;
  statuses: string[] = [];
  search = '';
  found: PersonRow[] = [];
  newStatus = '';
  problem: string | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    void this.load();
    this.timer = setInterval(() => void this.load(), 2000);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  get rows() {
    return this.members.map((member) => ({ ...member, label: `Status of ${member.Name}`, options: this.optionsFor(member.Status) }));
  }

  get people() {
    return this.found.map((person) => ({ ...person, caption: person.Email ? `${person.Name} (${person.Email})` : person.Name }));
  }

  get newOptions() {
    return this.optionsFor(this.newStatus || (this.statuses[0] ?? ''));
  }

  get hasMore(): boolean {
    return this.total > this.members.length;
  }

  private optionsFor(current: string) {
    return this.statuses.map((label) => ({ label, selected: label === current }));
  }

  private async load(): Promise<void> {
    const where = `WHERE CampaignId = '${this.campaignId}'`;
    try {
      const [members, total, statuses] = await Promise.all([
        query<MemberRow>(
          `SELECT Id, Name, Type, Status FROM CampaignMember ${where} ORDER BY LastModifiedDate DESC, Id LIMIT ${this.shown}`
        ),
        count(`SELECT COUNT() FROM CampaignMember ${where}`),
        query<{ Label: string }>(`SELECT Label FROM CampaignMemberStatus ${where} ORDER BY SortOrder`)
      ]);
      this.members = members;
      this.total = total;
      this.statuses = statuses.map((status) => status.Label);
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  private async change(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      await this.load();
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  handleSearch(event: Event): void {
    this.search = (event.target as HTMLInputElement).value;
    void this.change(async () => {
      const like = literal(`%${this.search}%`);
      const where = `WHERE (Name LIKE ${like} OR Email LIKE ${like})`;
      const contacts = this.search.length < 2 ? [] : await query<PersonRow>(`SELECT Id, Name, Email FROM Contact ${where} LIMIT 5`);
      const leads =
        this.search.length < 2 ? [] : await query<PersonRow>(`SELECT Id, Name, Email FROM Lead ${where} AND IsConverted = false LIMIT 5`);
      this.found = [...contacts, ...leads];
    });
  }

  handleNewStatus(event: Event): void {
    this.newStatus = (event.target as HTMLSelectElement).value;
  }

  handleAdd(event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    void this.change(async () => {
      const person = id?.startsWith('003') ? { ContactId: id } : { LeadId: id };
      await insert('CampaignMember', { CampaignId: this.campaignId, ...person, Status: this.newStatus || this.statuses[0] });
      this.found = [];
      this.search = '';
    });
  }

  handleStatus(event: Event): void {
    const select = event.target as HTMLSelectElement;
    void this.change(() => update('CampaignMember', select.dataset.id ?? '', { Status: select.value }));
  }

  handleRemove(event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    void this.change(() => remove('CampaignMember', id ?? ''));
  }

  handleMore(): void {
    this.shown += PAGE;
    void this.load();
  }
}
