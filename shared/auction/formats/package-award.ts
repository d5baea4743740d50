// Checks what was found outside and makes the award of it (rules PKG4 to PKG6): every choice is looked at again for what
// it uses and excludes, every sum is done here. An answer for another book, or one that cannot be, is refused.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf, AwardPart } from '../types.ts';
import type { BookReader } from './package-market.ts';
import type { Option } from './package-problem.ts';
import type {
  PackageAnswer,
  PackageItem,
  PackageReason,
  PackageResult,
  StandingPackage,
} from './package-types.ts';
import type { PackageQuestion } from './package-solve.ts';
import { reject } from '../../kernel/rejection.ts';
import { mills } from '../../kernel/units.ts';
import { blocksIn, floorTotal, priced, readerOf } from './package-market.ts';
import { fits, without } from './package-problem.ts';

type Packages = AuctionOf<'package'>;

/** Options by id, or undefined when they are not there, exclude each other or use up too much. */
const chosenOf = (book: BookReader, ids: readonly string[]): readonly Option[] | undefined => {
  const taken: Option[] = [];
  let left = book.capacity;
  const groups = new Set<string>();
  for (const id of ids) {
    const [teamId = '', packageId = ''] = id.split(' ');
    const found = book.offered(teamId, packageId);
    if (!found || groups.has(found.group) || !fits(found.option, left)) return undefined;
    groups.add(found.group);
    left = without(left, found.option);
    taken.push(found.option);
  }
  return taken;
};

const weightIn = (options: readonly Option[]): number =>
  options.reduce((sum, { weight }) => sum + weight, 0);

const standingOf = ({ package: { book } }: Packages, id: string): StandingPackage | undefined => {
  const [teamId = '', packageId = ''] = id.split(' ');
  return book[teamId]?.[packageId];
};

const packagesOf = (auction: Packages, options: readonly Option[], teamId: TeamId) =>
  options
    .filter(({ owner }) => owner === teamId)
    .flatMap(({ id }) => standingOf(auction, id) ?? []);

/** Own prices, or with `vcg` less what the winner adds to the whole; never below the floor (PKG5). */
const paymentOf = (
  auction: Packages,
  won: readonly StandingPackage[],
  addedWeight: number,
): number => {
  const bid = won.reduce((sum, { totalMills }) => sum + totalMills, 0);
  if (auction.rules.pricing === 'pay-as-bid') return bid;
  const floor = won.reduce((sum, { items }) => sum + floorTotal(auction, items), 0);
  return Math.max(floor, bid - addedWeight);
};

/** An amount for so many blocks as parts that add up exactly, at two prices a mill apart at most. */
const partsOf = (blocks: number, amount: number): readonly AwardPart[] => {
  const low = Math.floor(amount / blocks);
  const dearer = amount - low * blocks;
  return [
    { quantityBlocks: dearer, priceMills: mills(low + 1) },
    { quantityBlocks: blocks - dearer, priceMills: mills(low) },
  ].filter(({ quantityBlocks }) => quantityBlocks > 0);
};

/** A payment split over lots by what their blocks cost at opening prices; nothing is lost in rounding. */
const splitOf = (
  auction: Packages,
  items: readonly PackageItem[],
  paid: number,
): Readonly<Record<LotId, readonly AwardPart[]>> => {
  const openings = (lotId: LotId): number => auction.lots[lotId]?.openingPriceMills ?? 0;
  const whole = BigInt(priced(items, openings));
  let before = 0;
  let given = 0;
  return Object.fromEntries(
    auction.lotOrder.flatMap((lotId) => {
      const own = items.filter((item) => item.lotId === lotId);
      const blocks = blocksIn(own);
      if (blocks === 0) return [];
      before += priced(own, openings);
      const upTo = Number((BigInt(paid) * BigInt(before)) / whole);
      const amount = upTo - given;
      given = upTo;
      return [[lotId, partsOf(blocks, amount)]];
    }),
  );
};

interface Found {
  readonly chosen: readonly Option[];
  readonly withoutWinner: ReadonlyMap<TeamId, readonly Option[]>;
  readonly losers: ReadonlyMap<
    TeamId,
    { readonly nearest: Option; readonly beside: readonly Option[] }
  >;
}

