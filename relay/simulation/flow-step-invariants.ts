/** What must hold of flow steps once faults have stopped and the relay had time. S1 (in part) and S5 are checked as it happens. */
import { callOf } from '../src/automation/flow-steps/calls.ts';
import type { Said, StepCall } from './flow-step-caller.ts';
import type { StepHuman, StepWorld } from './flow-step-world.ts';
import { STATUSES } from './marketo-model.ts';
import { TENANT } from './world.ts';

export async function checkSteps(world: StepWorld): Promise<void> {
  const { witness, salesforce, store } = world;
  for (const step of world.caller.calls) {
    if (!step.answered || step.taken === null) {
      witness.violated('S1', `${step.token}: ${step.answered ? '' : 'never answered, '}${step.posts.length} callbacks sent, none taken`);
      continue;
    }
    checkResults(world, step, step.taken);
  }
  const keys = salesforce.created.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) witness.violated('S4', 'a person was created twice in Salesforce');
  if (keys.length > 0 && world.people === 'never') witness.violated('S4', 'a person was created against the setting');
  const calls = await store.tasksOf('flow_calls', TENANT, '', null, 1_000);
  if (calls.length !== world.caller.calls.length) witness.violated('S6', `${calls.length} rows of ${world.caller.calls.length} calls`);
  for (const task of calls) {
    const batches = await store.tasksOf('flow_batches', TENANT, task.id, null, 1_000);
    if (batches.length > 0 || task.state !== 'done' || callOf(task).secrets !== '')
      witness.violated('S6', `${task.id} is ${task.state} with ${batches.length} batches: ${callOf(task).lastError}`);
  }
}

function checkResults(world: StepWorld, step: StepCall, said: Said[]): void {
  const { witness, written, edited } = world;
  const ids = said.map(({ id }) => id).sort((a, b) => a - b);
  if (JSON.stringify(ids) !== JSON.stringify([...step.leadIds].sort((a, b) => a - b)))
    witness.violated('S2', `${step.token}: results of ${ids.join(', ')}, asked for ${step.leadIds.join(', ')}`);
  for (const result of said) {
    const human = world.humans.find(({ leadId }) => leadId === result.id);
    if (!human) continue;
    const personId = human.salesforce ?? createdAs(world, human);
    const key = `${step.campaignId}:${personId}`;
    const [writes, edits] = [written.get(key) ?? 0, edited.get(key) ?? 0];
    if (writes > 1 + edits) witness.violated('S3', `${step.token}: ${key} was written ${writes} times, and edited ${edits} times by users`);
    if (edits > 0) continue;
    const wanted = expected(world, step, human);
    const now = personId === null ? null : (world.salesforce.find(step.campaignId, personId)?.status ?? null);
    const shown = { said: result.errorCode ?? result.outcome, status: now };
    if (shown.said !== wanted.said || shown.status !== wanted.status || (result.success && result.resultingStatus !== now))
      witness.violated(
        'S2',
        `${step.token} (${step.action} ${step.status}): ${human.leadId} ${key} is ${JSON.stringify(shown)}, to be ${JSON.stringify(wanted)}`
      );
  }
}

function createdAs({ salesforce }: StepWorld, { leadId }: StepHuman): string | null {
  return salesforce.created.find(({ key }) => key.endsWith(`:${leadId}`))?.id ?? null;
}

/** By the rules of the native steps: what is said of somebody whom no user touched, and what stands there afterwards. */
function expected(world: StepWorld, { action, campaignId, status }: StepCall, human: StepHuman): { said: string; status: string | null } {
  const before = world.before.get(`${campaignId}:${human.leadId}`) ?? null;
  if (human.salesforce === null) {
    const isThere = createdAs(world, human) !== null;
    if (action === 'remove') return { said: 'not-a-member', status: null };
    if (world.people === 'never' && !isThere) return { said: 'NOT_IN_SALESFORCE', status: null };
  }
  const target = action === 'remove' ? null : status === '' ? (STATUSES[0]?.name ?? '') : status;
  if (action === 'add' && before !== null) return { said: 'already-a-member', status: before };
  if (action === 'remove' && before === null) return { said: 'not-a-member', status: null };
  if (before === target) return { said: 'no-change', status: before };
  if (world.salesforce.refusing.has(human.salesforce ?? '')) return { said: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', status: before };
  return { said: before === null ? 'added' : target === null ? 'removed' : 'changed', status: target };
}
