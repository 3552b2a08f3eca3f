import { LightningElement, api } from 'lwc';
import type { Issue, People, WayOut } from 'c/marketoAnswer';
import { issueRows } from './issueRows';
import { labels } from './rowLabels';

const ROWS_A_TURN = 10;

export interface Act {
  memberKey: string;
  action: WayOut;
  person: string | null;
  name: string;
}

/**
 * Some issues of one reason: as many as came with one answer. A list of ten thousand is two hundred of these, each drawn once and a few rows in a turn, so that a
 * scroll is not held up, and of which the browser lays out those in sight. Sends `act` and `history`.
 */
export default class MarketoIssuePage extends LightningElement {
  @api issues: Issue[] = [];
  @api people: People = {};
  @api canAct = false;
  @api disabled = false;

  labels = labels;
  private drawn = ROWS_A_TURN;
  private timer: ReturnType<typeof setTimeout> | undefined;

  renderedCallback(): void {
    clearTimeout(this.timer);
    if (this.drawn < this.issues.length) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- the rest has turns of its own
      this.timer = setTimeout(() => (this.drawn += ROWS_A_TURN));
    }
  }
  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get rows() {
    return issueRows(this.issues.slice(0, this.drawn), this.people, this.canAct);
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
