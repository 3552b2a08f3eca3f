import { LightningElement } from 'lwc';
import Toast from 'lightning/toast';
import ToastContainer from 'lightning/toastContainer';
import { query } from '../../salesforce';

interface Place {
  title: string;
  /** Of a record page: its object. */
  object?: string;
  icon: string;
}
const PLACES: Record<string, Place> = {
  lead: { title: 'Lead', object: 'Lead', icon: 'standard:lead' },
  contact: { title: 'Contact', object: 'Contact', icon: 'standard:contact' },
  member: { title: 'Campaign Member', object: 'CampaignMember', icon: 'standard:campaign_members' },
  setup: { title: 'Marketo Setup', icon: 'standard:settings' },
  programs: { title: 'Marketo Programs', icon: 'standard:marketing_actions' }
};
interface ToastRequest {
  title?: string;
  message: string;
  variant?: string;
  mode?: string;
}

const [, word = '', recordId] = location.pathname.split('/');
export const isPlace = word in PLACES;

/** The pages beside the campaign's: the package's tabs, and of a lead, a contact and a campaign member, each as narrow as the side column of a record page with `?width=SMALL`. */
export default class Places extends LightningElement {
  place = PLACES[word];
  recordId = recordId;
  name: string | undefined;
  problem: string | undefined;
  width = new URLSearchParams(location.search).get('width') ?? 'LARGE';

  connectedCallback(): void {
    const container = ToastContainer.instance();
    container.maxToasts = 3;
    container.toastPosition = 'top-center';
    document.title = `${this.place?.title} | lab org`;
    void this.load();
  }

  get isPerson(): boolean {
    return this.place?.object !== undefined;
  }

  get isSetup(): boolean {
    return word === 'setup';
  }

  get isPrograms(): boolean {
    return word === 'programs';
  }

  get heading(): string | undefined {
    return this.name ?? this.place?.title;
  }

  get columnClass(): string {
    return this.width === 'SMALL' ? 'column narrow' : 'column';
  }

  private async load(): Promise<void> {
    if (!this.place?.object || !/^\w{15,18}$/.test(this.recordId ?? '')) {
      return;
    }
    try {
      const [row] = await query<{ Name: string }>(`SELECT Name FROM ${this.place.object} WHERE Id = '${this.recordId}'`);
      this.name = row?.Name;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  handleToast(event: CustomEvent<ToastRequest>): void {
    event.stopPropagation();
    const { title, message, variant, mode } = event.detail;
    Toast.show({ label: title ?? message, message: title ? message : '', variant, mode: mode ?? 'dismissible' }, this);
  }
}
