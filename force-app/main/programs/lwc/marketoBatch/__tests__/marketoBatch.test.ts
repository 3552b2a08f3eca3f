import { countOf, runBatch, waiting, withState, type BatchRow } from '../marketoBatch';

const items = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, title: key.toUpperCase(), recordId: null }));
const sentenceOf = (error: unknown) => (error as Error).message;

async function run(work: (key: string) => Promise<string | null>, isStopped = () => false) {
  let rows: BatchRow[] = waiting(items);
  const seen: string[] = [];
  await runBatch({
    keys: items.map(({ key }) => key),
    work,
    report: (key, state, text) => {
      seen.push(`${key} ${state}`);
      rows = withState(rows, key, state, text);
    },
    isStopped,
    sentenceOf
  });
  return { rows, seen };
}

describe('work on many', () => {
  it('gives each its own result; one that fails stops none of the others', async () => {
    const { rows } = await run((key) => (key === 'b' ? Promise.reject(new Error('No.')) : Promise.resolve(`${key} is done`)));
    expect(rows.map(({ state, text }) => [state, text])).toEqual([
      ['done', 'a is done'],
      ['failed', 'No.'],
      ['done', 'c is done'],
      ['done', 'd is done'],
      ['done', 'e is done']
    ]);
    expect(countOf(rows, 'done')).toBe(4);
  });

  it('has two at work at most, and each once', async () => {
    let atWork = 0;
    let most = 0;
    const { seen } = await run(async () => {
      atWork += 1;
      most = Math.max(most, atWork);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atWork -= 1;
      return null;
    });
    expect(most).toBe(2);
    expect(seen.filter((one) => one.endsWith('working'))).toHaveLength(5);
  });

  it('leaves out what it had not begun when it was stopped, and finishes what it had', async () => {
    let begun = 0;
    const { rows } = await run(
      () => {
        begun += 1;
        return Promise.resolve(null);
      },
      () => begun >= 2
    );
    expect(begun).toBe(2);
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'left', 'left', 'left']);
  });

  it('is done at once with nothing', async () => {
    await expect(
      runBatch({ keys: [], work: () => Promise.resolve(null), report: jest.fn(), isStopped: () => false, sentenceOf })
    ).resolves.toBeUndefined();
  });
});
