/** The Marketo stand-in's control surface: what a person does in Marketo's own pages, and what only a stand-in can do. */
import { call } from './salesforce-org.ts';

export interface MarketoAddress {
  url: string;
  munchkinId: string;
  clientId: string;
  clientSecret: string;
  controlKey: string;
}
export interface ProgramMember {
  leadId: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  status: string;
}
export interface ProgramView {
  id: number;
  name: string;
  channel: string;
  total: number;
  members: ProgramMember[];
}

export class MarketoLab {
  readonly address: MarketoAddress;

  constructor(address: MarketoAddress) {
    this.address = address;
  }

  async control<T>(method: string, resource: string, body?: unknown): Promise<T> {
    return call<T>(method, `${this.address.url}/lab/${resource}`, this.address.controlKey, body);
  }

  async program(id: number, limit = 10_000): Promise<ProgramView> {
    return this.control('GET', `programs/${id}?limit=${limit}`);
  }
  /** The member's status by e-mail address; null when not a member. */
  async statusOf(programId: number, email: string): Promise<string | null> {
    return (await this.program(programId)).members.find((member) => member.email === email)?.status ?? null;
  }
  async setStatus(
    programId: number,
    who: { leadId?: number; email?: string; firstName?: string; lastName?: string },
    status: string
  ): Promise<void> {
    await this.control('POST', `programs/${programId}/members`, { ...who, status });
  }
  async remove(programId: number, leadId: number): Promise<void> {
    await this.control('DELETE', `programs/${programId}/members/${leadId}`);
  }
}
