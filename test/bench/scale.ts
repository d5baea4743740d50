// `npm run bench -- scale`: what one room, sheet, bid and edit cost on this machine, and how the work of 50 nodes grows
// with rooms, with nodes and with one busy room. The first part is measured and differs by machine; the second counts, and
// is the same everywhere.

import type { ActCosts } from './costs.ts';
import { measureBids, measureEdits, measurePlaces } from './costs.ts';
import type { ScaleFigures, ScalePlan } from './scale-simulation.ts';
import { simulateScale } from './scale-simulation.ts';

const PLAN: ScalePlan = {
  ...{ nodes: 50, rooms: 10_000, seats: 4, editsPerRoom: 2, spanMs: 10_000 },
  costs: { commandMs: 0.4, messageMs: 0.06, commitMs: 0.1, entryMs: 0.02 },
};
/** In the ten seconds. */
const HOT_EDITS = 5_000;

type Say = (line: string) => void;

const kilobytes = (bytes: number): string => `${(bytes / 1_024).toFixed(1)} KB`;

const sayAct = (say: Say, name: string, { ownMs, otherMs, journalBytes }: ActCosts): void => {
  const [own, other] = [ownMs, otherMs].map((ms) => `${String(Math.round(ms * 1_000))} µs`);
  const bytes = String(Math.round(journalBytes));
  say(`  ${name}   ${own ?? ''} at its node, ${other ?? ''} at each other, ${bytes} bytes stored`);
};

const sayCosts = async (say: Say): Promise<void> => {
  const places = await measurePlaces();
  say('Costs: one of each, in the demo sale');
  say(
    `  room   ${kilobytes(places.roomBytes)} of memory, ${kilobytes(places.roomJournalBytes)} stored`,
  );
  say(
    `  sheet  ${kilobytes(places.sheetBytes)} of memory, ${kilobytes(places.sheetJournalBytes)} stored`,
  );
  sayAct(say, 'bid ', await measureBids());
  sayAct(say, 'edit', await measureEdits());
};

const perEdit = (count: number, { edits }: ScaleFigures): string => (count / edits).toFixed(2);

const COLUMNS = [
  ...['nodes', 'rooms', 'busy room', 'edits', 'appends an edit', 'messages an edit'],
  ...['reads an edit', 'answered p50', 'p99', 'busy room p50', 'p99', 'given up'],
];

const row = ({ nodes, rooms, hot }: ScalePlan, figures: ScaleFigures): readonly string[] => [
  ...[String(nodes), String(rooms)],
  hot ? `${String(hot.edits / 10)} a second at ${String(hot.nodes)} nodes` : '',
  ...[String(figures.edits), perEdit(figures.appends, figures)],
  ...[perEdit(figures.messages, figures), perEdit(figures.reads, figures)],
  ...[`${String(figures.answered.p50Ms)} ms`, `${String(figures.answered.p99Ms)} ms`],
  ...(hot
    ? [`${String(figures.hotAnswered.p50Ms)} ms`, `${String(figures.hotAnswered.p99Ms)} ms`]
    : ['', '']),
  String(figures.faults),
];

const sayTable = async (say: Say, plans: readonly ScalePlan[]): Promise<void> => {
  say(`| ${COLUMNS.join(' | ')} |`);
  say(`| ${COLUMNS.map(() => '--').join(' | ')} |`);
  for (const plan of plans) say(`| ${row(plan, await simulateScale(plan)).join(' | ')} |`);
};

/** Measures, simulates and says it all. */
export const benchScale = async (say: Say): Promise<void> => {
  await sayCosts(say);
  say('\nRooms: four people each, anywhere; virtual time');
  await sayTable(say, [
    ...[2_500, 5_000, 10_000].map((rooms) => ({ ...PLAN, rooms })),
    ...[10].map((nodes) => ({ ...PLAN, nodes, rooms: 2_500 })),
  ]);
  say('\nOne busy room beside two hundred others, its people on so many of 50 nodes');
  const beside = { ...PLAN, rooms: 200 };
  await sayTable(say, [
    beside,
    ...[1, 50].map((nodes) => ({ ...beside, hot: { nodes, edits: HOT_EDITS / 5 } })),
    ...[1, 3, 10, 50].map((nodes) => ({ ...beside, hot: { nodes, edits: HOT_EDITS } })),
  ]);
};
