/**
 * The same for many at the same time, so that the store can do it at once. All of it is waited for also when some of it fails: nothing goes on in a
 * transaction that was given up. @throws What failed first in the order of `all`.
 */
export async function together<T, R>(all: T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done = await Promise.allSettled(all.map(work));
  return done.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
