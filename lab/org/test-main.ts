/**
 * Runs the Apex tests of the project in the current folder, as an org would: `node lab/org/test-main.ts [--class NAME[.METHOD]]...
 * [--folder DIR]... [--namespace NS] [--switch NAME=VALUE]... [--json]`. Exit code 1 when something does not compile, a test fails or too little is covered.
 */
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./apex/testing/worker.ts', import.meta.url), {
  workerData: { args: process.argv.slice(2), cwd: process.cwd() },
  resourceLimits: { stackSizeMb: 64 }
});
worker.on('message', (message: { line: string } | { code: number }) => {
  if ('line' in message) {
    process.stdout.write(`${message.line}\n`);
  } else {
    process.exitCode = message.code;
  }
});
worker.on('error', (fault: Error) => {
  process.stderr.write(`A fault of the org stand-in: ${fault.stack ?? fault.message}\n`);
  process.exitCode = 1;
});
