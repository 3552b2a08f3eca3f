/** A headless Chromium: the machine's own where there is one, else the one that the npm package @sparticuz/chromium carries. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium as playwright, type BrowserContext, type Page } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
];

export async function openBrowser(
  viewport = { width: 1400, height: 900 }
): Promise<{ page: Page; context: BrowserContext; close: () => Promise<void> }> {
  const system = SYSTEM.find((file) => existsSync(file));
  let executablePath = system;
  let args = QUIET;
  if (!executablePath) {
    const { default: carried } = await import('@sparticuz/chromium');
    executablePath = await carried.executablePath();
    args = [...carried.args, ...QUIET];
  }
  const profile = mkdtempSync(path.join(os.tmpdir(), 'campaign-page-'));
  const context = await playwright.launchPersistentContext(profile, { executablePath, headless: true, viewport, args });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  };
}
