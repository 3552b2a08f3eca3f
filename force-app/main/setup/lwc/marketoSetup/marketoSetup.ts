import { LightningElement, api } from 'lwc';
import getSetup from '@salesforce/apex/MarketoSetupController.getSetup';
import diagnostics from '@salesforce/apex/MarketoSetupController.diagnostics';
import relayChecks from '@salesforce/apex/MarketoSetupController.relayChecks';
import whyNoCampaigns from '@salesforce/apex/MarketoSetupController.whyNoCampaigns';
import switchOn from '@salesforce/apex/MarketoSetupController.switchOn';
import switchOff from '@salesforce/apex/MarketoSetupController.switchOff';
import pair from '@salesforce/apex/MarketoSetupController.pair';
import unpair from '@salesforce/apex/MarketoSetupController.unpair';
import setCapture from '@salesforce/apex/MarketoSetupController.setCapture';
import startHealthJob from '@salesforce/apex/MarketoSetupController.startHealthJob';
import stopHealthJob from '@salesforce/apex/MarketoSetupController.stopHealthJob';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import type { Check } from 'c/marketoChecks';
import { refusalOf } from 'c/marketoAnswer';
import { fill, numberText, timeText } from 'c/marketoSentences';
import { labels } from './setupLabels';
import { budgetsIn, connectionOf, healthOf, type Health, type Setup, type StepState } from './setupView';

const HEALTH: Record<Health, { sentence: string; icon: string; variant: string | undefined }> = {
  good: { sentence: labels.healthGood, icon: 'utility:success', variant: 'success' },
  quiet: { sentence: labels.healthQuiet, icon: 'utility:success', variant: 'success' },
  off: { sentence: labels.healthOff, icon: 'utility:toggle_off', variant: undefined },
  unpaired: { sentence: labels.healthUnpaired, icon: 'utility:warning', variant: 'warning' },
  copy: { sentence: labels.healthCopy, icon: 'utility:warning', variant: 'warning' },
  silent: { sentence: labels.healthSilent, icon: 'utility:error', variant: 'error' },
  'no-capture': { sentence: labels.healthCapture, icon: 'utility:warning', variant: 'warning' }
};
const STATES: Record<StepState, { label: string; icon: string; tone: string }> = {
  done: { label: labels.stateDone, icon: 'utility:check', tone: 'good' },
  todo: { label: labels.stateTodo, icon: 'utility:clock', tone: 'warn' },
  untested: { label: labels.stateUntested, icon: 'utility:help', tone: 'calm' },
  broken: { label: labels.stateBroken, icon: 'utility:error', tone: 'bad' }
};

/** What the Setup page does by name; each answers with the new state. */
const CHANGES: Record<string, () => Promise<Setup>> = {
  pair: () => pair(),
  unpair: () => unpair(),
  'switch-on': () => switchOn(),
  'switch-off': () => switchOff(),
  'capture-on': () => setCapture({ isOn: true }),
  'capture-off': () => setCapture({ isOn: false }),
  'job-on': () => startHealthJob(),
  'job-off': () => stopHealthJob()
};

/**
 * Where an administrator sets campaign sync up and sees how it stands. The relay's secret is entered in Salesforce's own setup, to which this page links; it never takes it.
 */
export default class MarketoSetup extends LightningElement {
  /** SMALL, MEDIUM or LARGE, set by an app page; a tab of its own has none. */
  @api flexipageRegionWidth: string | undefined;

  labels = labels;
  /** Both tabs, of named and of external credentials, are on this page of Salesforce's setup. */
  credentialsUrl = '/lightning/setup/NamedCredential/home';
  setup: Setup | undefined;
  error: string | undefined;
  working = false;

