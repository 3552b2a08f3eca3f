import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asInstalledByPackage, combine, noGrants, type Grants } from './permissions.ts';

const secured = (_object: string, field: string) => field.toLowerCase() !== 'lastname';
const object = (read: boolean, edit: boolean) => ({ read, create: edit, edit, delete: false, viewAll: false, modifyAll: false });

function grants(fill: (made: Grants) => void): Grants {
  const made = noGrants('x');
  fill(made);
  return made;
}

test('rights of profile and permission sets add up, whatever the case of the names', () => {
  const rights = combine(
    [
      grants((g) => g.objects.set('lead', object(true, false))),
      grants((g) => (g.objects.set('lead', object(false, true)), g.fields.set('lead.title', { read: true, edit: false })))
    ],
    secured
  );
  assert.deepEqual(rights.object('Lead'), { read: true, create: true, edit: true, delete: false, viewAll: false, modifyAll: false });
  assert.deepEqual(rights.field('Lead', 'Title'), { read: true, edit: false });
  assert.deepEqual(rights.field('Lead', 'Phone'), { read: false, edit: false });
});

test('a field without field-level security follows its object', () => {
  const rights = combine([grants((g) => g.objects.set('lead', object(true, false)))], secured);
  assert.deepEqual(rights.field('Lead', 'LastName'), { read: true, edit: false });
  assert.deepEqual(rights.field('Contact', 'LastName'), { read: false, edit: false });
});

test('members follow campaign and person; changing them takes the Marketing User check box', () => {
  const sight = grants((g) => ['campaign', 'lead'].forEach((name) => g.objects.set(name, object(true, false))));
  const edit = grants((g) => g.objects.set('contact', object(true, true)));
  const rights = (all: Grants[], marketingUser: boolean) => {
    const member = combine(all, secured, { marketingUser }).object('CampaignMember');
    return [member.read, member.create, member.edit, member.delete];
  };
  assert.deepEqual(rights([sight], false), [true, false, false, false]);
  assert.deepEqual(rights([sight], true), [true, false, true, true]);
  assert.deepEqual(rights([sight, edit], true), [true, true, true, true]);
  assert.deepEqual(rights([edit], true), [false, false, false, false]);
  assert.deepEqual(combine([sight], secured).field('CampaignMember', 'Status'), { read: true, edit: false });
  assert.equal(combine([sight], secured).field('CampaignMember', 'Own__c').read, false);
  assert.equal(combine([sight], secured, { marketingUser: true }).object('CampaignMemberStatus').create, false);
});

test('a field right is worth nothing without the object', () => {
  const rights = combine([grants((g) => g.fields.set('lead.title', { read: true, edit: true }))], secured);
  assert.deepEqual(rights.field('Lead', 'Title'), { read: false, edit: false });
});

test('a principal needs its grant and the right to read User External Credentials', () => {
  const granted = grants((g) => g.principals.add('marketo_relay-relay'));
  const readable = grants((g) => g.objects.set('userexternalcredential', object(true, false)));
  assert.equal(combine([granted], secured).principal('Marketo_Relay', 'Relay'), false);
  assert.equal(combine([readable], secured).principal('Marketo_Relay', 'Relay'), false);
  assert.equal(combine([granted, readable], secured).principal('Marketo_Relay', 'Relay'), true);
});

test('an administrator runs every class but holds no custom permission that nobody gave', () => {
  const rights = combine([grants((g) => ['modifyalldata', 'authorapex'].forEach((name) => g.userPermissions.add(name)))], secured);
  assert.equal(rights.apexClass('Anything'), true);
  assert.equal(rights.customPermission('Marketo_Relay'), false);
  assert.equal(rights.object('Any__c').delete, true);
});

const packaged = grants((g) => {
  g.objects.set('lead', object(true, true));
  g.objects.set('marketo_link__c', object(true, true));
  g.fields.set('lead.title', { read: true, edit: true });
  g.fields.set('lead.marketo_key__c', { read: true, edit: true });
  g.fields.set('marketo_link__c.state__c', { read: true, edit: false });
  g.userPermissions.add('apienabled');
  g.customPermissions.add('marketo_relay');
});

test('what a package brings bears its namespace', () => {
  const installed = asInstalledByPackage(packaged, 'Acme');
  assert.deepEqual([...installed.objects.keys()], ['acme__marketo_link__c']);
  assert.deepEqual([...installed.fields.keys()], ['lead.acme__marketo_key__c', 'acme__marketo_link__c.acme__state__c']);
  assert.deepEqual([...installed.customPermissions], ['acme__marketo_relay']);
});

test('a package brings rights on its own objects and fields only', () => {
  const installed = asInstalledByPackage(packaged, null);
  assert.deepEqual([...installed.objects.keys()], ['marketo_link__c']);
  assert.deepEqual([...installed.fields.keys()], ['lead.marketo_key__c', 'marketo_link__c.state__c']);
  assert.equal(installed.userPermissions.size, 0);
  assert.equal(installed.customPermissions.has('marketo_relay'), true);
});

test('one more permission set never takes a right away', () => {
  const some = fc.record({
    objects: fc.dictionary(
      fc.constantFrom('lead', 'contact', 'x__c'),
      fc.record({
        read: fc.boolean(),
        create: fc.boolean(),
        edit: fc.boolean(),
        delete: fc.boolean(),
        viewAll: fc.boolean(),
        modifyAll: fc.boolean()
      })
    ),
    fields: fc.dictionary(
      fc.constantFrom('lead.title', 'contact.title', 'x__c.a__c'),
      fc.record({ read: fc.boolean(), edit: fc.boolean() })
    ),
    users: fc.subarray(['viewalldata', 'modifyalldata', 'apienabled'])
  });
  const made = (one: { objects: object; fields: object; users: string[] }) =>
    grants((g) => {
      g.objects = new Map(Object.entries(one.objects));
      g.fields = new Map(Object.entries(one.fields));
      g.userPermissions = new Set(one.users);
    });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 3 }), some, (before, more) => {
      const less = combine(before.map(made), secured);
      const all = combine([...before, more].map(made), secured);
      for (const name of ['Lead', 'Contact', 'X__c']) {
        for (const [right, held] of Object.entries(less.object(name))) {
          assert.ok(!held || all.object(name)[right as 'read'], `${name} ${right}`);
        }
      }
      for (const [name, field] of [
        ['Lead', 'Title'],
        ['Contact', 'Title'],
        ['X__c', 'A__c']
      ] as const) {
        const [was, is] = [less.field(name, field), all.field(name, field)];
        assert.ok((!was.read || is.read) && (!was.edit || is.edit), `${name}.${field}`);
      }
    })
  );
});
