// A report in words, the same on the page and in a terminal.

import type { EpochMs } from '../kernel/units.ts';
import { REHEARSAL_NOTE, isRehearsalTitle } from '../room/rehearsal-title.ts';
import type {
  Finding,
  PasskeyReport,
  ReceiptsReport,
  Report,
  RerunReport,
  StreamReport,
} from './report.ts';
import { formatCount, formatCounted, formatMills } from '../kernel/amount-text.ts';

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
  `${stream}: ${formatCounted(seals, 'seal')}, ${formatCount(entries)} ${entries === 1 ? 'entry' : 'entries'} shown in ${formatCounted(shown, 'part')}, ${formatCount(hidden)} ${hidden === 1 ? 'hash' : 'hashes'} of what is hidden or empty.`;

const awardLines = ({ awards }: RerunReport): readonly string[] =>
  awards.map(({ lotId, teamId, quantityBlocks, priceMills, parts }) => {
    const at = parts?.map(
      (part) => `${formatCount(part.quantityBlocks)} at ${formatMills(part.priceMills)}`,
    );
    const price = at ? `, ${at.join(', ')}` : ` at ${formatMills(priceMills)}`;
    return `  ${lotId}: ${formatCount(quantityBlocks)} to ${teamId}${price}`;
  });

/** `3`, `3 to 5`, `1, 3 to 5 and 9`: rising whole numbers. */
export const rangesText = (numbers: readonly number[]): string => {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.last === number - 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  const parts = runs.map(({ first, last }) =>
    first === last ? String(first) : `${String(first)} to ${String(last)}`,
  );
  const [end = ''] = parts.slice(-1);
  return parts.length < 2 ? end : `${parts.slice(0, -1).join(', ')} and ${end}`;
};

const MOST_AWARDS = 200;

/** What was taken as recorded in an auction that was run again. */
const givenText = ({ givenRounds = [] }: RerunReport): readonly string[] =>
  givenRounds.length === 0
    ? []
    : [
        `  Not shown: round${givenRounds.length === 1 ? '' : 's'} ${rangesText(givenRounds)} used private standing instructions. What they bid was taken as recorded; prices, eligibility and awards were computed again with it.`,
      ];

/** What was checked of what is published, a sentence each. */
const publishedTexts = (report: RerunReport): readonly string[] => {
  const { published } = report;
  if (!published) return [];
  const { rounds, openings, postedAgainstDemand, postedWithinRange, ownRounds, notDone } =
    published;
  const of = `${formatCount(rounds)} round${rounds === 1 ? '' : 's'}`;
  return [
    `  Not shown: bids and standing instructions of others. Checked of what is published, in ${of}:`,
    `  ${formatCount(openings)} start and clock prices follow from the posted prices before them.`,
    ...(postedAgainstDemand > 0
      ? [`  ${formatCount(postedAgainstDemand)} posted prices agree with the published demand.`]
      : []),
    ...(postedWithinRange > 0
      ? [
          `  ${formatCount(postedWithinRange)} posted prices lie between start and clock price; the demand that sets them is not published to this viewer.`,
        ]
      : []),
    ...(ownRounds === undefined
      ? []
      : [
          `  In ${formatCount(ownRounds)} of them what was processed for this team, and its eligibility, follow from what it asked for.`,
        ]),
    ...(notDone === undefined ? [] : [`  Not gone on with, because ${notDone}.`]),
  ];
};

const soldText = ({ sold }: RerunReport): readonly string[] =>
  sold ? [`  ${formatCount(sold.lots)} lots sold, ${formatCount(sold.blocks)} blocks in all.`] : [];

/** Some of many names, and how many more there are. */
const MOST_NAMES = 20;
const someOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${formatCount(names.length - MOST_NAMES)} more`;

/** What came of running one auction again. */
export const rerunText = (rerun: RerunReport): readonly string[] => {
  const { title, decisions, rounds, notDone, unknownReserves = [] } = rerun;
  if (notDone !== undefined) {
    return [`${title}: not run again to its end, because ${notDone}.`, ...publishedTexts(rerun)];
  }
  const done = `${title}: ${formatCounted(decisions, 'decision')} taken again, ${formatCounted(rounds, 'round')}: the same prices and the same award.`;
  const unknown = `  Not sold, and whether for its reserve is not shown: ${someOf(unknownReserves)}.`;
  const awards = awardLines(rerun);
  const more = awards.length - MOST_AWARDS;
  return [
    done,
    ...givenText(rerun),
    ...soldText(rerun),
    ...awards.slice(0, MOST_AWARDS),
    ...(more > 0 ? [`  and ${formatCount(more)} more awards, in the report of the auction.`] : []),
    ...(unknownReserves.length > 0 ? [unknown] : []),
  ];
};

/** What came of looking for receipts. */
export const receiptsText = ({ given, found, later }: ReceiptsReport): string =>
  `${formatCount(found)} of ${formatCount(given)} receipts found in the record${later > 0 ? `, ${formatCount(later)} are of later than the record goes` : ''}.`;

/** What came of checking passkeys. */
export const passkeysText = ({ given, hold, registered }: PasskeyReport): string =>
  `${formatCount(hold)} of ${formatCount(given)} ${given === 1 ? 'signature' : 'signatures'} with a passkey checked again under the frozen hash: the key signed it, its person verified. For ${formatCount(registered)} of them the bundle shows that the key was registered before.`;

const isSound = ({ findings }: Report): boolean => findings.length === 0;

/** The outcome in one sentence. */
export const outcomeText = (report: Report): string => {
  if (isSound(report)) return 'Everything that can be checked in this bundle holds.';
  const count = report.findings.length;
  return `This bundle does not hold: ${report.hasMore ? 'more than ' : ''}${String(count)} ${count === 1 ? 'thing is' : 'things are'} wrong.`;
};

/** What the record of a rehearsal says of itself; undefined for any other. */
export const rehearsalText = ({ head }: Report): string | undefined =>
  head && isRehearsalTitle(head.title) ? REHEARSAL_NOTE : undefined;

/** For whom and of when a bundle is. */
export const headText = ({ head }: Report): string | undefined => {
  if (!head) return undefined;
  const { title, viewer, madeAtMs } = head;
  const whose = viewer.teamId === undefined ? viewer.kind : `team ${viewer.teamId}`;
  return `“${title}”, as ${whose} may see it, made ${instantText(madeAtMs)}.`;
};
