/** Takes the pictures of the guide: the campaign page of the example, as `npm start` shows it. Run it when the panel looks different: `node scripts/pictures.ts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBrowser } from '../lab/page/testing/browser.ts';
import { root } from './stack/child-process.ts';
import { seedExample, seedSettings } from './stack/seed.ts';
import { startStack } from './stack/stack.ts';

/** The relay's first compare, and the figures on the page. */
const SETTLE_MS = 20_000;

const folder = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
const progress = (text: string) => void process.stderr.write(`${text}\n`);
const stack = await startStack({ folder, page: true, progress });
const browser = await openBrowser({ width: 1280, height: 900 });
try {
  await seedSettings(stack);
  const campaignId = await seedExample(stack, progress);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  await browser.page.goto(`${stack.page?.ready['url']}/campaign/${campaignId}`);
  const panel = browser.page.locator('c-marketo-campaign-panel').first();
  await panel.waitFor();
  await browser.page.waitForSelector('[data-count="inSync"]');
  await panel.screenshot({ path: path.join(root, 'docs/pictures/campaign-panel.png') });
} finally {
  await browser.close();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