const winnersIn = (chosen: readonly Option[]): readonly TeamId[] =>
  [...new Set(chosen.map(({ owner }) => owner))].sort();

/** The choices of an answer, looked up and checked; a rejection where one of them cannot be. */
const found = (book: BookReader, answer: PackageAnswer): Found | Rejection => {
  const chosen = chosenOf(book, answer.chosen);
  if (!chosen) return reject('award/infeasible', { what: 'chosen' });
  const withoutWinner = new Map<TeamId, readonly Option[]>();
  for (const teamId of winnersIn(chosen)) {
    const others = chosenOf(book, answer.withoutWinner[teamId] ?? []);
    if (!others || others.some(({ owner }) => owner === teamId)) {
      return reject('award/infeasible', { what: 'without a winner' });
    }
    if (weightIn(others) > weightIn(chosen)) return reject('award/not-best');
    withoutWinner.set(teamId, others);
  }
  const losers = new Map<TeamId, { nearest: Option; beside: readonly Option[] }>();
  for (const [teamId, { nearest, beside }] of Object.entries(answer.losers)) {
    const together = chosenOf(book, [nearest, ...beside]);
    const [first, ...rest] = together ?? [];
    if (!together || first?.owner !== teamId || withoutWinner.has(teamId)) {
      return reject('award/infeasible', { what: 'beside a loser' });
    }
    if (weightIn(together) > weightIn(chosen)) return reject('award/not-best');
    losers.set(teamId, { nearest: first, beside: rest });
  }
  return { chosen, withoutWinner, losers };
};

/** What a team that gets nothing would have needed, and without which winners it would have won (PKG6). */
const reasonsOf = (auction: Packages, { chosen, withoutWinner, losers }: Found) => {
  const numbered = [...withoutWinner.keys()].sort((a, b) =>
    firstKey(chosen, a) < firstKey(chosen, b) ? -1 : 1,
  );
  const best = weightIn(chosen);
  return Object.fromEntries(
    [...losers].flatMap(([teamId, { nearest, beside }]): [TeamId, PackageReason][] => {
      const standing = standingOf(auction, nearest.id);
      if (!standing) return [];
      const { packageId, totalMills } = standing;
      // One mill more than what makes it equal to the best choice.
      const missing = best - weightIn(beside) - nearest.weight + 1;
      const ahead = numbered.flatMap((winner, place) =>
        withoutWinner.get(winner)?.some(({ owner }) => owner === teamId) ? [place + 1] : [],
      );
      return [[teamId, { packageId, neededMills: mills(totalMills + missing), ahead }]];
    }),
  );
};

const firstKey = (chosen: readonly Option[], teamId: TeamId): string =>
  chosen
    .filter(({ owner }) => owner === teamId)
    .map(({ key }) => key)
    .sort()[0] ?? '';

/** The result that an answer to this auction's question gives, or why it gives none. */
export const awardFrom = (
  auction: Packages,
  { digest, sale }: PackageQuestion,
  answer: PackageAnswer,
): { readonly result: PackageResult } | { readonly rejection: Rejection } => {
  if (answer.digest !== digest) return { rejection: reject('award/other-book') };
  const choices = found(readerOf(sale), answer);
  if ('code' in choices) return { rejection: choices };
  const { chosen, withoutWinner } = choices;
  const best = weightIn(chosen);
  const winners = winnersIn(chosen);
  const wonBy = (teamId: TeamId) => packagesOf(auction, chosen, teamId);
  const paidMills = Object.fromEntries(
    winners.map((teamId) => {
      const added = best - weightIn(withoutWinner.get(teamId) ?? []);
      return [teamId, paymentOf(auction, wonBy(teamId), added)];
    }),
  );
  const shares = Object.fromEntries(
    winners.map((teamId) => {
      const items = wonBy(teamId).flatMap((won) => won.items);
      return [teamId, splitOf(auction, items, paidMills[teamId] ?? 0)];
    }),
  );
  const won = Object.fromEntries(
    winners.map((teamId) => [teamId, wonBy(teamId).map(({ packageId }) => packageId)]),
  );
  const reasons = reasonsOf(auction, choices);
  const { round } = auction;
  return { result: { round, isFinal: true, answer, won, paidMills, reasons, shares } };
};
