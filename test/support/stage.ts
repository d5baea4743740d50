// What a file of browser tests begins with: a server with the demo room and a browser, up before its first test and down
// after its last one.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { SeatPage } from './browser.ts';
import { launchBrowser, openPage } from './browser.ts';
import type { LiveOptions, LiveServer } from './live-server.ts';
import { startLive } from './live-server.ts';
import type { SkippableTime } from './skippable-time.ts';

export interface Stage {
  /** Only while tests run. */
  readonly live: LiveServer;
  readonly browser: Browser;
  /** All pages that were opened here, with what went wrong in them. */
  readonly opened: readonly SeatPage[];
  /** Opens a page of its own context. */
  readonly open: (url: string, options?: BrowserContextOptions) => Promise<SeatPage>;
  /** Sits down at a seat of the demo by its link, and waits until the page is live. */
  readonly enter: (seatId: string, options?: BrowserContextOptions) => Promise<Page>;
}

/** Sets the stage for the tests of one file; call it once, at its top. */
export const stageForFile = (options: LiveOptions<SkippableTime> = {}): Stage => {
  let up: { readonly live: LiveServer; readonly browser: Browser } | undefined;
  const opened: SeatPage[] = [];

  beforeAll(async () => {
    const live = await startLive(options);
    up = { live, browser: await launchBrowser() };
  });

  afterAll(async () => {
    await up?.browser.close();
    await up?.live.close();
  });

  const standing = () => {
    if (!up) throw new Error('the server and the browser are up while tests run');
    return up;
  };
  const open: Stage['open'] = async (url, wishes) => {
    const seat = await openPage(standing().browser, url, wishes);
    opened.push(seat);
    return seat;
  };
  return {
    ...{ opened, open },
    get live() {
      return standing().live;
    },
    get browser() {
      return standing().browser;
    },
    enter: async (seatId, wishes) => {
      const { page } = await open(await standing().live.link(seatId), wishes);
      await page.getByText('● live').waitFor();
      return page;
    },
  };
};
