import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readZip, writeZip, ZipError } from './zip.ts';
import { childText, document, partsBelow } from './xml-parts.ts';

test('what is zipped is unzipped', () => {
  const files = fc.dictionary(
    fc.stringMatching(/^[a-zü]{1,8}(\/[a-z.]{1,8})?$/).filter((name) => !name.endsWith('/')),
    fc.uint8Array({ maxLength: 400 })
  );
  fc.assert(
    fc.property(files, (given) => {
      const all = new Map(Object.entries(given).map(([name, data]) => [name, Buffer.from(data)]));
      assert.deepEqual(readZip(writeZip(all)), all);
    })
  );
});

test('what is no zip, or a broken one, is refused', () => {
  const good = writeZip(new Map([['a.txt', Buffer.from('aaaaaaaaaaaaaaaaaaaa')]]));
  assert.throws(() => readZip(Buffer.from('nothing')), ZipError);
  assert.throws(() => readZip(good.subarray(0, 20)), ZipError);
  const lying = Buffer.from(good);
  lying.writeUInt32LE(1, lying.indexOf(Buffer.from('PK\x01\x02')) + 24);
  assert.throws(() => readZip(lying), /cannot be unpacked/);
});

test('XML is cut below its root, letter by letter, whatever stands in between', () => {
  const inner = '\n <!-- <a>no</a> -->\n <a x="1">\n  <a>deep</a>\n </a>\n <b/>\n <a><![CDATA[</a>]]></a>\n';
  const parts = partsBelow(document('Root', inner), 'Root');
  assert.deepEqual(
    parts?.map((part) => [part.name, part.inner.trim()]),
    [
      ['a', '<a>deep</a>'],
      ['b', ''],
      ['a', '<![CDATA[</a>]]>']
    ]
  );
  assert.equal(partsBelow('<Root><a></a>', 'Root'), null);
  assert.equal(partsBelow('<Other/>', 'Root'), null);
  assert.deepEqual(partsBelow('<Root/>', 'Root'), []);
  assert.equal(childText('<x/><fullName> Name </fullName>', 'fullName'), 'Name');
});
