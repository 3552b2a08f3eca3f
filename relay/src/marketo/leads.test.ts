import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { FIELD, startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';
import type { OutsideError } from '../engine/ports.ts';

const LEADS = '/rest/v1/leads.json';
const ID = '00Q000000000001EAA';
let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo();
});
afterEach(() => instance.close());

test('people are found by the own field, and empty values are unknown', async () => {
  instance.on(LEADS, success([{ id: 1, email: null, firstName: 'Ann', [FIELD]: ID, sfdcContactId: '' }]));
  const [lead] = await instance.marketo.findLeads('salesforceId', [ID, ID, '']);
  assert.deepEqual(lead, {
    id: 1,
    email: null,
    firstName: 'Ann',
    lastName: null,
    company: null,
    phone: null,
    title: null,
    salesforceId: ID,
    sfdcLeadId: null,
    sfdcContactId: null
  });
  const query = instance.outside.askedOf(LEADS)[0]?.query;
  assert.equal(query?.get('filterType'), FIELD);
  assert.equal(query.get('filterValues'), ID);
});

test('a field that the instance lacks finds nobody and costs no call', async () => {
  assert.deepEqual(await instance.marketo.findLeads('sfdcLeadId', [ID]), []);
  assert.equal(instance.outside.askedOf(LEADS).length, 0);
});

test('an address with a comma is not asked for, since it would be taken for two', async () => {
  instance.on(LEADS, success([]));
  await instance.marketo.findLeads('email', ['"a,b"@example.com']);
  assert.equal(instance.outside.askedOf(LEADS).length, 0);
});

test('a person is created by the own field, without clearing what Marketo knows', async () => {
  instance.on(LEADS, success([{ id: 50, status: 'created' }]));
  const id = await instance.marketo.createLead({
    salesforceId: ID,
    email: 'ann@example.com',
    firstName: null,
    lastName: 'Example',
    company: null
  });
  assert.equal(id, 50);
  assert.deepEqual(JSON.parse(instance.outside.askedOf(LEADS)[0]?.body ?? ''), {
    action: 'createOrUpdate',
    lookupField: FIELD,
    input: [{ [FIELD]: ID, email: 'ann@example.com', lastName: 'Example' }]
  });
});

test('a person that Marketo skips is an error with its code', async () => {
  instance.on(LEADS, success([{ status: 'skipped', reasons: [{ code: '1007', message: 'Multiple leads match lookup criteria' }] }]));
  await assert.rejects(instance.marketo.nameLead(50, ID), (error: OutsideError) => error.kind === 'refused' && error.code === '1007');
  instance.on(LEADS, success([{ status: 'skipped', reasons: [{ code: '1004', message: 'Lead not found' }] }]));
  await assert.rejects(instance.marketo.nameLead(50, ID), (error: OutsideError) => error.kind === 'gone');
});

test('a missing own field is said before anything is written', async () => {
  instance.on('/rest/v1/leads/describe.json', success([{ rest: { name: 'email' }, dataType: 'email' }]));
  const person = { salesforceId: ID, email: null, firstName: null, lastName: null, company: null };
  await assert.rejects(instance.marketo.createLead(person), /no lead field salesforceRecordId.*Field Management/);
  assert.equal(instance.outside.askedOf(LEADS).length, 0);
});
