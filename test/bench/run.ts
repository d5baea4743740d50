// `npm run bench`: every figure beside what it is compared with, measured in the same run. Absolute times say
// little on shared machines; the ratios do. `npm run bench -- replay` is that part alone, and
// `npm run bench -- scale` is about many nodes and rooms instead.

import { cpus } from 'node:os';
import { benchBids } from './bids.ts';
import { benchNational } from './national.ts';
import { benchPackages } from './packages.ts';
import { benchRedline } from './redline.ts';
import type { ReplayFigures } from './replay.ts';
import { benchReplay } from './replay.ts';
import { benchObservers } from './observers.ts';
import { runNodes } from './run-nodes.ts';
import { benchScale } from './scale.ts';
import { benchSheet } from './sheet.ts';
import { benchSizing } from './sizing.ts';
import { benchTextCheck } from './text-check.ts';

const rounded = (value: number): string => Math.round(value).toLocaleString('en-US');
const RUNS = 3;
const REPLAYED = 100_000;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

say(`Parley benchmark, ${String(cpus().length)} cores, median of ${String(RUNS)} runs\n`);

const [suite, ...parts] = process.argv.slice(2);
if (suite === 'scale') {
  await benchScale(say);
  process.exit(0);
}
if (suite === 'national') {
  await benchNational(say);
  process.exit(0);
}
if (suite === 'packages') {
  await benchPackages(say);
  process.exit(0);
}
const sayReplay = async (): Promise<void> => {
  const runs: ReplayFigures[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await benchReplay(REPLAYED));
  const of = (pick: (figures: ReplayFigures) => number): number => median(runs.map(pick));
  say(`Replay: a room of ${rounded(REPLAYED)} entries, most of them bids`);
  say(
    `  folded again     ${rounded(of((run) => run.eventsPerSecond))} events a second   (bar: at least 200,000)`,
  );
  say(
    `  of its own time  ${rounded(of((run) => run.ownPerSecond))} events a second of the processor`,
  );
  say(`  read as JSON     ${rounded(of((run) => run.readPerSecond))} entries a second, no more`);
  say(`  room opened      ${rounded(of((run) => run.openWholeMs))} ms from its first entry`);
  say(`  by its snapshot  ${rounded(of((run) => run.openSnapshotMs))} ms   (bar: at most 1,000)\n`);
};
if (suite === 'replay') {
  await sayReplay();
  process.exit(0);
}
if (suite === 'observers') {
  await benchObservers(say);
  process.exit(0);
}
if (suite === 'sheet') {
  await benchSheet(say);
  process.exit(0);
}
if (suite === 'nodes') {
  await runNodes(parts);
  process.exit(0);
}

const texts = Array.from({ length: RUNS }, () => benchTextCheck());
const textRatio = median(texts.map(({ ratio }) => ratio));
const last = texts.at(-1);
say('Text: check before apply, 100 KB sheet');
say(`  check         ${(last?.checkMicros ?? 0).toFixed(2)} µs an update`);
say(`  Y.applyUpdate ${(last?.applyMicros ?? 0).toFixed(2)} µs an update`);
say(`  ratio         ${textRatio.toFixed(2)}   (bar: at most 1.50)\n`);

const redlines = Array.from({ length: RUNS }, () => benchRedline());
const redlineMs = median(redlines.map((figures) => figures.redlineMs));
say('Redline: a whole sheet of 100 KB, clause by clause, proven');
say(`  one word in a hundred changed  ${redlineMs.toFixed(1)} ms   (bar: at most 100)`);
say(`  every word changed  ${median(redlines.map((one) => one.rewrittenMs)).toFixed(1)} ms`);
say(`  both texts into tokens  ${median(redlines.map((one) => one.tokensMs)).toFixed(1)} ms\n`);

const bids = [];
for (let run = 0; run < RUNS; run += 1) bids.push(await benchBids());
const raw = median(bids.map(({ rawPerSecond }) => rawPerSecond));
const decided = median(bids.map(({ bidsPerSecond }) => bidsPerSecond));
const bidRatio = median(bids.map((figures) => figures.bidsPerSecond / figures.rawPerSecond));
say('Bids: one room, 256 in flight, each decided and durable before its answer');
say(`  raw appends   ${rounded(raw)} a second`);
say(`  decided bids  ${rounded(decided)} a second`);
say(`  ratio         ${bidRatio.toFixed(2)}   (bar: at least 0.50)`);

say('');
await sayReplay();

const sizing = await benchSizing();
say('\nSizing: what a server is used up by (docs/operations.md)');
say(`  idle line       ${rounded(sizing.kilobytesALine)} KB of memory`);
say(
  `  delivery        ${rounded(sizing.microsADelivery)} µs of CPU for each page that a change reaches`,
);
say(
  `  bid             ${rounded(sizing.microsABid)} µs of CPU, signed receipt and all views included`,
);
say(
  `  bid, stored     ${rounded(sizing.bytesABid)} bytes on disk, ${rounded(sizing.backupBytesABid)} in a compressed backup`,
);
say(`  backup          ${rounded(sizing.backupEntriesPerSecond)} entries a second, compressed`);
say(`  restore         ${rounded(sizing.restoreEntriesPerSecond)} entries a second`);
