/** `relay serve`: the relay until SIGTERM or SIGINT. */
import type { Configuration } from '../configuration.ts';
import { createLog } from '../log.ts';
import { startRelay } from '../main.ts';
import type { Output } from './output.ts';

/** A stop that takes longer than this ends the process: everything that must last is in the store. */
const STOP_MS = 20_000;

/** Resolves when the relay has stopped. */
export async function serve(configuration: Configuration, output: Output): Promise<void> {
  const log = createLog(configuration.logLevel);
  const relay = await startRelay(configuration, log);
  output.say(`The relay listens at ${relay.url}`, { url: relay.url });
  log.info({ url: relay.url }, 'The relay listens');
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
  });
  log.info({ signal }, 'The relay stops');
  const impatient = setTimeout(() => {
    log.warn({}, 'Calls under way did not end in time; what they did is looked up at the next start');
    process.exit(0);
  }, STOP_MS);
  await relay.stop();
  clearTimeout(impatient);
}
