/** The worker thread: opens the org and serves until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import { Exchange } from './exchange.ts';
import type { FromWorker, WorkerStart } from './messages.ts';
import { StartRefused, type ServiceModule } from './service.ts';

const start = workerData as WorkerStart;
const port = parentPort;
if (!port) {
  throw new Error('worker.ts runs on a worker thread only; start the org with lab/org/main.ts.');
}
const tell = (message: FromWorker) => port.postMessage(message);

const { openService } = (await import(start.module)) as ServiceModule;
const exchange = new Exchange(port, start.signal);
try {
  const service = openService(start.options, exchange);
  exchange.serve(service);
  tell({ kind: 'ready', about: service.about });
} catch (cause) {
  if (!(cause instanceof StartRefused)) {
    throw cause;
  }
  tell({ kind: 'refused', lines: cause.lines });
  port.close();
}
