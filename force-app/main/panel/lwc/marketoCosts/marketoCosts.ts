import { LightningElement, api } from 'lwc';
import { labels } from './costLabels';

interface Month {
  month: string;
  amount: number;
  note: string | null;
}

/** A program's costs month by month, their sum, and whether the campaign's ActualCost says the same. */
export default class MarketoCosts extends LightningElement {
  @api months: Month[] = [];
  @api total: number | null = null;
  @api actualCost: number | null = null;
  @api currencyCode: string | undefined;

  labels = labels;

  get rows() {
    // The middle of the month: a time zone does not make it the one before.
    return this.months.map((one) => ({
      ...one,
      key: `${one.month} ${one.note ?? ''} ${one.amount}`,
      date: new Date(`${one.month}-15T12:00:00Z`)
    }));
  }
  get hasCosts(): boolean {
    return this.total !== null && this.total !== undefined;
  }
  get isEqual(): boolean {
    return this.hasCosts && this.actualCost === this.total;
  }
  get isEmpty(): boolean {
    return this.hasCosts && (this.actualCost === null || this.actualCost === undefined);
  }
  get differs(): boolean {
    return this.hasCosts && !this.isEqual && !this.isEmpty;
  }
  get differsBefore(): string {
    return labels.differs.split('{0}')[0] ?? '';
  }
  get differsAfter(): string {
    return labels.differs.split('{0}')[1] ?? '';
  }
}
