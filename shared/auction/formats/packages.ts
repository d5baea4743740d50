// Package bids: one sealed round of offers for several lots together, the best choice among them computed outside and
// checked here before it counts (rules PKG1 to PKG6).

import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, EventOf } from '../types.ts';
import type { Format, Found, Outcome } from './format.ts';
import type { PackageBid } from './package-types.ts';
import type { PackageQuestion } from './package-solve.ts';
import { reject } from '../../kernel/rejection.ts';
import { after } from '../../kernel/units.ts';
import { awardOfParts } from '../award-parts.ts';
import { awardFrom } from './package-award.ts';
import { checkPackage, committedInPackages, unlikelyInPackages } from './package-bid.ts';
import { beginPackages, evolvePackages } from './package-evolve.ts';
import { digestOf, saleOf } from './package-market.ts';
import { checkPackageRules, packageAdvice, packageSheet } from './package-rules.ts';
import { knownPackagePart, ownPackagePart, packagePart } from './package-view.ts';

type Packages = AuctionOf<'package'>;

/** Freezes the book at the cut-off, whenever the timer fires. */
const elapse = ({ round, closesAtMs }: Packages, at: EpochMs): readonly EventOf<'package'>[] => [
  { type: 'BookFrozen', round, closedAtMs: closesAtMs ?? at },
];

/** A host asks after each change; a frozen book asks the same until its part or its rules are others. */
const ASKED = new WeakMap<
  Packages['package'],
  { readonly rules: Packages['rules']; readonly question: PackageQuestion }
>();

const asks = (auction: Packages): PackageQuestion | undefined => {
  const isAwaited = auction.phase === 'running' && auction.stage === 'bidding';
  if (!isAwaited || auction.package.frozenAtMs === null) return undefined;
  const known = ASKED.get(auction.package);
  if (known?.rules === auction.rules) return known.question;
  const question = { digest: digestOf(auction), sale: saleOf(auction) };
  ASKED.set(auction.package, { rules: auction.rules, question });
  return question;
};

const answered = (auction: Packages, answer: Found) => {
  const asked = asks(auction);
  if (asked === undefined || 'kind' in answer) return { rejection: reject('award/not-asked') };
  const found = awardFrom(auction, asked, answer);
  if ('rejection' in found) return found;
  const { result } = found;
  return { events: [{ type: 'RoundClosed', result, nextRoundAtMs: null } as const] };
};

/** What the choice gave; a team that was dropped since gets nothing (PKG4, AUC10). */
const awards = (auction: Packages): Outcome => {
  const shares = auction.package.results.at(-1)?.shares ?? {};
  const given = auction.lotOrder.flatMap((lotId) =>
    Object.keys(shares)
      .sort()
      .flatMap((teamId) =>
        auction.excluded[teamId]?.keepBids === false
          ? []
          : (awardOfParts(lotId, teamId, shares[teamId]?.[lotId] ?? []) ?? []),
      ),
  );
  const sold = new Set(given.map(({ lotId }) => lotId));
  return { awards: given, unsoldLots: auction.lotOrder.filter((lotId) => !sold.has(lotId)) };
};

/** Package bids as a format. The cut-off freezes the book; the answer to it ends the round. */
export const packages: Format<'package'> = {
  usesEligibility: false,
  checkRules: checkPackageRules,
  advise: packageAdvice,
  sheet: packageSheet,
  begin: beginPackages,
  open: ({ rules }, round, at) => ({
    type: 'RoundOpened',
    round,
    closesAtMs: after(at, rules.roundMs),
  }),
  takes: (bid): bid is PackageBid => 'items' in bid,
  judge: checkPackage,
  retract: ({ package: { frozenAtMs }, round }) =>
    frozenAtMs === null ? [] : reject('retract/closed', { round }),
  committed: committedInPackages,
  unlikely: unlikelyInPackages,
  follow: () => [],
  wakeAt: ({ closesAtMs, package: { frozenAtMs } }) =>
    frozenAtMs === null ? (closesAtMs ?? undefined) : undefined,
  elapse,
  results: (auction) => auction.package.results,
  awards,
  asks,
  answered,
  checkExtension: () => reject('auction/no-extension', { format: 'package' }),
  evolve: evolvePackages,
  part: packagePart,
  ownPart: ownPackagePart,
  knownPart: knownPackagePart,
};
