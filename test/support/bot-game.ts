// Bots of a rehearsal at a table in virtual time: each sees what a bidder of its team sees, and what it does is a
// command like any other. Nothing waits: time jumps to whatever comes next.

import type { AuctionCommand, FormatId } from '../../shared/auction/types.ts';
import { auctionWakeAt } from '../../shared/auction/evolve.ts';
import { Random } from '../../shared/kernel/random.ts';
import type { BotKind } from '../../shared/rehearsal/bot-kinds.ts';
import type { BotTally } from '../../shared/rehearsal/bot.ts';
import { Bot } from '../../shared/rehearsal/bot.ts';
import { mistypedBid } from '../../shared/rehearsal/slips.ts';
import type { FormatTable } from './format-table.ts';

interface Player {
  readonly bot: Bot;
  /** Chance of the bids that are made beside the bot's own. */
  readonly noise: Random;
  /** What it bid last. */
  last?: AuctionCommand & { readonly type: 'PlaceBid' };
  /** When it looks again; Infinity: when something has changed. */
  dueMs: number;
}

/** More than any sale of the tests needs; a game that does not end is a fault. */
const MAX_MOVES = 200_000;

export interface Game {
  readonly tallies: Readonly<Record<string, BotTally>>;
  readonly moves: number;
}

/** Bids that no bot would make: the last one again, in a round that is over, or with a number mistyped. */
const disturb = <F extends FormatId>(table: FormatTable<F>, { last, noise, bot }: Player): void => {
  if (!last) return;
  const bid = noise.oneIn(3) ? last.bid : mistypedBid(last.bid, noise);
  table.give({ ...last, bid }, `${bot.seated.teamId}-lead`);
};

/** Lets one player act until it waits; true when something was given. */
const act = <F extends FormatId>(table: FormatTable<F>, player: Player): boolean => {
  const { teamId } = player.bot.seated;
  const move = player.bot.move(table.view({ kind: 'team', teamId }), table.at);
  switch (move.kind) {
    case 'give': {
      if (move.command.type === 'PlaceBid') player.last = move.command;
      const decision = table.give(move.command, `${teamId}-lead`);
      player.bot.answered(decision.ok ? undefined : decision.rejection);
      player.dueMs = table.at + 1;
      return true;
    }
    case 'drop':
      player.dueMs = table.at + move.forMs;
      return false;
    case 'wait':
      player.dueMs = move.untilMs ?? Number.POSITIVE_INFINITY;
      return false;
    case 'leave':
      player.dueMs = Number.POSITIVE_INFINITY;
      return false;
  }
};

const nextMs = <F extends FormatId>(table: FormatTable<F>, players: readonly Player[]): number =>
  Math.min(
    auctionWakeAt(table.state) ?? Number.POSITIVE_INFINITY,
    ...players.map(({ dueMs }) => dueMs),
  );

export interface GameSettings {
  readonly seed?: number;
  readonly thinkMs?: number;
  /** Besides one in so many moves a bid is made that no bot would make; 0: never. */
  readonly noiseOneIn?: number;
}

/** Plays a started sale to its end, one bot of a kind a team. Rounds that wait for a moderator are opened at once. */
export const playBots = <F extends FormatId>(
  table: FormatTable<F>,
  kinds: Readonly<Record<string, BotKind>>,
  { seed = 1, thinkMs = 2_000, noiseOneIn = 0 }: GameSettings = {},
): Game => {
  const players = Object.entries(kinds).map(([teamId, kind], place): Player => ({
    bot: new Bot({ seatId: `${teamId}-lead`, teamId, kind, place, seed, thinkMs }),
    noise: Random.of(`noise ${String(seed)} ${teamId}`),
    dueMs: table.at,
  }));
  let moves = 0;
  while (table.state.phase === 'running') {
    if (moves > MAX_MOVES) throw new Error('the game does not end');
    const before = table.state;
    for (const player of players) {
      if (player.dueMs > table.at) continue;
      moves += 1;
      act(table, player);
      if (noiseOneIn > 0 && player.noise.oneIn(noiseOneIn)) disturb(table, player);
    }
    if (table.state.stage === 'results' && auctionWakeAt(table.state) === undefined) {
      table.give({ type: 'OpenRound' });
    }
    const dueMs = nextMs(table, players);
    if (table.state.phase !== 'running') break;
    if (!Number.isFinite(dueMs)) throw new Error('nothing will happen any more');
    if (dueMs > table.at) table.wait(dueMs - table.at);
    // Whoever waits for a change looks again once there was one.
    if (table.state !== before) {
      for (const player of players) if (!Number.isFinite(player.dueMs)) player.dueMs = table.at;
    }
  }
  return {
    moves,
    tallies: Object.fromEntries(players.map(({ bot }) => [bot.seated.teamId, bot.tally])),
  };
};
