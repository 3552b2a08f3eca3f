import { LightningElement } from 'lwc';
import permissionSets from '@salesforce/apex/MarketoSetupController.permissionSets';
import assign from '@salesforce/apex/MarketoSetupController.assign';
import revoke from '@salesforce/apex/MarketoSetupController.revoke';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { refusalOf } from 'c/marketoAnswer';
import { fill, numberText } from 'c/marketoSentences';
import { labels } from './holderLabels';
import type { SetEntry } from './setEntry';

const MEANING: Record<string, string> = {
  Marketo_Sync_Admin: labels.admin,
  Marketo_Sync_User: labels.user,
  Marketo_Sync_Viewer: labels.viewer,
  Marketo_Sync_Integration: labels.integration,
  Marketo_Sync_Bypass: labels.bypass,
  Marketo_Integration_Local: labels.integrationLocal,
  Marketo_Callout_Local: labels.calloutLocal
};
const MOST = 200;

/** The permission sets of campaign sync, what each gives, who holds it; given and taken in the platform's own right. */
export default class MarketoSetHolders extends LightningElement {
  labels = labels;
  sets: SetEntry[] | undefined;
  error: string | undefined;
  /** Name of the set that is being assigned. */
  assigning: string | undefined;
  working = false;

  private focusOn: string | undefined;

  connectedCallback(): void {
    void this.load();
  }

  renderedCallback(): void {
    if (this.focusOn !== undefined) {
      const target = this.template!.querySelector<HTMLElement>(this.focusOn);
      this.focusOn = undefined;
      target?.focus();
    }
  }

  private async load(): Promise<void> {
    this.error = undefined;
    try {
      this.sets = await permissionSets();
    } catch (error) {
      this.error = sentence(error);
    }
  }

  get isLoading(): boolean {
    return !this.sets && !this.error;
  }

  get shown() {
    return (this.sets ?? []).map((set) => ({
      ...set,
      meaning: MEANING[set.name] ?? '',
      isEmpty: set.present && set.holders.length === 0,
      isAssigning: this.assigning === set.name,
      canAssign: set.present && this.assigning !== set.name,
      assignTitle: fill(labels.assignTo, set.label),
      assignLabel: fill(labels.assignLabel, set.label),
      more: set.holders.length >= MOST ? fill(labels.more, numberText(MOST)) : null,
      holders: set.holders.map((holder) => ({
        ...holder,
        inactive: holder.active ? null : labels.inactive,
        revokeTitle: fill(labels.revokeFrom, set.label, holder.name),
        question: fill(labels.revokeQuestion, set.label, holder.name)
      }))
    }));
  }

  handleRetry(): void {
    void this.load();
  }

  handleAssign(event: Event): void {
    this.assigning = (event.currentTarget as HTMLElement).dataset.set;
    this.focusOn = 'c-marketo-user-search';
  }

  handleClose(): void {
    this.focusOn = `[data-id="assign"][data-set="${this.assigning}"]`;
    this.assigning = undefined;
  }

  handleChoose(event: CustomEvent<{ userId: string; name: string }>): Promise<void> {
    const permissionSet = this.assigning ?? '';
    const { userId, name } = event.detail;
    return this.change(permissionSet, () => assign({ permissionSet, userId }), fill(labels.assigned, name, this.labelOf(permissionSet)));
  }

  handleRevoke(event: Event): Promise<void> {
    const { set: permissionSet = '', user: userId = '', name = '' } = (event.currentTarget as HTMLElement).dataset;
    return this.change(permissionSet, () => revoke({ permissionSet, userId }), fill(labels.revoked, name, this.labelOf(permissionSet)));
  }

  private labelOf(name: string): string {
    return this.sets?.find((set) => set.name === name)?.label ?? name;
  }

  private async change(permissionSet: string, work: () => Promise<void>, done: string): Promise<void> {
    this.working = true;
    try {
      await work();
      this.dispatchEvent(new ShowToastEvent({ message: done, variant: 'success' }));
      this.assigning = undefined;
      this.focusOn = `[data-id="assign"][data-set="${permissionSet}"]`;
      await this.load();
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: labels.failed, message: sentence(error), variant: 'error', mode: 'sticky' }));
    } finally {
      this.working = false;
    }
  }
}

function sentence(error: unknown): string {
  const { message, fix } = refusalOf(error);
  return `${message} ${fix}`.trim();
}
