// The moderator's script: makes the rounds long, starts the clock, and resumes it whenever it came back paused.

import type { AuctionCommand } from '../../shared/auction/types.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import type { ClockView } from '../../shared/room/view-types.ts';
import { eventually } from '../support/patience.ts';
import type { SeatLine } from './seat-line.ts';

const HOURS = 3_600_000;
const SHORTEST_COUNTDOWN_MS = 3_000;

export class Moderator {
  readonly line: SeatLine;
  /** How often the clock was found paused. */
  resumes = 0;
  /** Times of outages seen in the view. */
  readonly outages = new Set<number>();
  #isResuming = false;
  #isResting = false;

  constructor(line: SeatLine) {
    this.line = line;
    line.changed = () => {
      const pause = this.auction?.pause;
      if (pause?.outage) this.outages.add(pause.outage.toMs);
      if (pause && pause.resumesAtMs === undefined && line.isLive) void this.#resume();
    };
  }

  get auction(): ClockView | undefined {
    const auction = this.line.roomView()?.auctions[DEMO_AUCTION_ID];
    return auction?.format === 'clock' ? auction : undefined;
  }

  get isRunning(): boolean {
    return this.auction?.stage === 'bidding' && !this.auction.pause;
  }

  /** One round that lasts longer than the test. */
  async makeRoundsLong(): Promise<void> {
    const rules = this.auction?.rules;
    if (!rules) throw new Error('no auction');
    const long = { ...rules, roundMs: durationMs(24 * HOURS) };
    await this.give({ type: 'AmendRules', rules: long, reason: 'Time to bid.' });
    await eventually(() => this.auction?.rules.roundMs === long.roundMs, 'the rules are amended');
  }

  async start(): Promise<void> {
    await this.give({ type: 'StartAuction' });
    await eventually(() => this.isRunning, 'the clock runs');
  }

  /** Gives a command on the clock that must be accepted. */
  async give(command: AuctionCommand): Promise<void> {
    const inAuction = { type: 'Auction', auctionId: DEMO_AUCTION_ID, command };
    const result = await this.line.submit(this.line.room, inAuction as SeatRoomCommand);
    if (!result.ok || !result.value.ok) throw new Error(JSON.stringify(result));
  }

  /** Says something to the table and waits until the view of the room has it. */
  async say(text: string): Promise<void> {
    await this.line.submit(this.line.room, { type: 'PostMessage', to: { kind: 'table' }, text });
    await eventually(
      () => Object.values(this.line.roomView()?.messages ?? {}).some((item) => item.text === text),
      `"${text}" is heard`,
    );
  }

  /** Resumes nothing by itself any more. */
  rest(): void {
    this.#isResting = true;
  }

  async #resume(): Promise<void> {
    if (this.#isResuming || this.#isResting) return;
    this.#isResuming = true;
    try {
      const countdownMs = durationMs(SHORTEST_COUNTDOWN_MS);
      // A resume that crossed a crash may find the clock running or paused anew; both are seen in the next view.
      const command = { type: 'ResumeAuction', countdownMs } as const;
      const inAuction = { type: 'Auction', auctionId: DEMO_AUCTION_ID, command } as const;
      await this.line.submit(this.line.room, inAuction);
      this.resumes += 1;
    } finally {
      this.#isResuming = false;
      this.line.changed();
    }
  }
}
