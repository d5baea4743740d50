// The report on an auction that is over, for one viewer: a pure function of what that viewer sees. It gets a view and
// lines of the feed, never a state, so it can tell nothing that these do not (rules REP1 to REP6).

import type { AuctionView, RoomView, Viewer } from '../room/view-types.ts';
import type { LargeCourse } from '../auction/formats/large-course.ts';
import type { ReportLine } from './report-lines.ts';
import type { ReportLink } from './report-links.ts';
import type { Cell, Report, ReportSection, ReportTable } from './report-types.ts';
import { formatCount } from '../kernel/amount-text.ts';
import { paymentOf } from '../auction/award-parts.ts';
import { PIECES_PER_BLOCK } from '../auction/types.ts';
import { courseOf, refusedBids, timeLine } from './report-course.ts';
import { lotsInOrder } from './report-demand.ts';
import { linksSections } from './report-links.ts';
import { priceSections } from './report-prices.ts';
import { saleSections } from './report-sale.ts';
import { saleNumbers } from './sale-numbers.ts';
import { cellWords, spanText, utcText } from './report-text.ts';

/** What a report is made of: what one viewer sees of a room, and reads of the course of one of its auctions. */
export interface ReportSource {
  readonly view: RoomView;
  readonly viewer: Viewer;
  readonly auction: AuctionView;
  /** All of them, in their order. */
  readonly lines: readonly ReportLine[];
  /** All evidence of lines that the viewer may read, in its order. */
  readonly links: readonly ReportLink[];
  /** In a sale of very many lots what its view leaves out, as far as this viewer may see it (REP7). */
  readonly course?: LargeCourse;
}

const FORMATS: Readonly<Record<AuctionView['format'], string>> = {
  clock: 'Clock',
  english: 'English auction',
  sealed: 'Sealed rounds',
  dutch: 'Dutch auction',
  package: 'Package bids',
};

const RESULTS: Readonly<Partial<Record<AuctionView['phase'], string>>> = {
  provisional: 'Ended; awards are provisional',
  certified: 'Certified',
  'no-sale': 'Ended without a sale',
  cancelled: 'Cancelled',
};

const viewerWords = (view: RoomView, viewer: Viewer): string => {
  if (viewer.kind !== 'team') return `the ${viewer.kind === 'public' ? 'public' : viewer.kind}`;
  return view.teams[viewer.teamId]?.name ?? viewer.teamId;
};

const factsOf = ({ auction, lines }: ReportSource): Report['facts'] => {
  const { startedAtMs, endedAtMs, pauses, pausedMs, extensions } = courseOf(lines);
  const { rules, phase, endReason, seed, seedCommitment } = auction;
  const ran =
    startedAtMs === undefined || endedAtMs === undefined ? undefined : endedAtMs - startedAtMs;
  const direction = rules.direction === 'forward' ? 'prices rise' : 'prices fall';
  return [
    [
      'Format',
      auction.format === 'dutch' ? FORMATS.dutch : `${FORMATS[auction.format]}, ${direction}`,
    ],
    ['Result', `${RESULTS[phase] ?? phase}${endReason === undefined ? '' : `: ${endReason}`}`],
    ...(startedAtMs === undefined ? [] : [['Began', utcText(startedAtMs)] as const]),
    ...(endedAtMs === undefined ? [] : [['Ended', utcText(endedAtMs)] as const]),
    ...(ran === undefined
      ? []
      : [
          [
            'Ran for',
            `${spanText(ran - pausedMs)}${pausedMs > 0 ? `, and stood still ${spanText(pausedMs)}` : ''}`,
          ] as const,
        ]),
    ['Rounds', formatCount(Object.keys(auction.rounds).length)],
    ['Pauses, extensions', `${formatCount(pauses)}, ${formatCount(extensions)}`],
    ['Delivery days a year', formatCount(rules.deliveryDays)],
    ['Rules, SHA-256', auction.rulesHash],
    ...(auction.terms ? [['Agreed terms, SHA-256', auction.terms.hash] as const] : []),
    ...(seedCommitment === '' ? [] : [['Seed, committed as', seedCommitment] as const]),
    ...(seed === undefined || seed === '' ? [] : [['Seed', seed] as const]),
  ];
};

type AwardView = NonNullable<AuctionView['awards']>[string];

/** Σ blocks × 100 pieces × price × delivery days, in mills a year, exact over all parts. */
const yearMills = (award: AwardView, deliveryDays: number): number =>
  paymentOf(award.parts ?? [award]) * PIECES_PER_BLOCK * deliveryDays;

const partsWords = ({ parts }: AwardView): string | null =>
  parts
    ?.map(
      ({ quantityBlocks, priceMills }) =>
        `${cellWords(quantityBlocks, 'count')} at ${cellWords(priceMills, 'price')}`,
    )
    .join('; ') ?? null;

const awardNotes = (auction: AuctionView): readonly string[] => {
  const unsold = (auction.unsold ?? []).map((lotId) => auction.lots[lotId]?.name ?? lotId);
  return [
    ...(auction.awards === undefined
      ? ['Awards are told to the teams concerned and to the desk.']
      : []),
    ...(auction.awards !== undefined && Object.keys(auction.awards).length === 0
      ? [auction.mine ? 'This team was awarded nothing.' : 'Nothing was awarded.']
      : []),
    ...(unsold.length > 0 ? [`Without a sale: ${unsold.join(', ')}.`] : []),
  ];
};

