import assert from 'node:assert/strict';
import test from 'node:test';
import { newCertificate } from '../secrets/certificate.ts';
import { checkCertificate } from './certificate.ts';

test('a certificate that runs out is a warning a month before, and a problem from the day on, with what to do', async () => {
  const { certificate } = await newCertificate('00D000000000001EAA', new Date('2026-03-04T05:06:07Z'));
  const on = (day: string) => checkCertificate(certificate, new Date(`${day}T12:00:00Z`));
  assert.deepEqual([on('2028-02-01').verdict, on('2028-02-01').fix], ['ok', '']);
  assert.deepEqual([on('2028-02-15').verdict, on('2028-03-03').verdict, on('2028-03-05').verdict], ['warning', 'warning', 'problem']);
  assert.match(on('2028-02-15').sentence, /on 2028-03-04, in 17 days/);
  assert.match(on('2028-03-05').fix, /relay tenant rotate --certificate/);
  assert.equal(checkCertificate('', new Date()).verdict, 'problem');
});
