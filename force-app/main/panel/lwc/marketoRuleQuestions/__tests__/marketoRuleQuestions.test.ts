import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isComplete, NEW_RULES, QUESTIONS } from '../marketoRuleQuestions';

const contract = JSON.parse(readFileSync(path.resolve(__dirname, '../../../../../../docs/contract/relay.openapi.json'), 'utf8')) as {
  components: { schemas: { Rules: { properties: Record<string, { enum?: string[] }> } } };
};
const known = contract.components.schemas.Rules.properties;

describe('the questions about rules', () => {
  it('asks for every rule that has a few answers, and offers exactly those of the contract', () => {
    const asked = Object.fromEntries(QUESTIONS.map(({ rule, options }) => [rule, options.map(({ value }) => value).sort()]));
    const enums = Object.entries(known).flatMap(([rule, schema]) => (schema.enum ? [[rule, [...schema.enum].sort()]] : []));
    expect(enums.length).toBeGreaterThan(8);
    expect(asked).toEqual(Object.fromEntries(enums));
  });

  it('begins with every rule of the contract, and answers none for people whom only Marketo knows', () => {
    expect(Object.keys(NEW_RULES).sort()).toEqual(Object.keys(known).sort());
    expect(NEW_RULES.people).toBeUndefined();
    expect(isComplete(NEW_RULES)).toBe(false);
  });

  it('is complete with an answer and with what Salesforce needs of a lead', () => {
    const rules = { ...NEW_RULES, people: 'create' as const };
    expect(isComplete(rules)).toBe(true);
    expect(isComplete({ ...rules, leadDefaults: { ...rules.leadDefaults, lastName: ' ' } })).toBe(false);
    expect(isComplete({ ...rules, leadDefaults: { ...rules.leadDefaults, company: '' } })).toBe(false);
  });

  it('has a sentence of its own for each answer of a question', () => {
    for (const { options } of QUESTIONS) {
      expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
    }
  });
});
