// `npm run bench -- sheet`: a sheet of 100 KB in a real browser on the real program: what a key costs the page, alone and
// beside a second writer, what the redline of the whole sheet takes, and how soon the sheet can be written in.

import type { Browser, Page } from 'playwright-core';
import * as Y from 'yjs';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { launchBrowser } from '../support/browser.ts';
import type { LargeSheet } from './large-sheet.ts';
import { openLargeSheet } from './large-sheet.ts';
import { MARK_KEYS, traced } from './main-thread.ts';

const KEYS = 300;
const KEY_EVERY_MS = 50;
const OTHER_KEY_EVERY_MS = 100;
const OPENINGS = 7;
const REDLINES = 5;

type Say = (line: string) => void;

const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

const spread = (values: readonly number[]): string =>
  `p50 ${quantile(values, 0.5).toFixed(1)}, p95 ${quantile(values, 0.95).toFixed(1)}, longest ${Math.max(...values).toFixed(1)} ms`;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The paragraph in the middle of a clause. */
const middleOf = (page: Page, termId: string) =>
  page.locator(`[data-term="${termId}"] .ProseMirror p`).nth(1);

/** Somebody else writes at the end of the first paragraph of a clause until told to stop; answers how many letters. */
const writeBeside = (doc: Y.Doc, termId: string): (() => number) => {
  const first = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(termId)?.get(0);
  const text = first instanceof Y.XmlElement ? first.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new Error('no text to write into');
  let letters = 0;
  const timer = setInterval(() => {
    text.insert(text.length, 'o');
    letters += 1;
  }, OTHER_KEY_EVERY_MS);
  return () => {
    clearInterval(timer);
    return letters;
  };
};

const typeKeys = async (page: Page, termId: string): Promise<void> => {
  await middleOf(page, termId).click();
  for (let key = 0; key < KEYS; key += 1) {
    const next = pause(KEY_EVERY_MS);
    await page.keyboard.press(key % 6 === 5 ? 'Backspace' : 'e');
    await next;
  }
};

const sayTyping = async (say: Say, what: string, measure: () => Promise<readonly number[][]>) => {
  const [thread = [], frames = []] = await measure();
  say(
    `  ${what}  ${spread(thread)} of the main thread a key (bar: 16); ${spread(frames)} to the next frame`,
  );
};

const typing = async (browser: Browser, page: Page, termId: string) => {
  await page.evaluate('keyToFrame.length = 0');
  const { byMarkMs } = await traced(browser, page, () => typeKeys(page, termId));
  return [byMarkMs, (await page.evaluate('keyToFrame')) as number[]] as number[][];
};

/**
 * Notes when every clause can be written in and the frame with them is drawn, and when all stands, fields out of view and
 * all. Looks at a list that the browser keeps itself, so that looking costs nothing.
 */
const noteOpening = (clauses: number): string => `
  globalThis.opened = {};
  globalThis.isOpen = new Promise((resolve) => {
    globalThis.tellOpen = resolve;
  });
  const editors = document.getElementsByClassName('ProseMirror');
  const later = document.getElementsByClassName('later');
  const drawn = (name, then) => {
    if (opened[name] !== undefined) return;
    opened[name] = 0;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        opened[name] = performance.now();
        then?.();
      };
      port2.postMessage(undefined);
    });
  };
  new MutationObserver(() => {
    if (editors.length !== ${String(clauses)}) return;
    if (document.querySelector('.ProseMirror[contenteditable="false"]')) return;
    drawn('written');
    if (later.length === 0) drawn('whole', tellOpen);
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['contenteditable', 'class'] });`;

/** Asked once: asking again and again would take time from what is measured. */
const isOpen = (page: Page): Promise<unknown> => page.evaluate('isOpen');

const openings = async (page: Page, url: string, before: () => Promise<void>) => {
  const times: { readonly written: number; readonly whole: number }[] = [];
  for (let run = 0; run < OPENINGS; run += 1) {
    await page.goto('about:blank');
    await before();
    await page.goto(url);
    await isOpen(page);
    times.push((await page.evaluate('opened')) as (typeof times)[number]);
  }
  return `${spread(times.map(({ written }) => written))}; the whole sheet p50 ${quantile(
    times.map(({ whole }) => whole),
    0.5,
  ).toFixed(1)} ms`;
};

