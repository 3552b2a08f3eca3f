import { LightningElement } from 'lwc';
import Toast from 'lightning/toast';
import ToastContainer from 'lightning/toastContainer';
import { query } from '../../salesforce';

interface CampaignRow {
  Id: string;
  Name: string;
  Type: string | null;
  Status: string | null;
  ActualCost: number | null;
}
interface ToastRequest {
  title?: string;
  message: string;
  variant?: string;
  mode?: string;
}

const campaignInAddress = () => /^\/campaign\/(\w{15,18})/.exec(location.pathname)?.[1];

/** A campaign's record page: details, the members by hand, the package's panel, and the Marketo program beside them. */
export default class App extends LightningElement {
  recordId = campaignInAddress();
  campaign: CampaignRow | undefined;
  campaigns: { id: string; name: string; url: string }[] | undefined;
  problem: string | undefined;
  programId: string | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    const container = ToastContainer.instance();
    container.maxToasts = 3;
    container.toastPosition = 'top-center';
    void this.load();
    this.timer = setInterval(() => void this.load(), 3000);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    try {
      if (!this.recordId) {
        const rows = await query<CampaignRow>('SELECT Id, Name FROM Campaign ORDER BY Name LIMIT 200');
        const campaigns = rows.map(({ Id, Name }) => ({ id: Id, name: Name, url: `/campaign/${Id}${location.search}` }));
        const [only] = campaigns;
        // Nothing to choose from: whoever opens the address sees the campaign.
        if (only && campaigns.length === 1) location.replace(only.url);
        else this.campaigns = campaigns;
      } else {
        const [row] = await query<CampaignRow>(`SELECT Id, Name, Type, Status, ActualCost FROM Campaign WHERE Id = '${this.recordId}'`);
        this.campaign = row;
        this.problem = row ? undefined : 'There is no such campaign in this org, or this person cannot see it.';
        const [link] = await query<{ Program_Id__c: string }>(
          `SELECT Program_Id__c FROM Marketo_Link__c WHERE Campaign__c = '${this.recordId}'`
        );
        this.programId = link?.Program_Id__c ?? new URLSearchParams(location.search).get('program') ?? undefined;
      }
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  get hasNoCampaigns(): boolean {
    return this.campaigns?.length === 0;
  }

  handleToast(event: CustomEvent<ToastRequest>): void {
    event.stopPropagation();
    const { title, message, variant, mode } = event.detail;
    Toast.show({ label: title ?? message, message: title ? message : '', variant, mode: mode ?? 'dismissible' }, this);
  }
}
