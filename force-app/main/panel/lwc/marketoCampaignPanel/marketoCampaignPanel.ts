import { LightningElement, api, wire } from 'lwc';
import { refreshApex, type Provision } from '@salesforce/apex';
import getPanel from '@salesforce/apex/MarketoPanelController.getPanel';
import syncNow from '@salesforce/apex/MarketoPanelController.syncNow';
import pause from '@salesforce/apex/MarketoPanelController.pause';
import resume from '@salesforce/apex/MarketoPanelController.resume';
import unlink from '@salesforce/apex/MarketoPanelController.unlink';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { fill, isRelayDown, refusalOf, type Refusal } from 'c/marketoAnswer';
import { labels } from './panelLabels';
import {
  countTiles,
  isStale,
  lagOf,
  modeOf,
  nextLook,
  progressOf,
  removalsToApprove,
  type CountKey,
  type MemberState,
  type PanelData
} from './panelView';

/** After something was asked for here the panel watches the counts for this long even when nothing is pending yet. */
const WATCH_MS = 20_000;
/** A link that was just made shows within seconds; a relay that is busy needs longer. */
const START_MS = 60_000;

type View = 'overview' | 'wizard' | 'unlink' | 'issues' | 'members' | 'history' | 'runs';
type Order = 'sync' | 'pause' | 'resume' | 'unlink';

const LISTED: Record<MemberState, CountKey> = { 'in-sync': 'inSync', pending: 'pending', 'left-by-rule': 'leftByRule' };

const STATE = {
  active: { label: labels.stateActive, icon: 'utility:sync', theme: 'slds-badge slds-theme_success' },
  paused: { label: labels.statePaused, icon: 'utility:pause', theme: 'slds-badge slds-theme_warning' },
  approval: { label: labels.approval, icon: 'utility:shield', theme: 'slds-badge slds-theme_warning' },
  ended: { label: labels.stateEnded, icon: 'utility:stop', theme: 'slds-badge' }
};

const ORDERS: Record<Order, { call: (args: { campaignId: string }) => Promise<void>; done: string }> = {
  sync: { call: syncNow, done: labels.syncAsked },
  pause: { call: pause, done: labels.pausedNow },
  resume: { call: resume, done: labels.resumedNow },
  unlink: { call: unlink, done: labels.unlinkedNow }
};

/** On a campaign's record page: the linked Marketo program, both sides' figures, what is not in step, and everything that its owner can do about it. */
export default class MarketoCampaignPanel extends LightningElement {
  @api recordId: string | undefined;
  /** SMALL, MEDIUM or LARGE, set by the page. */
  @api flexipageRegionWidth: string | undefined;
  /** Shows the figures first, and the rest on demand. */
  @api compact = false;

  labels = labels;
  data: PanelData | undefined;
  error: Refusal | undefined;
  refusal: Refusal | undefined;
  view: View = 'overview';
  busy = false;
  starting = false;
  showsDetails = false;

  private order: Order | undefined;
  private provision: Provision<PanelData> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchUntil = 0;
  /** What had the focus before a view took the overview's place, by its data-id. */
  private opener: string | undefined;
  private focusOn: string | undefined;
  /** Whose members are listed; undefined: it is the list of issues. */
  listed: MemberState | undefined;
  /** Whose history is shown; undefined: the link's. */
  private member: { memberKey: string; name: string } | undefined;

  @wire(getPanel, { campaignId: '$recordId' })
  receive(provision: Provision<PanelData>): void {
    this.provision = provision;
    if (provision.data) {
      this.data = provision.data;
      this.error = undefined;
      if (provision.data.link) {
        this.starting = false;
      }
      this.lookAgainLater();
    } else if (provision.error) {
      this.error = refusalOf(provision.error);
    }
  }

