// The course of an auction from the lines that a viewer reads: what happened when and why, how long it stood still, and
// which bids were refused.

import type { ReportLine } from './report-lines.ts';
import type { ReportSection } from './report-types.ts';
import { formatMills } from '../kernel/amount-text.ts';
import { refusalName } from './refusal-names.ts';
import { spanText, utcText } from './report-text.ts';

type Params = ReportLine['params'];

const word = (params: Params, key: string): string => String(params[key] ?? '');
const because = (params: Params): string => {
  const reason = word(params, 'reason');
  return reason === '' ? '' : `: ${reason}`;
};
const instant = (params: Params, key: string): string => {
  const at = params[key];
  return typeof at === 'number' ? utcText(at) : '';
};
const money = (params: Params, key: string): string => {
  const mills = params[key];
  return typeof mills === 'number' ? formatMills(mills) : '';
};
const lotsOf = (params: Params): string =>
  params['lot'] === undefined ? `${word(params, 'lots')} lots` : word(params, 'lot');
const hasLots = (params: Params): boolean =>
  params['lot'] !== undefined || params['lots'] !== undefined;

/** What stands in the time line, by code; prices and bids have sections of their own. */
const COURSE: Readonly<Record<string, (params: Params) => string>> = {
  'auction/scheduled': () => 'Rules and lots fixed',
  'auction/rules-amended': (params) => `Rules amended${because(params)}`,
  'auction/round-opened': (params) =>
    `${hasLots(params) ? lotsOf(params) : `Round ${word(params, 'round')}`} opened, to close at ${instant(params, 'closesAtMs')}`,
  'auction/book-frozen': (params) => `Cut-off of round ${word(params, 'round')}`,
  'auction/round-closed': (params) =>
    `${hasLots(params) ? lotsOf(params) : `Round ${word(params, 'round')}`} closed${params['isFinal'] === true ? ', the last one' : ''}`,
  'auction/lots-closed': (params) => `${lotsOf(params)} closed`,
  'auction/close-moved': (params) =>
    `Extension: ${lotsOf(params)} to close at ${instant(params, 'closesAtMs')}, as the lead changed late`,
  'auction/extended': (params) =>
    `Extension by the moderator to ${instant(params, 'closesAtMs')}${because(params)}`,
  'auction/clock-stopped': (params) =>
    `${word(params, 'lot')}: ${word(params, 'quantityBlocks')} taken at ${money(params, 'priceMills')}, ${word(params, 'remainingBlocks')} left`,
  'auction/paused': (params) => `Paused${because(params)}`,
  'auction/interrupted': (params) =>
    `Paused: the server was away from ${instant(params, 'fromMs')} to ${instant(params, 'toMs')}`,
  'auction/resume-announced': (params) => `To go on at ${instant(params, 'resumesAtMs')}`,
  'auction/resumed': () => 'Went on',
  'auction/voided': (params) =>
    `Taken back to ${params['toRound'] === 0 ? 'before round 1' : `the end of round ${word(params, 'toRound')}`}${because(params)}`,
  'auction/team-excluded': (params) => `${word(params, 'team')} excluded${because(params)}`,
  'auction/ended': (params) => (params['sold'] === false ? 'Ended without a sale' : 'Ended'),
  'auction/certified': () => 'Result certified',
  'auction/cancelled': (params) => `Cancelled${because(params)}`,
};

/** Lines of other sections, or of no interest once all is over. */
const ELSEWHERE = new Set([
  'auction/lead-moved',
  'auction/drafted',
  'auction/eligibility-set',
  'auction/rules-accepted',
  'bid/accepted',
  'bid/refused',
]);

/** A code that has no words here says itself, with the reason that came with it. */
const courseWords = ({ code, params }: ReportLine): string =>
  COURSE[code]?.(params) ??
  `${code.slice(code.indexOf('/') + 1).replaceAll('-', ' ')}${because(params)}`;

const STOPS = new Set(['auction/paused', 'auction/interrupted']);
const EXTENDS = new Set(['auction/extended', 'auction/close-moved']);

export interface Course {
  readonly startedAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  readonly pauses: number;
  readonly pausedMs: number;
  readonly extensions: number;
}

/** Counts and spans of a course. A pause that nobody ended lasts to the end. */
export const courseOf = (lines: readonly ReportLine[]): Course => {
  const [lastAtMs] = lines.slice(-1).map(({ atMs }) => atMs);
  const ended = lines.findLast(({ code }) => /^auction\/(ended|cancelled)$/.test(code));
  const endedAtMs = ended?.atMs ?? lastAtMs;
  let [pauses, pausedMs, extensions] = [0, 0, 0];
  let since: number | undefined;
  const goesOn = (atMs: number): void => {
    pausedMs += since === undefined ? 0 : atMs - since;
    since = undefined;
  };
  for (const { code, atMs } of lines) {
    if (EXTENDS.has(code)) extensions += 1;
    if (STOPS.has(code)) {
      pauses += 1;
      since ??= atMs;
    }
    if (code === 'auction/resumed' || code === 'auction/voided') goesOn(atMs);
  }
  if (endedAtMs !== undefined) goesOn(endedAtMs);
  const startedAtMs = lines.find(({ code }) => code === 'auction/round-opened')?.atMs;
  return { startedAtMs, endedAtMs, pauses, pausedMs, extensions };
};

/** What happened when, with the reasons that were given. */
export const timeLine = (lines: readonly ReportLine[]): ReportSection => {
  const shown = lines.filter(({ code }) => !ELSEWHERE.has(code));
  const { pauses, pausedMs, extensions } = courseOf(lines);
  const stood =
    pauses === 0
      ? 'It never stood still.'
      : `It stood still ${count(pauses, 'time')}, ${spanText(pausedMs)} in all.`;
  return {
    id: 'course',
    title: 'Time line',
    notes: [
      `${stood} ${extensions === 0 ? 'No close was moved.' : `The close was moved ${count(extensions, 'time')}.`}`,
    ],
    tables: [
      {
        caption: 'What happened when',
        columns: [
          { label: 'When', measure: 'time' },
          { label: 'What', measure: 'text' },
        ],
        rows: shown.map((line) => [line.atMs, courseWords(line)]),
      },
    ],
  };
};

const count = (value: number, noun: string): string =>
  `${String(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Refused bids that the viewer may read, by code and team. */
export const refusedBids = (lines: readonly ReportLine[]): ReportSection => {
  const byKey = new Map<string, { code: string; team: string; times: number }>();
  for (const { code: kind, params } of lines) {
    if (kind !== 'bid/refused') continue;
    const [code, team] = [word(params, 'code'), word(params, 'team')];
    const known = byKey.get(`${code}\n${team}`);
    byKey.set(`${code}\n${team}`, { code, team, times: (known?.times ?? 0) + 1 });
  }
  const rows = [...byKey.values()].sort(
    (a, b) => b.times - a.times || (a.code + a.team < b.code + b.team ? -1 : 1),
  );
  return {
    id: 'refused',
    title: 'Refused bids',
    notes: rows.length === 0 ? ['None that this seat may read.'] : [],
    tables:
      rows.length === 0
        ? []
        : [
            {
              caption: 'Refused bids by reason',
              columns: [
                { label: 'Code', measure: 'text' },
                { label: 'Reason', measure: 'text' },
                { label: 'Team', measure: 'text' },
                { label: 'Times', measure: 'count' },
              ],
              rows: rows.map(({ code, team, times }) => [code, refusalName(code), team, times]),
            },
          ],
  };
};
