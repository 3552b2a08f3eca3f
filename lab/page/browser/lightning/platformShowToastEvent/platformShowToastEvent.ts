/** The event that a component sends for a toast; the page around it shows it. */
export class ShowToastEvent extends CustomEvent<unknown> {
  constructor(detail: unknown) {
    super('lightning__showtoast', { bubbles: true, composed: true, cancelable: true, detail });
  }
}
