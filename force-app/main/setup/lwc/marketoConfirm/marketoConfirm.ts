import { LightningElement, api } from 'lwc';
import { labels } from './confirmLabels';

/** A button that says what it means before it does it. Sends `confirm`. */
export default class MarketoConfirm extends LightningElement {
  @api label = '';
  /** Read out in place of the label, where the label alone does not say what it is about. */
  @api description: string | undefined;
  /** What it means; without one the button acts at once. */
  @api question: string | undefined;
  @api variant: 'neutral' | 'brand' | 'base' = 'neutral';
  @api disabled = false;

  labels = labels;
  asks = false;

  private focusOn: string | undefined;

  renderedCallback(): void {
    if (this.focusOn !== undefined) {
      const target = this.template!.querySelector<HTMLElement>(`[data-id="${this.focusOn}"]`);
      this.focusOn = undefined;
      target?.focus();
    }
  }

  handlePress(): void {
    if (this.question) {
      this.asks = true;
      this.focusOn = 'question';
    } else {
      this.send();
    }
  }

  handleConfirm(): void {
    this.asks = false;
    this.focusOn = 'press';
    this.send();
  }

  handleCancel(): void {
    this.asks = false;
    this.focusOn = 'press';
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.handleCancel();
    }
  }

  private send(): void {
    this.dispatchEvent(new CustomEvent('confirm'));
  }
}
