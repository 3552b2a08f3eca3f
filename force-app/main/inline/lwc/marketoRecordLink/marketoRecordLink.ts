import { LightningElement, api } from 'lwc';
import { NavigationMixin, type PageReference } from 'lightning/navigation';

/** A link to a record that opens as the app opens records: in a console tab, in the phone's app, or by the address in a new tab. */
export default class MarketoRecordLink extends NavigationMixin(LightningElement) {
  @api recordId: string | undefined;
  @api objectApiName = 'Campaign';
  @api label = '';

  url: string | undefined;

  connectedCallback(): void {
    void this[NavigationMixin.GenerateUrl](this.page).then((url) => {
      this.url = url;
    });
  }

  private get page(): PageReference {
    return {
      type: 'standard__recordPage',
      attributes: { recordId: this.recordId, objectApiName: this.objectApiName, actionName: 'view' }
    };
  }

  handleClick(event: MouseEvent): void {
    // A click with a key held opens the address itself in a tab or window of its own.
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this[NavigationMixin.Navigate](this.page);
    }
  }
}
