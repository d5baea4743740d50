// A market of packages as it is drawn for the bar: 20 lots, 10 teams, 120 packages each, every team with a taste of its
// own, packages worth more than their parts. As commands, so that a real host takes them.

import type { PackageBid } from '../../shared/auction/formats/package-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { Random } from '../../shared/kernel/random.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { lot } from '../support/auction.ts';

export const MARKET_AUCTION_ID = 'packages';
export const PACKAGES_A_TEAM = 120;
const LOTS = 20;
/** Those of the demo room, and some more. */
export const MARKET_TEAMS: readonly string[] = [
  ...['northwind', 'harbor', 'cascade'],
  ...Array.from({ length: 7 }, (_, place) => `team-${String(place + 4)}`),
];

export const MARKET_RULES = {
  ...DEFAULT_RULES.package,
  roundMs: durationMs(600_000),
  // A skipped round is no outage.
  outageMs: durationMs(3_600_000),
  maximumPackages: PACKAGES_A_TEAM,
};

export interface Market {
  readonly lots: readonly Lot[];
  readonly bids: readonly { readonly teamId: string; readonly bid: PackageBid }[];
}

/** The same for the same seed. */
export const drawMarket = (seed: number): Market => {
  const random = new Random(seed);
  const whole = (below: number): number => Math.floor(random.next() * below);
  const lots = Array.from({ length: LOTS }, (_, place) =>
    lot(`l${String(place)}`, 4 + whole(12), 2_000 + 10 * whole(100)),
  );
  const bids = MARKET_TEAMS.flatMap((teamId) => {
    const taste = lots.map(
      ({ openingPriceMills }) => openingPriceMills * (1 + random.next() * 0.4),
    );
    return Array.from({ length: PACKAGES_A_TEAM }, (_, place) => {
      const chosen = new Map<number, number>();
      const size = 1 + whole(5);
      while (chosen.size < size) chosen.set(whole(LOTS), 1 + whole(4));
      const value = [...chosen].reduce((sum, [at, blocks]) => sum + blocks * (taste[at] ?? 0), 0);
      const totalMills = mills(
        Math.round((value * (1 + 0.05 * size + random.next() * 0.1)) / 10) * 10,
      );
      const items = [...chosen].flatMap(([at, quantityBlocks]) => {
        const lotId = lots[at]?.id;
        return lotId === undefined ? [] : [{ lotId, quantityBlocks }];
      });
      return {
        teamId,
        bid: { packageId: `p${String(place)}`, items, totalMills, confirmed: true as const },
      };
    });
  });
  return { lots, bids };
};

type AuctionCommand = Extract<RoomCommand, { type: 'Auction' }>['command'];

const inAuction = (command: AuctionCommand): RoomCommand => ({
  type: 'Auction',
  auctionId: MARKET_AUCTION_ID,
  command,
});

/** Everything before the rules are accepted: teams that the demo room lacks, and the auction, scheduled. */
export const marketCommands = ({ lots }: Market): readonly RoomCommand[] => [
  ...MARKET_TEAMS.slice(3).map((id): RoomCommand => ({
    type: 'AddTeam',
    team: { id, name: `Shipper ${id}`, side: 'shipper' },
  })),
  {
    type: 'AddAuction',
    auctionId: MARKET_AUCTION_ID,
    command: { type: 'DraftAuction', rules: MARKET_RULES, lots: [...lots], reservesMills: {} },
  },
  inAuction({ type: 'ScheduleAuction' }),
];

/** The rest: everybody accepts, the round opens, every package is offered. */
export const biddingCommands = ({ bids }: Market, rulesHash: string): readonly RoomCommand[] => [
  ...MARKET_TEAMS.map((teamId) => inAuction({ type: 'AcceptRules', teamId, rulesHash })),
  inAuction({ type: 'StartAuction' }),
  ...bids.map(({ teamId, bid }) => inAuction({ type: 'PlaceBid', teamId, round: 1, bid })),
];
