import { LightningElement, api } from 'lwc';
import type { Issue, People, WayOut } from 'c/marketoAnswer';
import { issueRows } from './issueRows';
import { labels } from './rowLabels';

export interface Act {
  memberKey: string;
  action: WayOut;
  person: string | null;
  name: string;
}

/**
 * Some issues of one reason: as many as came with one answer. A list of ten thousand is two hundred of these, of which the browser lays out those in sight and
 * which are drawn once. Sends `act` and `history`.
 */
export default class MarketoIssuePage extends LightningElement {
  @api issues: Issue[] = [];
  @api people: People = {};
  @api canAct = false;
  @api disabled = false;

  labels = labels;

  get rows() {
    return issueRows(this.issues, this.people, this.canAct);
  }

  handleWay(event: Event): void {
    const { member, way, person } = (event.currentTarget as HTMLElement).dataset;
    const row = this.rows.find(({ key }) => key === member);
    const detail: Act = { memberKey: member!, action: way as WayOut, person: person ?? null, name: row?.person ?? '' };
    this.dispatchEvent(new CustomEvent('act', { detail }));
  }
  handleHistory(event: Event): void {
    const { member } = (event.currentTarget as HTMLElement).dataset;
    const row = this.rows.find(({ key }) => key === member);
    this.dispatchEvent(new CustomEvent('history', { detail: { memberKey: member, name: row?.person ?? '' } }));
  }
}
