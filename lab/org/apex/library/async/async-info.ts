/** What a queueable job knows of its chain, and what keeps a second of its kind from being queued. Apex Reference Guide, "AsyncInfo Class", "QueueableDuplicateSignature Class". */
import { apexError } from '../../runtime/exception-value.ts';
import { library, type LibraryDeclaration } from '../define.ts';
import { jobState } from './jobs.ts';

/** Nothing of it is there outside of a queueable job. */
function ofChain<T>(read: (state: ReturnType<typeof jobState>) => T): () => T {
  return () => {
    const state = jobState();
    if (!state.isQueueable) {
      throw apexError('AsyncException', 'AsyncInfo can only be asked inside of a queueable job.');
    }
    return read(state);
  };
}

export const asyncInfo: LibraryDeclaration = library({
  name: 'AsyncInfo',
  members: {
    'static Boolean hasMaxStackDepth()': () => jobState().isQueueable && jobState().maxDepth !== null,
    'static Integer getCurrentQueueableStackDepth()': ofChain((state) => state.depth),
    'static Integer getMaximumQueueableStackDepth()': ofChain((state) => state.maxDepth),
    'static Integer getMinimumQueueableDelayInMinutes()': ofChain((state) => state.delayMinutes)
  }
});