  renderedCallback(): void {
    const target = this.focusOn && this.template?.querySelector<HTMLElement>(`[data-id="${this.focusOn}"]`);
    if (target) {
      this.focusOn = undefined;
      target.focus();
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
  get mode() {
    return this.data && modeOf(this.data);
  }
  get hasNoPermission(): boolean {
    return this.mode === 'no-permission';
  }
  get isSwitchedOff(): boolean {
    return this.mode === 'switched-off' || (this.mode === 'linked' && this.data?.enabled === false);
  }
  get isNotConnected(): boolean {
    return this.mode === 'not-connected' || (this.mode === 'linked' && this.data?.enabled === true && !this.data.paired);
  }
  get isNotLinked(): boolean {
    return this.mode === 'not-linked' && this.isOverview && !this.starting;
  }
  get isOverview(): boolean {
    return this.view === 'overview';
  }
  get isWizard(): boolean {
    return this.view === 'wizard';
  }
  get isUnlink(): boolean {
    return this.view === 'unlink';
  }
  get isHistory(): boolean {
    return this.view === 'history';
  }
  get isRuns(): boolean {
    return this.view === 'runs';
  }
  /** The list stays as it was while somebody reads the history of one of its members. */
  get keepsIssues(): boolean {
    return this.view === 'issues' || (this.isHistory && this.member !== undefined && this.listed === undefined);
  }
  get issuesClass(): string {
    return this.view === 'issues' ? 'slds-show' : 'slds-hide';
  }
  get keepsMembers(): boolean {
    return this.listed !== undefined && (this.view === 'members' || (this.isHistory && this.member !== undefined));
  }
  get membersClass(): string {
    return this.view === 'members' ? 'slds-show' : 'slds-hide';
  }
  get memberKey(): string | undefined {
    return this.member?.memberKey;
  }
  get openIssues(): number {
    return (this.link?.parked ?? 0) + (this.link?.failing ?? 0);
  }
  get listTitle(): string | null {
    switch (this.view) {
      case 'issues':
        return labels.issues;
      case 'members':
        return labels[LISTED[this.listed!]];
      case 'runs':
        return labels.runs;
      case 'history':
        return this.member ? fill(labels.historyOf, this.member.name) : labels.history;
      default:
        return null;
    }
  }
  get link() {
    return this.mode === 'linked' ? this.data?.link : undefined;
  }
  get shownLink() {
    return this.isOverview ? this.link : undefined;
  }
  get removals(): number | null {
    return this.link ? removalsToApprove(this.link) : null;
  }
  get state() {
    return this.removals === null ? STATE[this.link?.state ?? 'ended'] : STATE.approval;
  }
  get approvalWords(): string | null {
    return this.removals === null ? null : fill(labels.approvalText, this.removals);
  }
  get approveLabel(): string {
    return fill(labels.approve, this.removals ?? 0);
  }
  get isPaused(): boolean {
    return this.link?.state === 'paused' && this.removals === null;
  }
  get isEnded(): boolean {
    return this.link?.state === 'ended';
  }
  get stateReason(): string | null {
    return this.removals === null ? (this.link?.stateReason ?? null) : null;
  }
  get staleWords(): string | null {
    if (this.refusal && isRelayDown(this.refusal)) {
      return labels.relayDown;
    }
    return this.link && isStale(this.link, Date.now()) ? labels.staleSince : null;
  }
  get heartbeat(): Date | null {
    return this.link?.heartbeat ? new Date(this.link.heartbeat) : null;
  }
  get lagWords(): string {
    const lag = this.link ? lagOf(this.link) : null;
    return lag === null ? labels.inStep : fill(labels[lag.unit], lag.amount);
  }
  get progress(): number | null {
    return this.link ? progressOf(this.link) : null;
  }
  get isWorking(): boolean {
    return this.progress !== null;
  }
  get workingWords(): string {
    return fill(labels.working, this.link?.pending ?? 0);
  }
  get tiles() {
    return this.link ? countTiles(this.link, labels, this.canManage).map((tile) => ({ ...tile, id: `tile-${tile.key}` })) : [];
  }
  get lastSyncDate(): Date | null {
    return this.link?.lastSync ? new Date(this.link.lastSync) : null;
  }
  get statuses() {
    return this.data?.statuses ?? [];
  }

  /** Somebody may change how this campaign is synced, and the org lets him. */
  get canManage(): boolean {
    return this.data?.canManage === true && this.data.enabled && this.data.paired;
  }
  get canLink(): boolean {
    return this.canManage && this.isOverview && (this.mode === 'not-linked' || this.isEnded) && !this.starting;
  }
  get showsSyncNow(): boolean {
    return this.canManage && this.isOverview && this.link?.state === 'active';
  }
  get showsMenu(): boolean {
    return this.canManage && this.isOverview && this.link !== undefined && this.link !== null;
  }
  get canPause(): boolean {
    return this.link?.state === 'active';
  }
  get canResume(): boolean {
    return this.isPaused;
  }
  get canApprove(): boolean {
    return this.canManage && this.removals !== null;
  }
  get canChange(): boolean {
    return !this.isEnded;
  }

  get isNarrow(): boolean {
    return this.compact || this.flexipageRegionWidth === 'SMALL';
  }
  get hidesDetails(): boolean {
    return this.isNarrow && !this.showsDetails;
  }
  get showsBody(): boolean {
    return !this.hidesDetails;
  }
  get detailsLabel(): string {
    return this.showsDetails ? labels.hideDetails : labels.showDetails;
  }
  get factsClass(): string {
    return this.isNarrow ? 'facts narrow' : 'facts';
  }

  handleDetails(): void {
    this.showsDetails = !this.showsDetails;
  }
  handleSyncNow(): void {
    void this.carryOut('sync');
  }
  handleApprove(): void {
    void this.carryOut('resume');
  }
  handleLink(): void {
    this.open('wizard', 'link');
  }
  handleMenu(event: CustomEvent<{ value: string }>): void {
    const { value } = event.detail;
    if (value === 'pause' || value === 'resume') {
      void this.carryOut(value);
    } else {
      this.member = undefined;
      this.listed = undefined;
      this.open(value === 'settings' ? 'wizard' : (value as View), 'menu');
    }
  }
  handleUnlink(): void {
    void this.carryOut('unlink');
  }
  handleRetryOrder(): void {
    if (this.order) {
      void this.carryOut(this.order);
    }
  }
  handleTile(event: Event): void {
    const { id, list } = (event.currentTarget as HTMLElement).dataset;
    this.listed = list === 'issues' ? undefined : (list as MemberState);
    this.open(this.listed ? 'members' : 'issues', id!);
  }
  handleMemberHistory(event: CustomEvent<{ memberKey: string; name: string }>): void {
    this.member = event.detail;
    this.view = 'history';
    this.focusOn = 'list-title';
  }
  handleBack(): void {
    if (this.isHistory && this.member) {
      this.view = this.listed ? 'members' : 'issues';
      this.member = undefined;
      this.focusOn = 'list-title';
    } else {
      this.handleClose();
    }
  }
  handleActed(): void {
    this.watch(WATCH_MS);
  }
  handleClose(): void {
    this.view = 'overview';
    this.refusal = undefined;
    this.focusOn = this.opener;
  }
  handleStarted(event: CustomEvent<{ isNew: boolean }>): void {
    this.handleClose();
    this.starting = event.detail.isNew;
    this.toast(event.detail.isNew ? labels.starting : labels.rulesChanged);
    this.watch(START_MS);
  }
  async handleRetry(): Promise<void> {
    this.error = undefined;
    await refreshApex(this.provision);
  }

  /** @param opener Gets the focus back. */
  private open(view: View, opener: string): void {
    this.view = view;
    this.refusal = undefined;
    this.opener = opener;
    this.focusOn = view === 'unlink' ? 'unlink-title' : view === 'wizard' ? undefined : 'list-title';
  }

  private async carryOut(order: Order): Promise<void> {
    this.order = order;
    this.busy = true;
    this.refusal = undefined;
    try {
      await ORDERS[order].call({ campaignId: this.recordId! });
      this.toast(ORDERS[order].done);
      if (order === 'unlink') {
        this.handleClose();
        this.focusOn = 'link';
      }
      this.watch(WATCH_MS);
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.busy = false;
    }
  }

  private toast(message: string): void {
    this.dispatchEvent(new ShowToastEvent({ message, variant: 'success' }));
  }

  private watch(ms: number): void {
    this.watchUntil = Date.now() + ms;
    void this.look();
  }
  private async look(): Promise<void> {
    await refreshApex(this.provision);
    this.lookAgainLater();
  }
  private lookAgainLater(): void {
    clearTimeout(this.timer);
    const wait = nextLook(this.data?.link ?? null, Date.now(), this.watchUntil);
    if (wait === null) {
      this.starting = false;
      return;
    }
    // Polling only while work is under way: the platform's push channel counts each viewer against the org's allowance.
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    this.timer = setTimeout(() => void this.look(), wait);
  }
}
