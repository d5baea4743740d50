// A report in words, the same on the page and in a terminal.

import type { EpochMs } from '../kernel/units.ts';
import type { Finding, ReceiptsReport, Report, RerunReport, StreamReport } from './report.ts';
import { formatCount, formatMills } from '../kernel/amount-text.ts';

/** `2026-09-16 10:15:02.123 UTC`. */
export const instantText = (atMs: EpochMs): string =>
  new Date(atMs).toISOString().replace('T', ' ').replace('Z', ' UTC');

const lineText = (from: number | undefined, line: number | undefined): string | undefined => {
  if (line === undefined) return undefined;
  return from === line ? `line ${String(line)}` : `lines ${String(from)} to ${String(line)}`;
};

/** Where and what, in one line. */
export const findingText = ({
  line,
  fromLine = line,
  stream,
  segment,
  atMs,
  about,
  what,
}: Finding): string => {
  const places = [
    lineText(fromLine, line),
    stream,
    segment === undefined ? undefined : `segment ${String(segment)}`,
    atMs === undefined ? undefined : instantText(atMs),
    about,
  ].filter((place) => place !== undefined);
  return places.length === 0 ? `${what}.` : `${places.join(', ')}: ${what}.`;
};

/** One stream that holds together. */
export const streamText = ({ stream, seals, entries, shown, hidden }: StreamReport): string =>
  `${stream}: ${formatCount(seals)} seals, ${formatCount(entries)} entries shown in ${formatCount(shown)} parts, ${formatCount(hidden)} hashes of what is hidden or empty.`;

const awardLines = ({ awards }: RerunReport): readonly string[] =>
  awards.map(
    ({ lotId, teamId, quantityBlocks, priceMills }) =>
      `  ${lotId}: ${formatCount(quantityBlocks)} to ${teamId} at ${formatMills(priceMills)}`,
  );

/** What came of running one auction again. */
export const rerunText = (rerun: RerunReport): readonly string[] => {
  const { title, decisions, rounds, notDone, unknownReserves = [] } = rerun;
  if (notDone !== undefined) {
    return [`${title}: not run again to its end, because ${notDone}.`];
  }
  const done = `${title}: ${formatCount(decisions)} decisions taken again, ${String(rounds)} rounds: the same prices and the same award.`;
  const unknown = `  Not sold, and whether for its reserve is not shown: ${unknownReserves.join(', ')}.`;
  return [done, ...awardLines(rerun), ...(unknownReserves.length > 0 ? [unknown] : [])];
};

/** What came of looking for receipts. */
export const receiptsText = ({ given, found, later }: ReceiptsReport): string =>
  `${formatCount(found)} of ${formatCount(given)} receipts found in the record${later > 0 ? `, ${formatCount(later)} are of later than the record goes` : ''}.`;

const isSound = ({ findings }: Report): boolean => findings.length === 0;

/** The outcome in one sentence. */
export const outcomeText = (report: Report): string => {
  if (isSound(report)) return 'Everything that can be checked in this bundle holds.';
  const count = report.findings.length;
  return `This bundle does not hold: ${report.hasMore ? 'more than ' : ''}${String(count)} ${count === 1 ? 'thing is' : 'things are'} wrong.`;
};

/** For whom and of when a bundle is. */
export const headText = ({ head }: Report): string | undefined => {
  if (!head) return undefined;
  const { title, viewer, madeAtMs } = head;
  const whose = viewer.teamId === undefined ? viewer.kind : `team ${viewer.teamId}`;
  return `“${title}”, as ${whose} may see it, made ${instantText(madeAtMs)}.`;
};
