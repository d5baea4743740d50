// A real browser with one context a seat, and the checks that every page must pass.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromiumPackage from '@sparticuz/chromium';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** For what never comes, not for what is slow. */
const PATIENCE_MS = 90_000;

/** Starts the browser that comes as an npm package; it needs no download. Its pages wait long for what is waited for. */
export const launchBrowser = async (): Promise<Browser> => {
  const browser = await chromium.launch({
    executablePath: await chromiumPackage.executablePath(),
    args: ['--no-sandbox', '--disable-gpu'],
    headless: true,
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
};

export interface SeatPage {
  readonly page: Page;
  /** Errors the page threw or logged. */
  readonly problems: string[];
}

/** Opens a page of its own context and keeps what goes wrong in it. */
export const openPage = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<SeatPage> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
};

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly {
      readonly target: readonly string[];
      readonly failureSummary?: string;
    }[];
  }[];
}

/**
 * Accessibility violations by axe (WCAG 2.2 A and AA, best practices), as readable lines. `colours` looks at contrast
 * alone: all that another theme of the same page can break. `within` is the part of the page that is looked at.
 */
export const accessibilityProblems = async (
  page: Page,
  what: 'all' | 'colours' = 'all',
  within = 'html',
): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  const options = what === 'all' ? '{}' : '{ runOnly: ["color-contrast"] }';
  const result = (await page.evaluate(`axe.run('${within}', ${options})`)) as AxeResult;
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
};