const awardsSection = (auction: AuctionView): ReportSection => {
  const { deliveryDays } = auction.rules;
  const awards = lotsInOrder(auction).flatMap((lot) =>
    Object.values(auction.awards ?? {})
      .filter(({ lotId }) => lotId === lot.id)
      .map((award) => ({ lot, award, year: yearMills(award, deliveryDays) })),
  );
  const rows = awards.map(({ lot, award, year }): readonly Cell[] => [
    ...[lot.name, award.teamName, award.quantityBlocks, award.priceMills, partsWords(award), year],
  ]);
  const sum = awards.reduce((all, { year }) => all + year, 0);
  const blocks = awards.reduce((all, { award }) => all + award.quantityBlocks, 0);
  const byLot = new Map<string, { name: string; year: number }>();
  for (const { lot, year } of awards) {
    byLot.set(lot.id, { name: lot.name, year: (byLot.get(lot.id)?.year ?? 0) + year });
  }
  return {
    id: 'awards',
    title: auction.phase === 'provisional' ? 'Awards, provisional' : 'Awards',
    notes: awardNotes(auction),
    ...(rows.length > 0 && {
      chart: {
        ...{ title: 'Value a year by lot', form: 'bars', x: 'round', measure: 'value' },
        series: [...byLot.values()].map(({ name, year }) => ({ name, points: [[1, year]] })),
      },
    }),
    tables:
      rows.length === 0
        ? []
        : [
            {
              caption: 'Who gets what',
              columns: [
                { label: 'Lot', measure: 'text' },
                { label: 'Team', measure: 'text' },
                { label: 'Blocks', measure: 'count' },
                { label: 'A piece', measure: 'price' },
                { label: 'Paid as', measure: 'text' },
                { label: 'Value a year', measure: 'value' },
              ],
              rows,
              total: ['All together', null, blocks, null, null, sum],
            },
          ],
  };
};

const lotsSection = (auction: AuctionView): ReportSection => ({
  id: 'lots',
  title: 'Lots',
  notes: [],
  tables: [
    {
      caption: 'What was offered',
      columns: [
        { label: 'Lot', measure: 'text' },
        { label: 'Facility', measure: 'text' },
        { label: 'Window', measure: 'text' },
        { label: 'Service', measure: 'text' },
        { label: 'Blocks', measure: 'count' },
        { label: 'Opening', measure: 'price' },
        { label: 'Reserve', measure: 'price' },
      ],
      rows: lotsInOrder(auction).map((lot): readonly Cell[] => [
        ...[lot.name, lot.facility],
        `${lot.window.opens}–${lot.window.closes} ${lot.window.zone}`,
        ...[lot.service, lot.supplyBlocks, lot.openingPriceMills, lot.reserveMills ?? null],
      ]),
    },
  ],
});

const rulesSection = ({ rulesSheet }: AuctionView): ReportSection => ({
  ...{ id: 'rules', title: 'Rules', notes: rulesSheet, tables: [] },
});

/** A table without the columns in which nothing is said to this viewer, or of this auction. */
const withoutEmptyColumns = (table: ReportTable): ReportTable => {
  const kept = table.columns.map((_, place) => table.rows.some((row) => row[place] !== null));
  const cut = <T>(cells: readonly T[]): readonly T[] => cells.filter((_, place) => kept[place]);
  return {
    ...table,
    columns: cut(table.columns),
    rows: table.rows.map(cut),
    ...(table.total && { total: cut(table.total) }),
  };
};

const tidied = (section: ReportSection): ReportSection => ({
  ...section,
  tables: section.tables.filter(({ rows }) => rows.length > 0).map(withoutEmptyColumns),
});

/** What is about lots, in the order of the report: awards, prices, demand; and the lots themselves. */
const sectionsOf = ({ view, auction, lines, course }: ReportSource) => {
  if (!course) {
    const [prices, demand] = priceSections(auction, lines);
    return { awards: awardsSection(auction), prices, demand, lots: lotsSection(auction) };
  }
  const { unsold = [], rules } = auction;
  const nameOf = (teamId: string): string => view.teams[teamId]?.name ?? teamId;
  const numbers = saleNumbers(course, { unsold, deliveryDays: rules.deliveryDays, nameOf });
  return saleSections(auction, numbers);
};

/** The report of one viewer on an auction that is over. */
export const reportOf = (source: ReportSource): Report => {
  const { view, viewer, auction, lines, links } = source;
  const { awards, prices, demand, lots } = sectionsOf(source);
  return {
    roomId: view.roomId,
    auctionId: auction.id,
    room: view.title,
    title: auction.rules.title,
    viewer: viewerWords(view, viewer),
    asOfMs: lines.at(-1)?.atMs ?? 0,
    facts: factsOf(source),
    sections: [
      ...[awards, prices, demand],
      timeLine(lines),
      refusedBids(lines),
      ...linksSections(links, courseOf(lines)),
      lots,
      rulesSection(auction),
    ].map(tidied),
  };
};
