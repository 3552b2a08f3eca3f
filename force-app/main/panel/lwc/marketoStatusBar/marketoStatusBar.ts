import { LightningElement, api } from 'lwc';
import salesforceLabel from '@salesforce/label/c.Marketo_Panel_Salesforce';
import marketoLabel from '@salesforce/label/c.Marketo_Panel_Marketo';
import successLabel from '@salesforce/label/c.Marketo_Panel_Success';
import statusLabel from '@salesforce/label/c.Marketo_Panel_Status';
import differsLabel from '@salesforce/label/c.Marketo_Panel_Differs';
import captionLabel from '@salesforce/label/c.Marketo_Panel_Status_Caption';

export interface StatusCount {
  marketo: string;
  label: string | null;
  success: boolean;
  marketoCount: number | null;
  salesforceCount: number | null;
}

/** Progression statuses in step order with the number of members on both sides; a table to a screen reader, bars to the eye. */
export default class MarketoStatusBar extends LightningElement {
  @api statuses: StatusCount[] = [];

  labels = { salesforceLabel, marketoLabel, successLabel, statusLabel, differsLabel, captionLabel };

  get rows() {
    const most = Math.max(1, ...this.statuses.flatMap((s) => [s.marketoCount ?? 0, s.salesforceCount ?? 0]));
    const width = (count: number | null) => `inline-size: ${Math.round((100 * (count ?? 0)) / most)}%`;
    return this.statuses.map((s) => ({
      ...s,
      key: s.marketo,
      mapped: s.label !== null && s.label !== s.marketo ? s.label : null,
      salesforceStyle: width(s.salesforceCount),
      marketoStyle: width(s.marketoCount),
      differs: (s.salesforceCount ?? 0) !== (s.marketoCount ?? 0)
    }));
  }
}