/** How long the main thread worked while the sheet opened, run by run. */
const openingWork = async (browser: Browser, page: Page): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let run = 0; run < OPENINGS; run += 1) {
    const { totalMs } = await traced(browser, page, async () => {
      await page.reload();
      await isOpen(page);
    });
    times.push(totalMs);
  }
  return times;
};

const sayOpening = async (
  say: Say,
  { browser, page }: { readonly browser: Browser; readonly page: Page },
  { origin }: LargeSheet,
): Promise<void> => {
  const url = page.url();
  const cdp = await page.context().newCDPSession(page);
  const forget = async (): Promise<void> => {
    await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  };
  const kept = await openings(page, url, () => Promise.resolve());
  say('  opened: all clauses can be written in and are drawn (bar: 500)');
  say(`    text kept from before        ${kept}`);
  say(`    text from the server         ${await openings(page, url, forget)}`);
  const work = await openingWork(browser, page);
  say(`  the main thread meanwhile      ${spread(work)} of its own clock`);
};

/** Milliseconds from the click until every clause stands as a redline. */
const redlineOnce = (page: Page, clauses: number): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const count = () => document.querySelectorAll('[data-term] > .prose[role="group"]').length;
    const start = performance.now();
    new MutationObserver((_, observer) => {
      if (count() < ${String(clauses)}) return;
      observer.disconnect();
      resolve(performance.now() - start);
    }).observe(document, { childList: true, subtree: true });
    document.querySelector('input[value="redline"]').click();
  })`);

const sayRedline = async (
  say: Say,
  { browser, page }: { readonly browser: Browser; readonly page: Page },
  sheet: LargeSheet,
): Promise<void> => {
  const times: number[] = [];
  const work: number[] = [];
  for (let run = 0; run < REDLINES; run += 1) {
    await page.reload();
    await isOpen(page);
    await pause(500);
    const { totalMs } = await traced(browser, page, async () => {
      times.push(await redlineOnce(page, sheet.clauseIds.length));
    });
    work.push(totalMs);
  }
  say(
    `  redline of all clauses  ${spread(times)} from the press until all are shown, answer of the server and all; ${spread(work)} of the main thread`,
  );
};

/** The page shows the redline while somebody else types. */
const sayWatching = async (
  say: Say,
  { browser, page }: { readonly browser: Browser; readonly page: Page },
  sheet: LargeSheet,
  termId: string,
): Promise<void> => {
  let letters = 0;
  const { totalMs, longestMs } = await traced(browser, page, async () => {
    const stop = writeBeside(sheet.writer, termId);
    await pause(KEYS * KEY_EVERY_MS);
    letters = stop();
  });
  say(
    `  redline shown, another types  ${(totalMs / letters).toFixed(1)} ms of the main thread a letter, longest task ${longestMs.toFixed(1)} ms`,
  );
};

export const benchSheet = async (say: Say): Promise<void> => {
  const sheet = await openLargeSheet();
  const browser = await launchBrowser();
  try {
    const clauses = sheet.clauseIds.length;
    say(`Sheet: ${String(Math.round(sheet.bytes / 1024))} KB in ${String(clauses)} clauses`);
    const page = await (
      await browser.newContext({ viewport: { width: 1440, height: 900 } })
    ).newPage();
    await page.addInitScript(noteOpening(clauses));
    await page.addInitScript(MARK_KEYS);
    await page.goto(sheet.link);
    await isOpen(page);
    await sayOpening(say, { browser, page }, sheet);
    const termId = sheet.clauseIds[clauses >> 1] ?? '';
    await sayTyping(say, 'typing alone', () => typing(browser, page, termId));
    const stop = writeBeside(sheet.writer, termId);
    await sayTyping(say, 'another types in the same clause', () => typing(browser, page, termId));
    stop();
    await sayRedline(say, { browser, page }, sheet);
    await sayWatching(say, { browser, page }, sheet, termId);
  } finally {
    await browser.close();
    await sheet.close();
  }
};
