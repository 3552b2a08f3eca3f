/** The panel on the lab's page as a person uses it: by what stands on it, with mouse or keyboard. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

export class PanelPage {
  readonly page: Page;
  private readonly url: string;
  /** Errors of scripts since the page was opened; a test expects none. */
  readonly problems: string[] = [];

  /** @param url Of the lab's page. */
  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  /** @param query Such as `?as=viewer@example.com&dark`. */
  async open(campaignId: string, query = ''): Promise<void> {
    await this.page.goto(`${this.url}/campaign/${campaignId}${query}`);
    await this.page.locator('c-marketo-campaign-panel article[aria-busy="false"]').waitFor();
  }

  get panel(): Locator {
    return this.page.locator('c-marketo-campaign-panel');
  }
  /** A part of the panel by its data-id. */
  part(id: string): Locator {
    return this.panel.locator(`[data-id="${id}"]`);
  }
  async press(id: string): Promise<void> {
    await this.part(id).locator('button').first().click();
  }
  async menu(item: string): Promise<void> {
    await this.press('menu');
    await this.part(item).click();
  }
  async count(name: string): Promise<number> {
    const shown = await this.panel.locator(`[data-count="${name}"] .value`).textContent();
    return Number(shown?.replace(/\D/g, ''));
  }

  /** From an unlinked campaign to the finished preview, with every gap of the status map made in Salesforce. */
  async toPreview(programId: number, people: 'create' | 'wait' | 'never'): Promise<void> {
    await this.press('link');
    await this.panel.locator(`button[data-program="${programId}"]`).click();
    await this.part('write').first().waitFor();
    for (let gap = this.part('create').locator('button'); (await gap.count()) > 0;) {
      await gap.first().click();
    }
    await this.press('next');
    await this.panel.locator(`label[for^="people-${people}"]`).click();
    await this.press('next');
    await this.part('calls').waitFor();
  }

  /** What axe finds on the panel, a line for each violation. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate<AxeResult>(
      `axe.run({ fromShadowDom: ['lab-app', 'c-marketo-campaign-panel'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], rules: { region: { enabled: false } } })`
    );
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
  }
}
