// A sale of several hundred lots, kept in columns: teams bid by file and leave standing instructions, two rounds follow
// from them, one of the lots misses its reserve and one is asked for by nobody.

import type { Lot } from '../../shared/auction/types.ts';
import { MOST_LOTS_BY_ID } from '../../shared/auction/formats/large.ts';
import { largeAsks } from '../../shared/auction/formats/large-clock.ts';
import type { AuctionOf, Information } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID, demoCommands } from '../../shared/room/demo.ts';
import { INFORMATION, clockRules, lot } from './auction.ts';
import { RecordedSale } from './recorded-sale.ts';
import { seat } from './stream.ts';
import { atRest } from './virtual-time.ts';

export const LARGE_COUNT = MOST_LOTS_BY_ID + 60;
const TEAMS = ['northwind', 'harbor', 'cascade'] as const;
type TeamName = (typeof TEAMS)[number];
const ROUND_MS = 60_000;
/** Nobody asks for it. */
export const FORGOTTEN = 7;
/** Its hidden reserve is out of reach. */
export const RESERVED = 11;

export const LARGE_LOTS: readonly Lot[] = Array.from({ length: LARGE_COUNT }, (_, place) =>
  lot(`l${String(place)}`, 4, 2_000 + (place % 5) * 100, {
    region: `Region ${String(place % 4)}`,
    facility: `Facility ${String(place % 40)}`,
  }),
);

/** Blocks that a team asks for in a round, of lots by place; -1 says nothing of the lot. */
type Wish = (place: number) => number;

export class RecordedLargeSale extends RecordedSale {
  readonly #information: Partial<Information>;

  constructor(information: Partial<Information> = {}) {
    super();
    this.#information = information;
  }

  override async setUp(): Promise<void> {
    for (const command of demoCommands(DEMO_ROOM_ID, 'The large sale')) {
      if (command.type !== 'AddAuction' && command.type !== 'Auction') {
        await this.must(command, SYSTEM);
      }
    }
    const rules = clockRules({
      ...{ title: 'The large sale', roundMs: durationMs(ROUND_MS), rounds: 'manual' },
      information: { ...INFORMATION, ...this.#information },
    });
    const reservesMills = { [`l${String(RESERVED)}`]: mills(9_000) };
    await this.must({
      ...{ type: 'AddAuction', auctionId: DEMO_AUCTION_ID },
      command: { type: 'DraftAuction', rules, lots: LARGE_LOTS, reservesMills },
    });
    for (const teamId of TEAMS) {
      await this.clock({ type: 'SetEligibility', teamId, points: 4 * LARGE_COUNT });
    }
    await this.clock({ type: 'ScheduleAuction' });
    const { rulesHash } = await this.auction();
    for (const teamId of TEAMS) {
      await this.clock({ type: 'AcceptRules', teamId, rulesHash }, seat(`${teamId}-lead`));
    }
    await this.clock({ type: 'StartAuction' });
  }

  async auction(): Promise<AuctionOf<'clock'>> {
    const auction = (await this.state()).auctions[DEMO_AUCTION_ID];
    if (auction?.rules.format !== 'clock') throw new Error('there is no sale');
    return auction as AuctionOf<'clock'>;
  }

  /** A team's bids on many lots at once, as its file says them; at the clock price. */
  async file(teamId: TeamName, wish: Wish): Promise<void> {
    const { round, clock } = await this.auction();
    const prices = Object.values(clock.large?.clockMills ?? {})
      .join(',')
      .split(',')
      .map(Number);
    const bids = LARGE_LOTS.flatMap(({ id }, place) => {
      const quantityBlocks = wish(place);
      const priceMills = mills(prices[place] ?? 0);
      return quantityBlocks < 0 ? [] : [{ lotId: id, quantityBlocks, priceMills }];
    });
    await this.clock({ type: 'PlaceBids', teamId, round, bids }, seat(`${teamId}-lead`));
  }

  async instruct(teamId: TeamName, limit: number, places: readonly number[]): Promise<void> {
    const instructions = places.map((place) => ({
      ...{ lotId: `l${String(place)}`, quantityBlocks: 2, limitMills: limit, thenBlocks: 1 },
    }));
    await this.clock({ type: 'SetInstructions', teamId, instructions }, seat(`${teamId}-lead`));
  }

  /** Lets the round end, its result computed and recorded. */
  async close(): Promise<void> {
    await this.time.advance(ROUND_MS + 1);
    for (let turn = 0; largeAsks(await this.auction()) && turn < 100; turn += 1) await atRest();
    await this.time.advance(100);
  }

  override async play(): Promise<void> {
    await this.setUp();
    const all = (place: number, blocks: number): number => (place === FORGOTTEN ? -1 : blocks);
    await this.file('northwind', (place) => all(place, 2));
    await this.file('harbor', (place) => all(place, place % 3 === 0 ? 2 : 1));
    await this.file('cascade', (place) => all(place, 2));
    await this.close();
    // From round 2 on cascade leaves most to its instructions, northwind some.
    const others = LARGE_LOTS.map((_, place) => place).filter((place) => place !== FORGOTTEN);
    await this.instruct('cascade', 2_300, others);
    await this.instruct('northwind', 2_600, others.slice(0, 50));
    await this.clock({ type: 'OpenRound' });
    await this.file('northwind', (place) => (place < 50 ? -1 : all(place, 2)));
    await this.file('harbor', (place) => all(place, place % 3 === 0 ? 2 : 1));
    await this.close();
    for (let round = 3; (await this.auction()).phase === 'running' && round < 12; round += 1) {
      await this.clock({ type: 'OpenRound' });
      await this.file('northwind', (place) => (place < 50 ? -1 : all(place, 1)));
      await this.file('harbor', (place) => all(place, 1));
      await this.close();
    }
    await this.clock({ type: 'CertifyAuction' });
    await this.time.advance(100);
  }
}
