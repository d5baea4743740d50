// The demo room as a stream, for tests of rooms and walls.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { RoomCommand, RoomEvent, RoomState } from '../../shared/room/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { demoCommands } from '../../shared/room/demo.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { Stream, seat } from './stream.ts';

type InAuction = Extract<RoomCommand, { type: 'Auction' }>['command'];

export const inClock = (command: InAuction): RoomCommand => ({
  type: 'Auction',
  auctionId: 'clock',
  command,
});

export const MODERATOR = seat('moderator');

export class DemoRoom extends Stream<RoomState, RoomCommand, RoomEvent> {
  constructor() {
    super(roomDecider);
    for (const command of demoCommands('usps-2026', 'Demo')) this.must(command);
  }

  clock(command: InAuction, by: Actor = MODERATOR): void {
    this.must(inClock(command), by);
  }

  /** Accepts the rules for all three teams and opens round 1. */
  start(): void {
    const rulesHash = this.state.auctions['clock']?.rulesHash ?? '';
    for (const teamId of ['northwind', 'harbor', 'cascade']) {
      this.clock({ type: 'AcceptRules', teamId, rulesHash }, seat(`${teamId}-lead`));
    }
    this.clock({ type: 'StartAuction' });
  }

  bid(teamId: string, lotId: string, [quantityBlocks, price]: readonly [number, number]): void {
    const round = this.state.auctions['clock']?.round ?? 0;
    const bid = { lotId, quantityBlocks, priceMills: mills(price) };
    this.clock({ type: 'PlaceBid', teamId, round, bid }, seat(`${teamId}-lead`));
  }

  /** Lets the open round run out. */
  closeRound(): void {
    this.at = ((this.state.auctions['clock']?.closesAtMs ?? 0) + 1) as typeof this.at;
    this.must({ type: 'Tick' });
  }
}