  orgChecks: Check[] | null = null;
  orgChecksError: string | undefined;
  relay: Check[] | null = null;
  relayError: string | undefined;
  testing = false;
  testedAt: string | undefined;
  sight: { name: string; checks: Check[] } | undefined;
  sightError: string | undefined;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    this.error = undefined;
    try {
      this.setup = await getSetup();
    } catch (error) {
      this.error = sentence(error);
      return;
    }
    if (this.setup.mayAdminister) {
      await this.lookAtOrg();
    }
  }

  private async lookAtOrg(): Promise<void> {
    this.orgChecksError = undefined;
    try {
      this.orgChecks = await diagnostics();
    } catch (error) {
      this.orgChecksError = sentence(error);
    }
  }

  get isLoading(): boolean {
    return !this.setup && !this.error;
  }

  get hasNoPermission(): boolean {
    return this.setup?.mayAdminister === false;
  }

  get ready(): Setup | undefined {
    return this.setup?.mayAdminister ? this.setup : undefined;
  }

  get health() {
    return this.ready && HEALTH[healthOf(this.ready, Date.now())];
  }

  get activeLinks(): string {
    return numberText(this.ready?.activeLinks ?? 0);
  }

  get lastHeard(): string {
    return this.ready?.lastHeard ? timeText(this.ready.lastHeard) : labels.never;
  }

  get outbox(): string {
    const rows = numberText(this.ready?.outboxRows ?? 0);
    return this.ready?.oldestOutboxAt ? fill(labels.outboxSince, rows, timeText(this.ready.oldestOutboxAt)) : rows;
  }

  get connection() {
    return badgeOf(connectionOf(this.relay));
  }

  get tested(): string | undefined {
    return this.testedAt && fill(labels.tested, timeText(this.testedAt));
  }

  get isPaired(): boolean {
    return this.ready?.pairing === 'paired';
  }

  get pairingState() {
    return badgeOf(this.isPaired ? 'done' : 'todo');
  }

  get pairingSentence(): string {
    switch (this.ready?.pairing) {
      case 'paired':
        return labels.pairPaired;
      case 'copy':
        return fill(labels.pairCopy, this.ready.pairedOrgId ?? '');
      default:
        return labels.pairNot;
    }
  }

  get switchState() {
    return badgeOf(this.ready?.enabled ? 'done' : 'todo');
  }

  get switchSentence(): string {
    return this.ready?.enabled ? labels.switchOnState : labels.switchOffState;
  }

  get captureSentence(): string {
    return this.ready?.captures ? labels.captureOn : labels.captureOff;
  }

  get jobSentence(): string {
    return this.ready?.healthJobStarted
      ? fill(labels.jobOn, this.ready.healthJobNextAt ? timeText(this.ready.healthJobNextAt) : labels.never)
      : labels.jobOff;
  }

  get budgets(): Check[] {
    return this.relay ? budgetsIn(this.relay) : [];
  }

  get hasBudgets(): boolean {
    return this.budgets.length > 0;
  }

  get sightTitle(): string | undefined {
    return this.sight && fill(labels.sightOf, this.sight.name);
  }

  handleRetry(): void {
    void this.load();
  }

  async handleTest(): Promise<void> {
    this.testing = true;
    this.relayError = undefined;
    try {
      this.relay = await relayChecks();
      this.testedAt = new Date().toISOString();
    } catch (error) {
      this.relayError = sentence(error);
    } finally {
      this.testing = false;
    }
  }

  handleLookAgain(): void {
    void this.lookAtOrg();
  }

  async handleChange(event: Event): Promise<void> {
    const { change = '' } = (event.currentTarget as HTMLElement).dataset;
    this.working = true;
    try {
      this.setup = await CHANGES[change]();
      this.dispatchEvent(new ShowToastEvent({ message: labels.changed, variant: 'success' }));
      await this.lookAtOrg();
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: labels.failed, message: sentence(error), variant: 'error', mode: 'sticky' }));
    } finally {
      this.working = false;
    }
  }

  handleSight(event: CustomEvent<{ userId: string; name: string }>): Promise<void> {
    return this.lookWhatIsSeen(event.detail.userId, event.detail.name);
  }

  handleOwnSight(): Promise<void> {
    return this.lookWhatIsSeen(null, '');
  }

  private async lookWhatIsSeen(userId: string | null, name: string): Promise<void> {
    this.sightError = undefined;
    try {
      this.sight = { name, checks: await whyNoCampaigns({ userId }) };
    } catch (error) {
      this.sight = undefined;
      this.sightError = sentence(error);
    }
  }
}

function badgeOf(state: StepState) {
  const { label, icon, tone } = STATES[state];
  return { label, icon, cssClass: `badge ${tone}` };
}

function sentence(error: unknown): string {
  const { message, fix } = refusalOf(error);
  return `${message} ${fix}`.trim();
}
