// A simulation as tables for a terminal. What formats compute in a close is shown by the names they give it, with
// amounts as money and instants as times since the start, so that a new format needs nothing here.

import { formatCount, formatMills } from '../../shared/kernel/amount-text.ts';
import type { SimulatedRound, SimulationReport } from '../../shared/simulation/report.ts';
import { textTable } from './text-table.ts';

/** `1:02:03` since the start, with a fraction of a second where there is one. */
const clockText = (ms: number): string => {
  const whole = Math.floor(ms / 1_000);
  const part = (value: number): string => String(value).padStart(2, '0');
  const fraction = ms % 1_000 === 0 ? '' : `.${String(ms % 1_000).padStart(3, '0')}`;
  return `${String(Math.floor(whole / 3_600))}:${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}${fraction}`;
};

/** `postedPriceMills` → `posted price`. */
const wordsOf = (name: string): string =>
  name
    .replace(/(Mills|AtMs|Ms|Id)$/, '')
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

type Row = Readonly<Record<string, unknown>>;

const cellText = (name: string, value: unknown): string => {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number')
    return name.endsWith('Mills') ? formatMills(value) : formatCount(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Instants are not since the start inside a result, and lists do not fit a cell. */
const isShown = (row: Row, name: string): boolean =>
  !name.endsWith('AtMs') && !(typeof row[name] === 'object' && row[name] !== null);

const rowsTable = (rows: readonly Row[]): readonly string[] => {
  const names = [
    ...new Set(rows.flatMap((row) => Object.keys(row).filter((n) => isShown(row, n)))),
  ];
  return textTable(
    names.map(wordsOf),
    rows.map((row) => names.map((name) => cellText(name, row[name]))),
  );
};

/** A part of a result: a table by its keys where it holds rows or numbers; nothing for flags. */
const partTable = (name: string, part: unknown): readonly string[] => {
  if (Array.isArray(part)) return part.length > 0 && part.every(isRow) ? rowsTable(part) : [];
  if (!isRow(part) || Object.keys(part).length === 0) return [];
  const entries = Object.entries(part);
  if (name === 'lots') return rowsTable(entries.map(([, value]) => value).filter(isRow));
  return rowsTable(
    entries.map(([id, value]) => ({ team: id, ...(isRow(value) ? value : { [name]: value }) })),
  );
};

const roundLines = (round: SimulatedRound): readonly string[] => {
  const closed = round.closedAtMs === null ? 'still open' : clockText(round.closedAtMs);
  const bids = `${formatCount(round.acceptedBids)} bids, ${formatCount(round.refusedBids)} refused`;
  const parts = Object.entries(round.result ?? {}).map(([name, part]) => partTable(name, part));
  return [
    `Round ${String(round.round)}  ${clockText(round.openedAtMs)} to ${closed}  ${bids}${round.isVoided ? '  (voided)' : ''}`,
    ...parts.filter(({ length }) => length > 0).flatMap((table) => ['', ...indented(table)]),
  ];
};

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? ['', title, '', ...indented(lines)] : [];

const awardLines = ({ awards }: SimulationReport): readonly string[] =>
  awards.length === 0 ? [] : rowsTable(awards.map((award) => ({ ...award })));

const paymentLines = ({ payments }: SimulationReport): readonly string[] =>
  payments.length === 0
    ? []
    : textTable(
        ['team', 'blocks', 'a day', 'a year'],
        payments.map(({ teamId, blocks, dayMills, yearMills }) => [
          teamId,
          formatCount(blocks),
          formatMills(dayMills),
          formatMills(yearMills),
        ]),
      );

const extensionLines = ({ extensions }: SimulationReport): readonly string[] =>
  extensions.length === 0
    ? []
    : textTable(
        ['at', 'round', 'lots', 'closes'],
        extensions.map(({ atMs, round, lots, closesAtMs }) => [
          clockText(atMs),
          String(round),
          lots?.join(', ') ?? 'all',
          clockText(closesAtMs),
        ]),
      );

const refusedLines = ({ refused }: SimulationReport): readonly string[] =>
  refused.length === 0
    ? []
    : textTable(
        ['step', 'at', 'who', 'what', 'why'],
        refused.map(({ step, atMs, bidder, bid, act, rejection: { code, ...numbers } }) => [
          String(step),
          clockText(atMs),
          bidder ?? 'moderator',
          bid ? JSON.stringify(bid) : (act ?? ''),
          [
            code,
            ...Object.entries(numbers).map(([n, v]) => `${wordsOf(n)} ${cellText(n, v)}`),
          ].join('; '),
        ]),
      );

/** The whole report as lines. */
export const simulationTable = (report: SimulationReport): readonly string[] => {
  const { unsoldLots, unplayedSteps } = report;
  return [
    `${report.title} (${report.format}): ${report.phase} after ${clockText(report.endedAtMs)}`,
    ...report.rounds.flatMap((round) => ['', ...roundLines(round)]),
    ...block('Awards', awardLines(report)),
    ...block('Payments', paymentLines(report)),
    ...block('Not sold', unsoldLots),
    ...block('Extensions', extensionLines(report)),
    ...block('Refused', refusedLines(report)),
    ...block(
      'Steps that never fell due',
      unplayedSteps.length > 0 ? [unplayedSteps.join(', ')] : [],
    ),
  ];
};
