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

/** `postedPriceMills` → `posted price`, `atMs` → `at`. */
const wordsOf = (name: string): string =>
  (name === 'atMs' ? 'at' : name)
    .replace(/(Mills|AtMs|Ms|Id)$/, '')
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

type Row = Readonly<Record<string, unknown>>;

const cellText = (name: string, value: unknown): string => {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.map((each) => cellText(name, each)).join(', ');
  if (typeof value === 'number')
    return name.endsWith('Mills') ? formatMills(value) : formatCount(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it fits a cell: words, numbers and short lists of them. */
const isPlain = (value: unknown): boolean =>
  Array.isArray(value) ? value.every((each) => typeof each !== 'object') : !isRow(value);

/** Instants are not since the start inside a result. */
const isShown = (row: Row, name: string): boolean => !name.endsWith('AtMs') && isPlain(row[name]);

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
  const rows = entries.map(([id, value]): Row => ({
    team: id,
    ...(isRow(value) ? value : { [name]: value }),
  }));
  // What is in lists of lists, such as parts of awards, stands among the awards.
  return rows.some((row) => Object.keys(row).some((key) => key !== 'team' && isShown(row, key)))
    ? rowsTable(rows)
    : [];
};

/** What a result says of the round as a whole, as one row. */
const wholeTable = (result: Row): readonly string[] => {
  const whole = Object.entries(result).filter(
    ([name, value]) => ['string', 'number'].includes(typeof value) && !name.endsWith('AtMs'),
  );
  return whole.length === 0 ? [] : rowsTable([Object.fromEntries(whole)]);
};

/** What a solver answered is there to be checked, not to be read; `won`, `paid` and `reasons` say it. */
const UNREAD: ReadonlySet<string> = new Set(['answer']);

const roundLines = (round: SimulatedRound): readonly string[] => {
  const closed = round.closedAtMs === null ? 'still open' : clockText(round.closedAtMs);
  const bids = `${formatCount(round.acceptedBids)} bids, ${formatCount(round.refusedBids)} refused`;
  const result = round.result ?? {};
  const parts = [
    wholeTable(result),
    ...Object.entries(result)
      .filter(([name]) => !UNREAD.has(name))
      .map(([name, part]) => partTable(name, part)),
  ];
  return [
    `Round ${String(round.round)}  ${clockText(round.openedAtMs)} to ${closed}  ${bids}${round.isVoided ? '  (voided)' : ''}`,
    ...parts.filter(({ length }) => length > 0).flatMap((table) => ['', ...indented(table)]),
  ];
};

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? ['', title, '', ...indented(lines)] : [];

/** An award at several prices has a row for each: their average is no price that anybody named. */
const awardLines = ({ awards }: SimulationReport): readonly string[] =>
  awards.length === 0
    ? []
    : rowsTable(
        awards.flatMap(({ lotId, teamId, quantityBlocks, priceMills, parts }) =>
          (parts ?? [{ quantityBlocks, priceMills }]).map((part) => ({
            ...{ lotId, teamId, quantityBlocks: part.quantityBlocks, priceMills: part.priceMills },
          })),
        ),
      );

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

const numberText = (name: string, value: unknown): string =>
  typeof value === 'number' && /(^a|A)tMs$/.test(name) ? clockText(value) : cellText(name, value);

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
            ...Object.entries(numbers).map(([n, v]) => `${wordsOf(n)} ${numberText(n, v)}`),
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
