/** Query locators: what a query found and has not handed out yet. */
import { randomBytes } from 'node:crypto';

/** Salesforce keeps ten cursors a user; the oldest gives way. They end after two days, which no lab run outlives. */
const PER_USER = 10;

interface Cursor {
  id: string;
  userId: string;
  records: unknown[];
}

export class Cursors {
  private open: Cursor[] = [];

  keep(userId: string, records: unknown[]): string {
    const id = `01g${randomBytes(9).toString('base64url').replace(/[-_]/g, '0')}AAA`;
    const mine = this.open.filter((cursor) => cursor.userId === userId);
    const oldest = mine.length >= PER_USER ? mine[0] : undefined;
    this.open = [...this.open.filter((cursor) => cursor !== oldest), { id, userId, records }];
    return id;
  }
  find(id: string, userId: string): unknown[] | null {
    return this.open.find((cursor) => cursor.id === id && cursor.userId === userId)?.records ?? null;
  }
}
