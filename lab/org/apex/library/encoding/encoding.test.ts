import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { check, checkThrows, runApex } from '../testing/run-apex.ts';

test('EncodingUtil', () => {
  check({
    "EncodingUtil.base64Encode(Blob.valueOf('hé?'))": 'aMOpPw==',
    "EncodingUtil.base64Decode('aMOpPw==').toString()": 'hé?',
    "EncodingUtil.convertToHex(Blob.valueOf('hi'))": '6869',
    "EncodingUtil.convertFromHex('6869').toString()": 'hi',
    "EncodingUtil.urlEncode('a b&é~*(', 'UTF-8')": 'a+b%26%C3%A9%7E*%28',
    "EncodingUtil.urlDecode('a+b%26%C3%A9', 'UTF-8')": 'a b&é'
  });
  checkThrows({
    "EncodingUtil.urlEncode('a', 'Latin-9');":
      'System.IllegalArgumentException: This org does not support the character set Latin-9, only UTF-8.',
    "EncodingUtil.convertFromHex('6');": 'System.IllegalArgumentException: Invalid hexadecimal text: 6'
  });
});

test('Crypto: known answers', () => {
  check({
    "EncodingUtil.convertToHex(Crypto.generateDigest('SHA-256', Blob.valueOf('abc')))":
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    "EncodingUtil.convertToHex(Crypto.generateDigest('MD5', Blob.valueOf('')))": 'd41d8cd98f00b204e9800998ecf8427e',
    // RFC 4231, test case 2.
    "EncodingUtil.convertToHex(Crypto.generateMac('hmacSHA256', Blob.valueOf('what do ya want for nothing?'), Blob.valueOf('Jefe')))":
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    "Crypto.verifyHMac('hmacSHA1', Blob.valueOf('a'), Blob.valueOf('k'), Crypto.generateMac('hmacSHA1', Blob.valueOf('a'), Blob.valueOf('k')))":
      'true',
    "Crypto.verifyHMac('hmacSHA1', Blob.valueOf('b'), Blob.valueOf('k'), Crypto.generateMac('hmacSHA1', Blob.valueOf('a'), Blob.valueOf('k')))":
      'false',
    'Crypto.generateAesKey(256).size()': '32',
    'Crypto.getRandomLong() != Crypto.getRandomLong()': 'true'
  });
  checkThrows({
    "Crypto.generateDigest('SHA3', Blob.valueOf('a'));":
      'System.InvalidParameterValueException: Invalid algorithm SHA3. Valid algorithms: MD5, SHA1, SHA-1, SHA256, SHA-256, SHA512, SHA-512',
    "Crypto.encryptWithManagedIV('AES256', Blob.valueOf('short'), Blob.valueOf('a'));":
      'System.InvalidParameterValueException: Invalid private key. Must be 32 bytes.'
  });
});

test('Crypto: there and back', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const { log } = runApex(`
    Blob key = Crypto.generateAesKey(128);
    Blob secret = Crypto.encryptWithManagedIV('AES128', key, Blob.valueOf('hello'));
    System.debug(Crypto.decryptWithManagedIV('AES128', key, secret).toString() + ' ' + secret.size());
    Blob iv = Blob.valueOf('0123456789abcdef');
    System.debug(Crypto.decrypt('AES128', key, iv, Crypto.encrypt('AES128', key, iv, Blob.valueOf('hi'))).toString());
    Blob signature = Crypto.sign('RSA-SHA256', Blob.valueOf('text'), EncodingUtil.base64Decode('${der}'));
    Blob publicKey = EncodingUtil.base64Decode('${spki}');
    System.debug(Crypto.verify('RSA-SHA256', Blob.valueOf('text'), signature, publicKey));
    System.debug(Crypto.verify('RSA-SHA256', Blob.valueOf('other'), signature, publicKey));
  `);
  assert.deepEqual(log, ['hello 32', 'hi', 'true', 'false']);
});

test('UUID and Url', () => {
  check({
    'UUID.randomUUID().toString().length()': '36',
    "UUID.fromString('123E4567-E89B-12D3-A456-426614174000')": '123e4567-e89b-12d3-a456-426614174000',
    "UUID.fromString('123e4567-e89b-12d3-a456-426614174000').equals(UUID.fromString('123E4567-E89B-12D3-A456-426614174000'))": 'true',
    'Url.getOrgDomainUrl().toExternalForm()': 'https://lab.example.com',
    "new Url('https://user@x.example.com:8443/a/b?c=d#e').getHost()": 'x.example.com',
    "new Url('https://x.example.com:8443/a/b?c=d#e').getPort()": '8443',
    "new Url('https://x.example.com/a/b?c=d#e').getPort()": '-1',
    "new Url('https://x.example.com/a/b?c=d#e').getPath()": '/a/b',
    "new Url('https://x.example.com/a/b?c=d#e').getFile()": '/a/b?c=d',
    "new Url('https://x.example.com/a/b?c=d#e').getQuery()": 'c=d',
    "new Url('https://x.example.com/a/b?c=d#e').getRef()": 'e',
    "new Url('https://x.example.com').getQuery()": 'null',
    "new Url('https://x.example.com/?a').toExternalForm()": 'https://x.example.com/?a',
    "new Url('https://x.example.com?a').toExternalForm()": 'https://x.example.com?a',
    "new Url(new Url('https://x.example.com/a/b'), 'c').toExternalForm()": 'https://x.example.com/a/c'
  });
  checkThrows({
    "new Url('nope');": 'System.StringException: no protocol: nope',
    "UUID.fromString('x');": 'System.IllegalArgumentException: Invalid UUID string: x'
  });
});
