/** Runs the command on a thread whose stack holds the 1,000 frames that Apex allows. */
import { parentPort, workerData } from 'node:worker_threads';
import { runTestCommand } from './command.ts';

const { args, cwd } = workerData as { args: string[]; cwd: string };
const code = runTestCommand(args, cwd, (line) => parentPort?.postMessage({ line }));
parentPort?.postMessage({ code });
