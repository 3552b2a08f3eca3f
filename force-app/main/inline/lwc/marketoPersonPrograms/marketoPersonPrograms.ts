import { LightningElement, api, wire } from 'lwc';
import { refreshApex, type FetchError, type Provision } from '@salesforce/apex';
import getPrograms from '@salesforce/apex/MarketoPersonController.getPrograms';
import lookUp from '@salesforce/apex/MarketoPersonController.lookUp';
import { fill, isSilent, sentenceOf, timeText } from 'c/marketoSentences';
import { labels } from './personLabels';
import { rowOf, type Asked } from './personRows';
import { inOrder, lastHeard, modeOf, type PersonData } from './personView';

/**
 * On the pages of leads, contacts and campaign members: in which programs the person is, with which status, and whether anything is not in step. Read only; it paints without
 * a callout, and asks the relay only when a person presses the button.
 */
export default class MarketoPersonPrograms extends LightningElement {
  @api recordId: string | undefined;
  /** SMALL, MEDIUM or LARGE, set by the page. */
  @api flexipageRegionWidth: string | undefined;

  labels = labels;
  data: PersonData | undefined;
  error: FetchError | undefined;
  asked: Record<string, Asked> = {};

  private provision: Provision<PersonData> | undefined;
  /** Campaign whose row gets the focus once it is drawn: the button that was pressed is gone then. */
  private focusOn: string | undefined;

  @wire(getPrograms, { recordId: '$recordId' })
  receive(provision: Provision<PersonData>): void {
    this.provision = provision;
    if (provision.data) {
      this.data = provision.data;
      this.error = undefined;
    } else if (provision.error) {
      this.error = provision.error;
    }
  }

  renderedCallback(): void {
    if (this.focusOn !== undefined) {
      const row = this.template!.querySelector<HTMLElement>(`[data-campaign="${this.focusOn}"] [data-id="verdict"]`);
      this.focusOn = undefined;
      row?.focus();
    }
  }

  get isLoading(): boolean {
    return !this.data && !this.error;
  }

  get showsError(): boolean {
    return this.error !== undefined && this.data === undefined;
  }

  get errorSentence(): string {
    return sentenceOf(this.error, labels.errorUnknown);
  }

  get mode() {
    return this.data && modeOf(this.data);
  }

  get notice(): { id: string; icon: string; text: string } | undefined {
    switch (this.mode) {
      case 'no-permission':
        return { id: 'no-permission', icon: 'utility:lock', text: labels.noPermission };
      case 'not-found':
        return { id: 'not-found', icon: 'utility:lock', text: labels.notFound };
      case 'account':
        return { id: 'account', icon: 'utility:company', text: labels.account };
      default:
        return undefined;
    }
  }

  get isEmpty(): boolean {
    return this.mode === 'empty';
  }

  get emptyHint(): string {
    return this.data?.kind === 'member' ? labels.emptyMember : labels.emptyPerson;
  }

  get isSwitchedOff(): boolean {
    return this.mode === 'memberships' && this.data?.enabled === false;
  }

  get staleSentence(): string | undefined {
    const heard = this.mode === 'memberships' && this.data ? lastHeard(this.data.memberships) : null;
    return heard !== null && isSilent(heard, Date.now()) ? fill(labels.stale, timeText(heard)) : undefined;
  }

  get rows() {
    return this.mode === 'memberships' && this.data
      ? inOrder(this.data.memberships).map((one) => rowOf(one, this.asked[one.campaignId]))
      : [];
  }

  get moreSentence(): string | undefined {
    return this.data?.more ? fill(labels.more, this.data.memberships.length) : undefined;
  }

  get listClass(): string {
    return this.flexipageRegionWidth === 'SMALL' ? 'memberships narrow' : 'memberships';
  }

  async handleLookUp(event: Event): Promise<void> {
    const { campaignId } = (event.currentTarget as HTMLElement).dataset;
    if (!campaignId || !this.recordId) {
      return;
    }
    this.asked = { ...this.asked, [campaignId]: { working: true } };
    const asked: Asked = await lookUp({ recordId: this.recordId, campaignId }).then(
      (found) => ({ working: false, found }),
      (error: unknown) => ({ working: false, error: sentenceOf(error, labels.errorUnknown) })
    );
    this.asked = { ...this.asked, [campaignId]: asked };
    this.focusOn = campaignId;
  }

  async handleRetry(): Promise<void> {
    this.error = undefined;
    await refreshApex(this.provision);
  }
}
