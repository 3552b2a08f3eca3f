import { LightningElement, api } from 'lwc';
import { fetchJson } from '../../salesforce';

interface ProgramView {
  id: number;
  name: string;
  channel: string;
  statuses: { name: string; step: number; success: boolean; hidden: boolean }[];
  costs: { startDate: string; cost: number }[];
  total: number;
  members: { leadId: number; firstName: string | null; lastName: string | null; email: string | null; status: string }[];
}

/** The linked program as its owner sees it in Marketo, plain: members and their progression status, to be changed by hand. */
export default class MarketoProgram extends LightningElement {
  @api programId: string | undefined;

  view: ProgramView | undefined;
  problem: string | undefined;
  email = '';
  private shown = 50;
  private timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    void this.load();
    this.timer = setInterval(() => void this.load(), 2000);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  get rows() {
    return (this.view?.members ?? []).map((member) => ({
      ...member,
      name: [member.firstName, member.lastName].filter(Boolean).join(' ') || member.email || `Person ${member.leadId}`,
      label: `Progression status of ${member.email}`,
      options: this.statuses.map((name) => ({ name, selected: name === member.status }))
    }));
  }

  get statuses(): string[] {
    return (this.view?.statuses ?? []).filter((status) => status.step > 0 && !status.hidden).map((status) => status.name);
  }

  get costs(): string {
    return (this.view?.costs ?? []).map((cost) => `${cost.startDate.slice(0, 7)}: ${cost.cost}`).join(', ') || 'none';
  }

  get hasMore(): boolean {
    return (this.view?.total ?? 0) > (this.view?.members.length ?? 0);
  }

  private async load(): Promise<void> {
    if (!this.programId) {
      return;
    }
    try {
      this.view = await fetchJson<ProgramView>(`/marketo/programs/${this.programId}?limit=${this.shown}`);
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  private async change(method: string, path: string, body?: unknown): Promise<void> {
    try {
      await fetchJson(`/marketo/programs/${this.programId}/members${path}`, method, body);
      await this.load();
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  handleEmail(event: Event): void {
    this.email = (event.target as HTMLInputElement).value;
  }

  handleAdd(event: Event): void {
    event.preventDefault();
    const status = (this.refs?.status as HTMLSelectElement).value;
    void this.change('POST', '', { email: this.email, status }).then(() => {
      this.email = '';
    });
  }

  handleStatus(event: Event): void {
    const select = event.target as HTMLSelectElement;
    void this.change('POST', '', { leadId: Number(select.dataset.id), status: select.value });
  }

  handleRemove(event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    void this.change('DELETE', `/${id}`);
  }

  handleMore(): void {
    this.shown += 50;
    void this.load();
  }
}
