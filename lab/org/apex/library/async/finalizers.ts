/** Transaction finalizers: what runs after a queueable job, however that ended. Apex Developer Guide, "Transaction Finalizers". */
import { runtime } from '../../runtime/current.ts';
import { apexError, type ApexException } from '../../runtime/exception-value.ts';
import { constant, enumeration, library, nullArgument, open, type LibraryDeclaration } from '../define.ts';
import { jobState } from './jobs.ts';

class FinalizerContextValue {
  readonly typeName = 'FinalizerContext';
  readonly jobId: string;
  readonly failure: ApexException | null;
  constructor(jobId: string, failure: ApexException | null) {
    this.jobId = jobId;
    this.failure = failure;
  }
}

/** One a job, of the queueable that runs. */
function attachFinalizer(finalizer: unknown): void {
  if (finalizer === null) {
    throw nullArgument();
  }
  const state = jobState();
  if (!state.finalizer) {
    throw apexError('HandledException', 'System.attachFinalizer(Finalizer) is not allowed in this context');
  }
  if (state.finalizer.attached) {
    throw apexError('HandledException', 'More than one Finalizer cannot be attached to same Async Apex Job');
  }
  const { jobId, finalizer: place } = state;
  place.attached = (failure) => {
    jobState().isFinalizer = true;
    runtime().program.invoke(finalizer, 'execute', [new FinalizerContextValue(jobId ?? '', failure)]);
  };
}

export const finalizerMembers: NonNullable<LibraryDeclaration['members']> = {
  'static void attachFinalizer(Finalizer finalizer)': attachFinalizer
};

const part =
  (read: (context: FinalizerContextValue) => unknown) =>
  (self: unknown): unknown =>
    self instanceof FinalizerContextValue ? read(self) : open();

export const finalizers: LibraryDeclaration[] = [
  enumeration('ParentJobResult', ['SUCCESS', 'UNHANDLED_EXCEPTION']),
  library({ name: 'Finalizer', kind: 'interface', members: { 'void execute(FinalizerContext context)': open } }),
  library({
    name: 'FinalizerContext',
    kind: 'interface',
    members: {
      'Id getAsyncApexJobId()': part((context) => context.jobId),
      'Exception getException()': part((context) => context.failure),
      'ParentJobResult getResult()': part((context) =>
        constant('ParentJobResult', context.failure === null ? 'SUCCESS' : 'UNHANDLED_EXCEPTION')
      ),
      'String getRequestId()': part((context) => context.jobId)
    }
  })
];
