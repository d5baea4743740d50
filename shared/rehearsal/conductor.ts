// Who runs a sale when no moderator sits there: starts it, and opens each round that waits for somebody. Does not
// pause, extend, void or certify: what came of the sale is for a person to look at.

import type { AuctionCommand } from '../auction/types.ts';
import type { AuctionView } from '../room/view-types.ts';
import type { BotMove, Player } from './bot.ts';
import { OVER } from './bot.ts';

export class Conductor implements Player {
  /** The act that was given last, so that it is not given twice on one view. */
  #lastKey = '';

  move(view: AuctionView): BotMove {
    if (OVER.has(view.phase)) return { kind: 'leave' };
    const command = this.#due(view);
    const key = command ? `${command.type} ${String(view.round)}` : '';
    if (!command || key === this.#lastKey) return { kind: 'wait' };
    this.#lastKey = key;
    return { kind: 'give', command };
  }

  answered(): void {
    // Whatever was said, the next view tells what is due.
  }

  #due(view: AuctionView): AuctionCommand | undefined {
    if (view.phase === 'scheduled' && view.startsAtMs === undefined) {
      return { type: 'StartAuction' };
    }
    const awaitsOpening = view.phase === 'running' && view.stage === 'results' && !view.pause;
    return awaitsOpening && view.nextRoundAtMs === undefined ? { type: 'OpenRound' } : undefined;
  }
}
