import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutsideError } from '../engine/ports.ts';
import type { ActivityType, MarketoAutomation, ObjectType } from './ports.ts';
import { setUpActivities, setUpObject } from './setup.ts';
import { ACTIVITY_TYPES, MEMBERSHIP, MEMBERSHIP_FIELDS } from './types.ts';

const refuse = (code: string, message: string) => new OutsideError('marketo', 'refused', code, message);

/** An instance with these types and objects; what is not given is refused by name. */
function instance(
  options: { types?: ActivityType[]; most?: number; object?: ObjectType | null; entitled?: boolean; suffix?: string } = {}
) {
  const types = [...(options.types ?? [])];
  let object = options.object ?? null;
  const calls: string[] = [];
  const typeOf = (apiName: string) => types.find((one) => one.apiName === apiName) as ActivityType;
  const entitled = () => {
    if (options.entitled === false) throw refuse('616', 'Invalid subscription type');
  };
  const marketo: Partial<MarketoAutomation> = {
    activityTypes: async () => types.map((one) => ({ ...one, primary: null, attributes: null })),
    describeActivityType: async (apiName) => structuredClone(typeOf(apiName)),
    async createActivityType(type) {
      if (types.length >= (options.most ?? 10)) throw refuse('1027', 'The limit is reached');
      calls.push(`create ${type.apiName}`);
      types.push({ ...type, id: 100_001 + types.length, status: 'draft', attributes: [] });
    },
    async addTypeAttributes(apiName, attributes) {
      calls.push(`attributes ${apiName}`);
      typeOf(apiName).attributes?.push(...attributes);
    },
    async approveActivityType(apiName) {
      calls.push(`approve ${apiName}`);
      return Object.assign(typeOf(apiName), { status: 'approved' as const });
    },
    async objectType(apiName) {
      entitled();
      return object && [apiName, `${apiName}_c`].includes(object.apiName) ? structuredClone(object) : null;
    },
    async createObjectType({ apiName, ...names }) {
      calls.push(`create ${apiName}`);
      object = { apiName: apiName + (options.suffix ?? ''), ...names, state: 'draft', fields: [] };
    },
    async addObjectFields(apiName, fields) {
      calls.push(`fields ${apiName}`);
      object?.fields.push(...fields.map(({ name }) => name));
    },
    async approveObjectType(apiName) {
      calls.push(`approve ${apiName}`);
      if (object) object.state = 'approved';
    }
  };
  return { marketo: marketo as MarketoAutomation, calls, types };
}
const foreign = (apiName: string, over: Partial<ActivityType> = {}): ActivityType => ({
  id: 7,
  apiName,
  name: apiName,
  triggerName: apiName,
  filterName: apiName,
  status: 'approved',
  primary: { apiName: 'other', name: 'Other', dataType: 'string' },
  attributes: [],
  ...over
});

test('three types are made and approved; the second time nothing is', async () => {
  const { marketo, calls } = instance();
  const { ids, done } = await setUpActivities(marketo);
  assert.equal(new Set(Object.values(ids)).size, 3);
  assert.deepEqual(
    done.map(({ outcome }) => outcome),
    ['made', 'made', 'made']
  );
  calls.length = 0;
  assert.deepEqual((await setUpActivities(marketo)).ids, ids);
  assert.deepEqual(calls, []);
});

test('a set-up that broke off is completed', async () => {
  const { marketo, calls, types } = instance();
  await setUpActivities(marketo);
  Object.assign(types[1] as ActivityType, { status: 'approved with draft', attributes: types[1]?.attributes?.slice(0, 1) });
  calls.length = 0;
  const { done } = await setUpActivities(marketo);
  assert.deepEqual(
    done.map(({ outcome }) => outcome),
    ['was-there', 'completed', 'was-there']
  );
  assert.deepEqual(calls, [`attributes ${types[1]?.apiName}`, `approve ${types[1]?.apiName}`]);
});

test('types of others under our names are named, and nothing is made', async () => {
  const { added, changed } = ACTIVITY_TYPES;
  const sameFilter = instance({ types: [foreign('theirs', { filterName: changed.filterName })] });
  await assert.rejects(setUpActivities(sameFilter.marketo), /"theirs" already has the name, trigger or filter.*Nothing was made/);
  assert.deepEqual(sameFilter.calls, []);
  const sameName = instance({ types: [foreign(added.apiName)] });
  await assert.rejects(setUpActivities(sameName.marketo), /is somebody else's: its primary attribute is other/);
  const primary = added.primary;
  const odd = instance({ types: [foreign(added.apiName, { primary, attributes: [{ ...primary, apiName: 'responded' }] })] });
  await assert.rejects(setUpActivities(odd.marketo), /attribute responded .* is not of type boolean/);
});

test('where Marketo allows no more types nothing is made; where more were bought they are', async () => {
  const many = Array.from({ length: 9 }, (_, index) => foreign(`type${index}`));
  const full = instance({ types: many, most: 9 });
  await assert.rejects(
    setUpActivities(full.marketo),
    /allows no more activity types: 9 are there \(type0, .*--no-activities.*Nothing was made/
  );
  const roomy = instance({ types: many, most: 20 });
  assert.equal((await setUpActivities(roomy.marketo)).done.length, 3);
});

test('the object is made under the name that Marketo gives it, completed, and found again', async () => {
  const { marketo, calls } = instance({ suffix: '_c' });
  const first = await setUpObject(marketo);
  assert.deepEqual([first.object, first.done.outcome], [`${MEMBERSHIP.apiName}_c`, 'made']);
  calls.length = 0;
  assert.equal((await setUpObject(marketo)).done.outcome, 'was-there');
  assert.deepEqual(calls, []);
  const half: ObjectType = { ...MEMBERSHIP, state: 'approved', fields: MEMBERSHIP_FIELDS.slice(0, 3).map(({ name }) => name) };
  assert.equal((await setUpObject(instance({ object: half }).marketo)).done.outcome, 'completed');
  const theirs: ObjectType = { ...half, fields: ['colour'] };
  await assert.rejects(setUpObject(instance({ object: theirs }).marketo), /is somebody else's: it lacks leadId, campaignId/);
});

test('a subscription without custom objects goes without, in a sentence that says what works', async () => {
  const { object, done } = await setUpObject(instance({ entitled: false }).marketo);
  assert.equal(object, null);
  assert.equal(done.outcome, 'left-out');
  assert.match(done.sentence, /no custom objects \(616\).*triggers and their history filters work without/);
});
