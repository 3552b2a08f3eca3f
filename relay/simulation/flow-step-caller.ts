/** Marketo as it calls flow steps and takes their callbacks: each with a one-time token, sent until it is answered, and now and then once more. */
import type { Invocation } from '../src/automation/flow-steps/accept.ts';
import type { Action } from '../src/automation/flow-steps/services.ts';
import { OutsideError } from '../src/engine/ports.ts';
import type { OutgoingRequest } from '../src/outgoing/send.ts';
import type { Outside } from './faults.ts';
import type { Process } from './process.ts';

const MINUTE = 60_000;

/** What the service says of one person. */
export interface Said {
  id: number;
  success: boolean;
  outcome: string | null;
  errorCode: string | null;
  resultingStatus: string | null;
}
interface Post {
  by: Process;
  at: number;
  /** Whether the process heard that it was taken. */
  heard: boolean;
}
export interface StepCall {
  token: string;
  action: Action;
  campaignId: string;
  status: string;
  leadIds: number[];
  /** Marketo heard the 201. */
  answered: boolean;
  posts: Post[];
  taken: Said[] | null;
}

/** Nothing of the process went on in this time. */
export interface Stop {
  process: Process;
  from: number;
  to: number;
}

export class FlowStepCaller {
  readonly calls: StepCall[] = [];
  readonly stops: Stop[] = [];
  private readonly outside: Outside;
  private readonly munchkinId: string;

  constructor(outside: Outside, munchkinId: string) {
    this.outside = outside;
    this.munchkinId = munchkinId;
  }

  /** @param fieldsOf By service attribute; none: nothing is mapped. */
  bodyOf(call: StepCall, fieldsOf: (leadId: number) => Record<string, string | null>): Invocation {
    return {
      token: call.token,
      apiCallBackKey: `key of ${call.token}`,
      campaignId: 1001,
      callbackUrl: 'https://example.com/callback',
      context: { subscription: { munchkinId: this.munchkinId } },
      objectData: call.leadIds.map((id) => ({
        objectType: 'lead' as const,
        objectContext: { id, ...fieldsOf(id) },
        flowStepContext: { campaign: call.campaignId, status: call.status }
      }))
    };
  }

  /** One callback on its way. @returns The status of Marketo's answer. */
  async post(process: Process, { headers = {}, body = '' }: OutgoingRequest): Promise<{ status: number }> {
    const { clock, random, faults, witness } = this.outside;
    const call = this.calls.find(({ token }) => token === headers['x-callback-token']);
    if (!call || headers['x-api-key'] !== `key of ${call.token}`) {
      witness.violated('S1', `a callback has the wrong token or key: ${JSON.stringify(headers)}`);
      return { status: 404 };
    }
    this.expectReason(call);
    process.reach('before the callback');
    const post: Post = { by: process, at: clock.now(), heard: false };
    call.posts.push(post);
    witness.say(`${process.workerId} calls back for ${call.token}`);
    const fault = random.chance(faults * 3)
      ? random.pick(['503', '429', 'refused connection', 'answer lost', 'arrives late'] as const)
      : null;
    if (fault !== null) witness.fault(`callback: ${fault}`, 1);
    await clock.sleep(random.between(1, 300));
    if (fault === '503' || fault === '429') return { status: Number(fault) };
    if (fault === 'refused connection') throw new OutsideError('marketo', 'temporary', 'ECONNREFUSED', 'No connection');
    if (fault === 'arrives late') {
      clock.at(clock.now() + random.between(1_000, 10 * MINUTE), () => this.take(call, body));
      await clock.sleep(MINUTE);
      throw new OutsideError('marketo', 'no-answer', 'timeout', 'No answer within 60 s');
    }
    const status = this.take(call, body);
    process.reach('callback taken');
    await clock.sleep(random.between(1, 300));
    if (fault === 'answer lost') throw new OutsideError('marketo', 'no-answer', 'timeout', 'The connection was reset');
    post.heard = status === 200;
    return { status };
  }

  /** S1: a callback that Marketo has taken is sent again only by somebody who cannot know: no answer came, or whom it reached died or stood still with it. */
  private expectReason({ token, posts, taken }: StepCall): void {
    const known = posts.find(
      ({ heard, by, at }) =>
        heard && by.alive && !this.stops.some(({ process, from, to }) => process === by && to >= at && from <= this.outside.clock.now())
    );
    if (taken !== null && known)
      this.outside.witness.violated('S1', `the callback of ${token} is sent again, though ${known.by.workerId} knows it as taken`);
  }

  private take(call: StepCall, text: string): number {
    const { witness } = this.outside;
    if (call.taken !== null) return 404;
    const body = JSON.parse(text) as {
      munchkinId: string;
      token: string;
      objectData: { leadData: { id: number }; activityData: Omit<Partial<Said>, 'id'> }[];
    };
    if (body.munchkinId !== this.munchkinId || body.token !== call.token)
      witness.violated('S1', `the callback of ${call.token} is about another`);
    call.taken = body.objectData.map(
      ({ leadData: { id }, activityData: { success = false, outcome = null, errorCode = null, resultingStatus = null } }) => ({
        id,
        success,
        outcome,
        errorCode,
        resultingStatus
      })
    );
    witness.say(`  Marketo takes the callback of ${call.token}`);
    return 200;
  }
}
