// The room's part of a sale as bots play it: messages of each kind, three rounds with refusals, a pause, a surrogate and an
// exclusion. What is hidden carries canaries.

import { durationMs, mills } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import type { SeatCommand, SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import { until } from '../support/sync-stage.ts';
import type { Person, Scene } from './people.ts';
import type { Kind } from './who-sees-what.ts';
import { COUNTDOWN_MS, EXTRA, ROUND_MS } from './sale-room.ts';

type InAuction = Extract<SeatRoomCommand, { type: 'Auction' }>['command'];
type Bid = { readonly lot: 'q1' | 'n1'; readonly blocks: number; readonly price: number };

export class Sale {
  readonly scene: Scene;
  readonly people: ReadonlyMap<string, Person>;
  /** When each round closed and the auction ended, in the common order of bytes. */
  readonly closed = new Map<number, number>();
  ended = Number.POSITIVE_INFINITY;
  #round = 0;
  /** Blocks of a team and lot that it keeps asking for. */
  readonly #kept = new Map<string, number>();

  constructor(scene: Scene, people: ReadonlyMap<string, Person>) {
    this.scene = scene;
    this.people = people;
  }

  at(key: string): Person {
    const person = this.people.get(key);
    if (!person) throw new Error(`nobody sits at ${key}`);
    return person;
  }

  /** A command of the moderator on the auction. */
  run(command: InAuction): Promise<void> {
    return this.at('moderator').must({ type: 'Auction', auctionId: DEMO_AUCTION_ID, command });
  }

  async acceptRules(): Promise<void> {
    for (const team of ['northwind', 'harbor', 'cascade', EXTRA]) {
      const lead = this.at(`${team}-lead`);
      const rulesHash = lead.client.view.auctions[DEMO_AUCTION_ID]?.rulesHash ?? '';
      const command = { type: 'AcceptRules', teamId: this.scene.id(team), rulesHash } as const;
      await lead.must({ type: 'Auction', auctionId: DEMO_AUCTION_ID, command });
    }
  }

  /** A message of each kind, each with a word of its own. */
  async talk(): Promise<void> {
    const { canaries, id } = this.scene;
    const say = async (
      key: string,
      to: (SeatCommand & { type: 'PostMessage' })['to'],
      text: string,
    ) => {
      await this.at(key).must({ type: 'PostMessage', to, text: `says "${text}"` });
    };
    for (const team of ['northwind', 'harbor', 'cascade']) {
      const own = { owner: team };
      await say(`${team}-lead`, { kind: 'team' }, canaries.word('said inside a team', own));
      await say(
        `${team}-member`,
        { kind: 'moderator' },
        canaries.word('asked of the moderator', own),
      );
      await say(
        `${team}-lead`,
        { kind: 'table' },
        canaries.word('said to the table by a shipper', own),
      );
      const to = { kind: 'to-team', teamId: id(team) } as const;
      await say('usps-lead', to, canaries.word('said to one team by the carrier', own));
      await say('moderator', to, canaries.word('said to one team by the moderator', own));
    }
    for (const team of ['northwind', 'usps']) {
      const text = canaries.word('problem of a team', { owner: team });
      await this.at(`${team}-member`).must({ type: 'ReportProblem', text });
      const told = () =>
        Object.entries(this.at('moderator').client.view.problems ?? {}).find(
          ([, problem]) => problem.text === text,
        )?.[0];
      await until(() => told() !== undefined, 'a problem');
      const word = canaries.word('problem of a team', { owner: team });
      await this.at('moderator').must({ type: 'AnswerProblem', problemId: told() ?? '', word });
    }
    const extra = canaries.word('said to the table by a team without a sheet', { owner: EXTRA });
    await say('extra-lead', { kind: 'table' }, extra);
    const usps = { owner: 'usps' };
    await say('usps-member', { kind: 'team' }, canaries.word('said inside a team', usps));
    await say('usps-member', { kind: 'moderator' }, canaries.word('asked of the moderator', usps));
    await say(
      'usps-lead',
      { kind: 'table' },
      canaries.word('said to the table by the carrier', usps),
    );
    await say('regulator', { kind: 'moderator' }, canaries.word('asked by the regulator'));
    await this.settled();
  }

  async reportLines(): Promise<void> {
    for (const key of ['northwind-lead', 'harbor-lead', 'usps-lead']) {
      const owner = { owner: key.slice(0, key.indexOf('-')) };
      const roundTripMs = this.scene.canaries.number('state of a line', 100_000, owner);
      this.at(key).client.socket.emit('line', { roundTripMs, clockErrorMs: 1 });
    }
    await until(
      () =>
        this.at('moderator')
          .client.heardOf('lines')
          .some((lines) => Object.keys(lines).length === 3),
      'lines',
    );
  }

  /** Three rounds to the end. Quantities and prices of all bids are canaries. */
  async auction(): Promise<void> {
    await this.run({ type: 'StartAuction' });
    await this.#opened(1);
    await this.#firstRound();
    await this.#close();
    await this.run({ type: 'OpenRound' });
    await this.#opened(2);
    await this.#guards();
    await this.#secondRound();
    await this.#close();
    await this.run({ type: 'OpenRound' });
    await this.#opened(3);
    await this.#lastRound();
    this.ended = this.scene.order.next();
    await this.#close();
    await this.at('moderator').client.sees(
      ({ auctions }) => auctions[DEMO_AUCTION_ID]?.phase === 'provisional',
      'the end',
    );
    await this.run({ type: 'CertifyAuction' });
  }

  /** Blocks that team asks for, as a canary of the kind of the round. */
  #blocks(team: string, from: number, kind: 'early bid' | 'last bid' = 'early bid'): number {
    return this.scene.canaries.number(kind, from, { owner: team, round: this.#round });
  }

  #price(
    team: string,
    from: number,
    kind: 'early bid' | 'last bid' | 'refused bid' = 'early bid',
  ): number {
    return this.scene.canaries.number(kind, from, { owner: team, round: this.#round });
  }

  async #bid(team: string, { lot, blocks, price }: Bid): Promise<void> {
    await this.at(`${team}-lead`).must(this.#bidCommand(team, { lot, blocks, price }));
  }

  #bidCommand(team: string, { lot, blocks, price }: Bid, isMeant = false): SeatCommand {
    const bid = {
      ...{ lotId: lot, quantityBlocks: blocks, priceMills: mills(price) },
      ...(isMeant && { confirmed: true }),
    };
    const command = {
      type: 'PlaceBid',
      teamId: this.scene.id(team),
      round: this.#round,
      bid,
    } as const;
    return { type: 'Auction', auctionId: DEMO_AUCTION_ID, command };
  }

  async #firstRound(): Promise<void> {
    const price = 2_000_000;
    for (const [team, q1, n1] of [
      ['northwind', 280_000, 140_000],
      ['harbor', 200_000, 120_000],
    ] as const) {
      const [many, few] = [this.#blocks(team, q1), this.#blocks(team, n1)];
      this.#kept.set(`${team} q1`, many).set(`${team} n1`, few);
      await this.#bid(team, { lot: 'q1', blocks: many, price });
      await this.#bid(team, { lot: 'n1', blocks: few, price });
    }
    await this.#bid(EXTRA, { lot: 'q1', blocks: this.#blocks(EXTRA, 100_000), price });
    // Below the range, and taken into the record all the same.
    const below = this.#price('harbor', 1_000_000, 'refused bid');
    const blocks = this.scene.canaries.number('refused bid', 130_000, {
      owner: 'harbor',
      round: 1,
    });
    await this.at('harbor-lead').refused(
      'bid/outside-range',
      this.#bidCommand('harbor', { lot: 'q1', blocks, price: below }),
    );
    const reason = this.scene.canaries.word('reason of a surrogate', {
      owner: 'cascade',
      round: 1,
    });
    const bid = {
      lotId: 'q1',
      quantityBlocks: this.#blocks('cascade', 120_000),
      priceMills: mills(price),
    };
    await this.run({
      type: 'PlaceSurrogateBid',
      teamId: this.scene.id('cascade'),
      round: 1,
      bid,
      reason,
    });
  }

  async #secondRound(): Promise<void> {
    const { canaries, id, live } = this.scene;
    const reason = canaries.word('reason of an exclusion', { owner: EXTRA });
    await this.run({ type: 'ExcludeTeam', teamId: id(EXTRA), keepBids: false, reason });
    await this.at('extra-lead').refused(
      'bid/excluded',
      this.#bidCommand(EXTRA, { lot: 'q1', blocks: 1, price: 1 }),
    );
    await this.run({ type: 'PauseAuction', reason: canaries.word('reason for all') });
    await this.at('harbor-lead').refused(
      'bid/paused',
      this.#bidCommand('harbor', { lot: 'q1', blocks: 1, price: 1 }),
    );
    await this.run({ type: 'ResumeAuction' });
    live.time.skip(COUNTDOWN_MS);
    await this.at('moderator').client.sees(
      ({ auctions }) => auctions[DEMO_AUCTION_ID]?.pause === undefined,
      'it goes on',
    );
    await this.run({
      type: 'ExtendRound',
      byMs: durationMs(1_000),
      reason: canaries.word('reason for all'),
    });
    for (const team of ['northwind', 'harbor']) {
      for (const lot of ['q1', 'n1'] as const) {
        const blocks = this.#kept.get(`${team} ${lot}`) ?? 0;
        await this.#bid(team, { lot, blocks, price: this.#price(team, 2_000_000) });
      }
    }
    // Asked about because of the budget of its team, and then meant.
    const bid = {
      lot: 'q1',
      blocks: this.#blocks('cascade', 100_000),
      price: this.#price('cascade', 2_000_000),
    } as const;
    const lead = this.at('cascade-lead');
    await lead.refused('bid/confirm', this.#bidCommand('cascade', bid));
    await lead.must(this.#bidCommand('cascade', bid, true));
  }

  /** A budget, a second person, and a draft that comes to nothing: of the team alone. */
  async #guards(): Promise<void> {
    const { canaries, id } = this.scene;
    const inAuction = (command: InAuction): SeatCommand => ({
      ...{ type: 'Auction', auctionId: DEMO_AUCTION_ID, command },
    });
    for (const team of ['cascade', 'harbor']) {
      const budgetMills = canaries.number('guard of a team', 1_000_000, { owner: team });
      const guards = { type: 'SetBidGuards', teamId: id(team), budgetMills } as const;
      const set = inAuction({ ...guards, twoPersonsAboveMills: team === 'harbor' ? 0 : null });
      await this.at(`${team}-lead`).must(set);
    }
    const teamId = id('harbor');
    const member = this.at('harbor-member');
    const bid = { lotId: 'q1', quantityBlocks: 0, priceMills: mills(2_000_000) };
    await member.must(inAuction({ type: 'DraftBid', teamId, round: this.#round, bid }));
    const drafted = () => {
      const { mine } = member.client.view.auctions[DEMO_AUCTION_ID] ?? {};
      return Object.keys(mine?.guards.drafts ?? {})[0];
    };
    await until(() => drafted() !== undefined, 'a draft');
    const reason = canaries.word('guard of a team', { owner: 'harbor' });
    const draftId = drafted() ?? '';
    canaries.token('guard of a team', draftId, { owner: 'harbor' });
    await this.at('harbor-lead').must(inAuction({ type: 'DropDraft', teamId, draftId, reason }));
    const none = { budgetMills: null, twoPersonsAboveMills: null };
    await this.at('harbor-lead').must(inAuction({ type: 'SetBidGuards', teamId, ...none }));
  }

  /** Excess ends at a price that everybody knows: no bid that it ends by is a canary. */
  async #lastRound(): Promise<void> {
    const view = this.at('moderator').client.view.auctions[DEMO_AUCTION_ID];
    const q1 = view?.format === 'clock' ? view.prices['q1'] : undefined;
    if (!q1) throw new Error('no price');
    for (const [team, lot, from] of [
      ['northwind', 'q1', q1.startPriceMills],
      ['northwind', 'n1', 2_000_000],
      ['harbor', 'n1', 2_000_000],
    ] as const) {
      const blocks = this.#kept.get(`${team} ${lot}`) ?? 0;
      await this.#bid(team, { lot, blocks, price: this.#price(team, from, 'last bid') });
    }
    await this.#bid('harbor', {
      lot: 'q1',
      blocks: this.#blocks('harbor', 100_000, 'last bid'),
      price: q1.clockPriceMills,
    });
  }

  async #opened(round: number): Promise<void> {
    this.#round = round;
    for (const key of ['moderator', 'northwind-lead', 'harbor-lead', 'cascade-lead']) {
      await this.at(key).client.sees(
        ({ auctions }) => auctions[DEMO_AUCTION_ID]?.round === round,
        `round ${String(round)}`,
      );
    }
  }

  async #close(): Promise<void> {
    // What moved so far is on its way before the round closes, so that "before" is not empty.
    await this.settled();
    this.closed.set(this.#round, this.scene.order.next());
    this.scene.live.time.skip(ROUND_MS + 2_000);
    await this.at('moderator').client.sees(
      ({ auctions }) => auctions[DEMO_AUCTION_ID]?.stage !== 'bidding',
      'the close',
    );
  }

  /** The moderator says something to the table, and everybody who is here has seen it, and so all that came before. */
  async settled(kind: Kind = 'said to the table by the moderator'): Promise<void> {
    const text = this.scene.canaries.word(kind);
    await this.at('moderator').must({ type: 'PostMessage', to: { kind: 'table' }, text });
    for (const { client } of this.people.values()) {
      if (client.ended !== undefined) continue;
      await client.sees(
        ({ messages }) => Object.values(messages).some((each) => each.text === text),
        text,
      );
    }
  }
}
