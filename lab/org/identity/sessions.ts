/** Access tokens: made, used, ended. */
import { randomBytes } from 'node:crypto';
import type { Session, State } from './state.ts';

export class Sessions {
  private readonly state: State;
  private readonly orgId: string;

  constructor(state: State, orgId: string) {
    this.state = state;
    this.orgId = orgId;
  }

  /** Shaped as Salesforce's: the org's 15 characters, `!`, the secret. */
  open(userId: string, consumerKey: string | null): Session {
    const now = Date.now();
    const token = `${this.orgId.slice(0, 15)}!AQ${randomBytes(48).toString('base64url')}`;
    const session = { token, userId, consumerKey, issuedAt: now, usedAt: now };
    this.state.data.sessions.push(session);
    this.state.save();
    return session;
  }

  openRefresh(userId: string, consumerKey: string): string {
    const token = `5Aep${randomBytes(48).toString('base64url')}`;
    this.state.data.refreshTokens.push({ token, userId, consumerKey });
    this.state.save();
    return token;
  }

  /** The session that a token opens; using it keeps it alive. Null when unknown or over. */
  use(token: string): Session | null {
    const session = this.find(token);
    if (session) {
      session.usedAt = Date.now();
    }
    return session;
  }

  find(token: string): Session | null {
    const session = this.state.data.sessions.find((one) => one.token === token);
    return session && Date.now() < this.endOf(session) ? session : null;
  }

  endOf(session: Session): number {
    return session.usedAt + this.state.data.settings.sessionSeconds * 1000;
  }

  /** @returns whether the token stood for something. */
  revoke(token: string): boolean {
    const { sessions, refreshTokens } = this.state.data;
    const before = sessions.length + refreshTokens.length;
    this.state.data.sessions = sessions.filter((one) => one.token !== token);
    this.state.data.refreshTokens = refreshTokens.filter((one) => one.token !== token);
    this.state.save();
    return this.state.data.sessions.length + this.state.data.refreshTokens.length < before;
  }

  /** Ends the sessions of one user, or all. @returns how many. */
  revokeAll(userId: string | null): number {
    const kept = this.state.data.sessions.filter((one) => userId !== null && one.userId !== userId);
    const ended = this.state.data.sessions.length - kept.length;
    this.state.data.sessions = kept;
    this.state.save();
    return ended;
  }
}
