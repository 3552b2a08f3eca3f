/** Runs a command on a thread whose stack holds the 1,000 frames that Apex allows. */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { guarded } from '../apex/testing/command.ts';
import { runCommand, USAGES } from './commands.ts';
import { openLocalOrg } from './local-org.ts';
import { Shell } from './shell.ts';

const { name, args, cwd, input } = workerData as { name: string; args: string[]; cwd: string; input: string };
const print = (line: string): void => parentPort?.postMessage({ line });

/** Lines come as messages, and each is answered by what it said and whether a block is open; null ends. */
function shell(): number {
  const { values } = parseArgs({ args, options: { project: { type: 'string', default: '.' }, data: { type: 'string' } } });
  const org = openLocalOrg(path.resolve(cwd, values.project), values.data === undefined ? null : path.resolve(cwd, values.data));
  const session = new Shell(org);
  parentPort?.on('message', (line: string | null) => {
    if (line === null) {
      org.close();
      parentPort?.close();
      return;
    }
    session
      .line(line)
      .lines.filter((one) => one !== '')
      .forEach(print);
    parentPort?.postMessage({ ready: session.isOpen });
  });
  parentPort?.postMessage({ ready: false });
  return 0;
}

const code = name === 'shell' ? guarded(USAGES['shell'] ?? '', cwd, false, print, shell) : runCommand(name, args, { cwd, print, input });
parentPort?.postMessage({ code });
