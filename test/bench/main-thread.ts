// What the main thread of a page did, from a trace of the browser: its tasks, and the marks that the page set, so that
// work can be told by what it was for. Times on the thread's own clock: what a busy machine takes away is not counted.

import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

const CATEGORIES = ['toplevel', 'blink.user_timing'];
const MARK = 'parley-key';
const MICROS = 1_000;

export interface ThreadTimes {
  /** For each mark the milliseconds that the thread worked from it until the next one, on its own clock. */
  readonly byMarkMs: readonly number[];
  /** The longest task, by its own clock. */
  readonly longestMs: number;
  /** All tasks together. */
  readonly totalMs: number;
}

/** Script that sets a mark at every key that is pressed, and notes how long it took until a frame was made after it. */
export const MARK_KEYS = `
  globalThis.keyToFrame = [];
  addEventListener('keydown', ({ timeStamp }) => {
    performance.mark('${MARK}');
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => keyToFrame.push(performance.now() - timeStamp);
      port2.postMessage(0);
    });
  }, true);`;

const timesOf = (
  events: readonly TraceEvent[],
  page: { tid: number; pid: number },
): ThreadTimes => {
  const own = events.filter(({ tid, pid }) => tid === page.tid && pid === page.pid);
  const marks = own.filter(({ name }) => name === MARK).map(({ ts }) => ts);
  const tasks = own.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask'));
  const byMark = marks.map(() => 0);
  let [longest, total] = [0, 0];
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    longest = Math.max(longest, tdur);
    total += tdur;
    const index = marks.findLastIndex((mark) => mark <= ts + dur);
    if (index >= 0) byMark[index] = (byMark[index] ?? 0) + tdur;
  }
  return {
    byMarkMs: byMark.map((micros) => micros / MICROS),
    longestMs: longest / MICROS,
    totalMs: total / MICROS,
  };
};

/** Traces the page while something is done with it. */
export const traced = async (
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<ThreadTimes> => {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate(`performance.mark('parley-page')`);
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  const mark = trace.traceEvents.find(({ name }) => name === 'parley-page');
  if (!mark) throw new Error('the trace does not have the page');
  return timesOf(trace.traceEvents, mark);
};
