import { LightningElement, api, wire } from 'lwc';
import { refreshApex, type FetchError, type Provision } from '@salesforce/apex';
import getPanel from '@salesforce/apex/MarketoPanelController.getPanel';
import syncNow from '@salesforce/apex/MarketoPanelController.syncNow';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { labels } from './panelLabels';
import { refusalOf } from 'c/marketoAnswer';
import { countTiles, isStale, modeOf, nextLook, type PanelData } from './panelView';

/** After "Sync now" the panel watches the counts for this long even when nothing is pending yet. */
const WATCH_MS = 20_000;

const STATE = {
  active: { label: labels.stateActive, icon: 'utility:sync', theme: 'slds-badge slds-theme_success' },
  paused: { label: labels.statePaused, icon: 'utility:pause', theme: 'slds-badge slds-theme_warning' },
  ended: { label: labels.stateEnded, icon: 'utility:stop', theme: 'slds-badge' }
};

/** On a campaign's record page: the linked Marketo program, the statuses on both sides, what is not in step, "Sync now". */
export default class MarketoCampaignPanel extends LightningElement {
  @api recordId: string | undefined;
  /** SMALL, MEDIUM or LARGE, set by the page. */
  @api flexipageRegionWidth: string | undefined;

  labels = labels;
  data: PanelData | undefined;
  error: FetchError | undefined;
  asking = false;

  private provision: Provision<PanelData> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchUntil = 0;

  @wire(getPanel, { campaignId: '$recordId' })
  receive(provision: Provision<PanelData>): void {
    this.provision = provision;
    if (provision.data) {
      this.data = provision.data;
      this.error = undefined;
      this.lookAgainLater();
    } else if (provision.error) {
      this.error = provision.error;
    }
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get isLoading(): boolean {
    return !this.data && !this.error;
  }

  get showsError(): boolean {
    return this.error !== undefined && this.data === undefined;
  }

  get errorSentence(): string {
    return refusalOf(this.error).message;
  }

  get mode() {
    return this.data && modeOf(this.data);
  }

  get hasNoPermission(): boolean {
    return this.mode === 'no-permission';
  }

  get isSwitchedOff(): boolean {
    return this.mode === 'switched-off' || (this.mode === 'linked' && this.data?.enabled === false);
  }

  get isNotLinked(): boolean {
    return this.mode === 'not-linked';
  }

  get link() {
    return this.mode === 'linked' ? this.data?.link : undefined;
  }

  get state() {
    return STATE[this.link?.state ?? 'ended'];
  }

  get isStale(): boolean {
    return this.link ? isStale(this.link, Date.now()) : false;
  }

  get tiles() {
    return this.link ? countTiles(this.link, labels) : [];
  }

  get lastSyncDate(): Date | null {
    return this.link?.lastSync ? new Date(this.link.lastSync) : null;
  }

  get hasCosts(): boolean {
    return typeof this.link?.costTotal === 'number';
  }

  get statuses() {
    return this.data?.statuses ?? [];
  }

  get showsSyncNow(): boolean {
    return this.link?.state === 'active' && this.data?.canManage === true && this.data.enabled;
  }

  get factsClass(): string {
    return this.flexipageRegionWidth === 'SMALL' ? 'facts narrow' : 'facts';
  }

  async handleSyncNow(): Promise<void> {
    this.asking = true;
    try {
      await syncNow({ campaignId: this.recordId! });
      this.watchUntil = Date.now() + WATCH_MS;
      this.dispatchEvent(new ShowToastEvent({ message: labels.syncAsked, variant: 'success' }));
      this.lookAgainLater();
    } catch (error) {
      const { message, fix } = refusalOf(error);
      this.dispatchEvent(
        new ShowToastEvent({ title: labels.syncFailed, message: `${message} ${fix}`.trim(), variant: 'error', mode: 'sticky' })
      );
    } finally {
      this.asking = false;
    }
  }

  async handleRetry(): Promise<void> {
    this.error = undefined;
    await refreshApex(this.provision);
  }

  private lookAgainLater(): void {
    clearTimeout(this.timer);
    const wait = nextLook(this.data?.link ?? null, Date.now(), this.watchUntil);
    if (wait !== null) {
      // Polling only while work is under way: the platform's push channel counts each viewer against the org's allowance.
      // eslint-disable-next-line @lwc/lwc/no-async-operation
      this.timer = setTimeout(() => {
        void refreshApex(this.provision).then(() => this.lookAgainLater());
      }, wait);
    }
  }
}
