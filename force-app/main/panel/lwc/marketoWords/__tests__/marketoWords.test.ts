import { readFileSync } from 'node:fs';
import path from 'node:path';
import { reasonWords, sideWords, valueWords, wayOutWords } from '../marketoWords';

const contract = readFileSync(path.resolve(__dirname, '../../../../../../docs/contract/relay.openapi.json'), 'utf8');

/** Enumerations of the contract in which this word stands. */
function listed(word: string): string[] {
  const lists = [...contract.matchAll(/"enum":\s*(\[[^\]]*\])/g)].map(([, list]) => JSON.parse(list!) as string[]);
  return lists.filter((list) => list.includes(word)).flat();
}

describe('words', () => {
  it('has a word of its own for every reason and way out of the contract', () => {
    const reasons = listed('marketo-never-moves-back');
    const ways = listed('create-person');
    expect(reasons.length).toBeGreaterThan(10);
    expect(ways.length).toBeGreaterThan(7);
    expect(reasons.filter((reason) => reasonWords(reason) === reason.replaceAll('-', ' '))).toEqual([]);
    expect(ways.filter((way) => wayOutWords(way as 'retry') === way)).toEqual([]);
  });

  it('shows what it does not know by its own name', () => {
    expect(reasonWords('a-reason-of-tomorrow')).toBe('a reason of tomorrow');
  });

  it('says "not a member" for no value', () => {
    expect(valueWords('Invited')).toBe('Invited');
    expect(valueWords(null)).toContain('Not_AMember');
    expect(sideWords('marketo')).not.toBe(sideWords('salesforce'));
  });
});
