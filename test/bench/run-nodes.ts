// `npm run bench -- nodes`: several nodes beside one, and how fast people are back. Takes some minutes.

import type { FrameCost } from './nodes.ts';
import {
  MORE_SEATS,
  benchFrames,
  benchReconnect,
  benchRemoteReader,
  benchWithoutRedis,
} from './nodes.ts';

const RUNS = 3;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The value below which this part of all lies. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
};

const median = (values: readonly number[]): number => quantile(values, 0.5);

const spread = (values: readonly number[]): string =>
  `p50 ${median(values).toFixed(1)}, p99 ${quantile(values, 0.99).toFixed(1)} ms (${String(values.length)} samples)`;

const framesOf = async (moreSeats: number): Promise<readonly [string, string, number]> => {
  const pairs: { one: FrameCost; two: FrameCost }[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    pairs.push({
      one: await benchFrames(1, { moreSeats }),
      two: await benchFrames(2, { moreSeats }),
    });
  }
  const cost = (of: 'one' | 'two'): string =>
    `${median(pairs.map((pair) => pair[of].microsAFrame)).toFixed(1)} µs of CPU a delivered delta`;
  const ratio = median(pairs.map(({ one, two }) => two.microsAFrame / one.microsAFrame));
  return [cost('one'), cost('two'), ratio];
};

const sayFrames = async (): Promise<void> => {
  const [one, two, ratio] = await framesOf(MORE_SEATS);
  say('Frames: 1,000 lines follow a room in which somebody speaks ten times a second');
  say(`  one node      ${one}`);
  say(`  two nodes     ${two}`);
  say(`  ratio         ${ratio.toFixed(2)}   (bar: at most 1.30)`);
  // Each node has the room, its views and its own upkeep, however few listen to it.
  const few = await framesOf(0);
  say(`  200 lines     ${few[0]}; on two nodes ${few[1]}; ratio ${few[2].toFixed(2)}\n`);
};

const sayReaders = async (): Promise<void> => {
  const { near, far } = await benchRemoteReader();
  say('Text: from a keystroke to a reader, durable in between');
  say(`  same node     ${spread(near)}`);
  say(`  other node    ${spread(far)}`);
  say(`  added p50     ${(median(far) - median(near)).toFixed(1)} ms   (bar: at most 5)\n`);
};

const sayReconnects = async (): Promise<void> => {
  const { open, current } = await benchReconnect();
  say('A node killed: until a page is live again and has what happened meanwhile');
  say(`  line open     ${spread(open)}`);
  say(`  live, current ${spread(current)}   (bar: p99 at most 1,000 ms)\n`);
};

const sayWithoutRedis = async (): Promise<void> => {
  const { lags, currentAfterMs, lagsAfter, hearingAfterMs } = await benchWithoutRedis();
  say('Redis away for 5 s: from an answer to a reader on the other node');
  say(`  meanwhile     ${spread(lags)}`);
  say(`  once back     current after ${currentAfterMs.toFixed(0)} ms   (bar: at most 1,000)`);
  say(`                ${spread(lagsAfter)}`);
  say(`  heard again   within ${hearingAfterMs.toFixed(0)} ms`);
};

const PARTS = {
  frames: sayFrames,
  readers: sayReaders,
  reconnects: sayReconnects,
  redis: sayWithoutRedis,
} as const;

/** Runs the parts that are named, or all. */
export const runNodes = async (names: readonly string[]): Promise<void> => {
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.length === 0 || names.includes(name)) await part();
  }
};
