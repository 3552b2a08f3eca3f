/** Writes two campaigns a transaction into the folder given, and says which pair is saved, until it is killed. */
import { noMetadata, TestOrg } from './open-data.ts';

const org = new TestOrg(noMetadata(), process.argv[2] ?? null);
for (let pair = 1; ; pair += 1) {
  org.data.transact(() => {
    org.one('Campaign', { Name: `Pair ${pair}` });
    org.one('Campaign', { Name: `Pair ${pair}` });
  });
  process.stdout.write(`${pair}\n`);
}
