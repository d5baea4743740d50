// A rehearsal as tables for a terminal: the report that the page shows, and how the lines fared.

import { formatCount, formatCounted, formatMills } from '../../shared/kernel/amount-text.ts';
import type { RehearsedLot, RehearsedTeam } from '../../shared/rehearsal/report-types.ts';
import type { HeldRehearsal } from '../rehearsal/held.ts';
import { textTable } from './text-table.ts';

/** Prices of a path that fit on a line; of a longer one the first and the last. */
const MAX_PRICES = 12;
const MS_PER_SECOND = 1_000;

const seconds = (ms: number): string => `${(ms / MS_PER_SECOND).toFixed(1)} s`;

const codes = (refused: Readonly<Record<string, number>>): string =>
  Object.entries(refused)
    .map(([code, times]) => `${code} ${formatCount(times)}`)
    .join(', ');

const pathText = ({ path }: RehearsedLot): string => {
  const prices = path.map(({ priceMills }) => formatMills(priceMills));
  if (prices.length <= MAX_PRICES) return prices.join(' ');
  const half = MAX_PRICES / 2;
  return [...prices.slice(0, half), '…', ...prices.slice(-half)].join(' ');
};

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 1 ? ['', title, '', ...lines.map((line) => `  ${line}`)] : [];

const teamRow = ({ name, kind, taken, refused, wonBlocks, tally }: RehearsedTeam): string[] => [
  name,
  kind,
  formatCount(taken),
  formatCount(Object.values(refused).reduce((sum, times) => sum + times, 0)),
  formatCount(wonBlocks),
  tally ? `${formatCount(tally.slips)} / ${formatCount(tally.slipsTaken)}` : '',
  tally ? formatCount(tally.drops) : '',
  codes(refused),
];

/** The whole of it as lines. */
export const rehearsalTable = ({ roomId, report, lines }: HeldRehearsal): readonly string[] => {
  const { title, format, phase, runMs, extensions, pauses } = report;
  const refusals = codes(report.refusals);
  return [
    `${title} (${format}): ${phase} after ${seconds(runMs)}, ${formatCounted(report.rounds.length, 'round')}, ${formatCounted(extensions, 'extension')}, ${formatCounted(pauses, 'pause')}`,
    `Room ${roomId}, seed ${String(report.seed)}`,
    `${formatCount(lines.bots)} bots, ${formatCount(lines.commands)} commands, answered in ${formatCount(lines.medianMs)} ms (half of them), ${formatCount(lines.p99Ms)} ms (99 %)`,
    ...(Object.keys(lines.refusedBots).length > 0
      ? [`Bots that were turned away: ${codes(lines.refusedBots)}`]
      : []),
    ...block(
      'Rounds',
      textTable(
        ['round', 'opened', 'lasted', 'taken', 'refused', 'extended'],
        report.rounds.map((round) => [
          String(round.round),
          seconds(round.openedAfterMs),
          round.lastedMs === null ? 'not closed' : seconds(round.lastedMs),
          formatCount(round.taken),
          formatCount(round.refused),
          formatCount(round.extensions),
        ]),
      ),
    ),
    ...block(
      'Lots',
      textTable(
        ['lot', 'sold', 'of', 'opening', 'prices'],
        report.lots.map((lot) => [
          lot.name,
          formatCount(lot.soldBlocks),
          formatCount(lot.supplyBlocks),
          formatMills(lot.openingPriceMills),
          pathText(lot),
        ]),
      ),
    ),
    ...block(
      'Bidders',
      textTable(
        ['team', 'bot', 'taken', 'refused', 'won', 'slips / taken', 'drops', 'why refused'],
        report.teams.map(teamRow),
      ),
    ),
    ...(refusals === '' ? [] : ['', `Refused in all: ${refusals}`]),
  ];
};
