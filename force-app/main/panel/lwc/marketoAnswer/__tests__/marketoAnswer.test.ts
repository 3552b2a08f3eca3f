import { fill, isRelayDown, newKey, personOf, refusalOf } from '../marketoAnswer';

const relayDown = JSON.stringify({ code: 'unreachable', message: 'It does not answer.', fix: 'Try again.', details: { until: 1 } });

describe('what an answer says', () => {
  it('reads what, why and what to do out of an Apex error', () => {
    const refusal = refusalOf({ body: { message: relayDown } });
    expect(refusal).toEqual({ code: 'unreachable', message: 'It does not answer.', fix: 'Try again.', details: { until: 1 } });
    expect(isRelayDown(refusal)).toBe(true);
  });

  it('takes what others say as the sentence, whatever its shape', () => {
    expect(refusalOf({ body: { message: 'one' } }).message).toBe('one');
    expect(refusalOf({ body: [{ message: 'two' }] }).message).toBe('two');
    expect(refusalOf(new Error('three')).message).toBe('three');
    expect(refusalOf({ body: { message: '{"no": "refusal"}' } }).message).toBe('{"no": "refusal"}');
    expect(refusalOf({ body: { message: 'null' } }).message).toBe('null');
    expect(refusalOf(undefined).message).not.toBe('');
    expect(isRelayDown(refusalOf(new Error('three')))).toBe(false);
  });

  it('names a person by the record that may be seen, then by the name that came along, then by the id in Marketo', () => {
    const ids = { leadId: null, contactId: null, marketoLeadId: null };
    const people = { '003A': { name: 'Ada Example', object: 'Contact' as const } };
    expect(personOf({ ...ids, contactId: '003A' }, people)).toEqual({ text: 'Ada Example', recordId: '003A' });
    expect(personOf({ ...ids, marketoLeadId: 7, name: 'Robin Sample' }, people)).toEqual({ text: 'Robin Sample', recordId: null });
    expect(personOf({ ...ids, marketoLeadId: 7 }, people).text).toContain('Marketo_Person_In_Marketo');
    expect(personOf(ids, people).text).toContain('Marketo_Person_Unknown');
  });

  it('never names a person whom the org has hidden', () => {
    const people = { '003A': { name: 'Ada Example', object: 'Contact' as const } };
    const hidden = personOf({ leadId: null, contactId: '003A', marketoLeadId: 7, name: 'Ada', hidden: true }, people);
    expect(hidden.text).toContain('Marketo_Person_Hidden');
    expect(hidden.recordId).toBeNull();
  });

  it('fills the places of a label and leaves an unknown place as it is', () => {
    expect(fill('{0} of {1} ({2})', 3, 'four')).toBe('3 of four ({2})');
  });

  it('makes another key for each click', () => {
    expect(newKey()).not.toBe(newKey());
  });
});
