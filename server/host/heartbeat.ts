// Says that a node lives, and notices after a start how long none did. The outage rule of auctions stands on it:
// a round that ran meanwhile comes back paused with what was left at the last beat.

import type { Chance, Journal, Log, Timers } from '../ports.ts';
import type { Hosts } from './types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs, until } from '../../shared/kernel/units.ts';

const BEAT_MS = 500;
/** Shorter times without a beat are the beat's own rhythm. */
const MIN_OUTAGE_MS = 1_500;

export interface HeartbeatDeps {
  readonly journal: Journal;
  readonly hosts: Hosts;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly node: string;
}

/** Records the time in which no node was alive, if there was any; called once, before anything else is hosted. */
export const recordOutage = async ({ journal, hosts, chance, log }: HeartbeatDeps) => {
  const fromMs = await journal.lastBeat();
  const toMs = journal.now();
  if (fromMs === undefined || until(fromMs, toMs) < MIN_OUTAGE_MS) return;
  log.info({ fromMs, toMs }, 'no node was alive for a time');
  const command = { type: 'RecordOutage', fromMs, toMs } as const;
  const answer = await hosts.site().submit(chance.id(), SYSTEM, command);
  if (!answer.ok) throw new Error(`the outage was not recorded: ${answer.rejection.code}`);
};

/** Beats until the returned function is called; it resolves after the last beat. */
export const startHeartbeat = ({
  journal,
  timers,
  node,
}: Omit<HeartbeatDeps, 'log'>): (() => Promise<void>) => {
  let cancel: () => void = () => undefined;
  let isStopped = false;
  let beating: Promise<void> = Promise.resolve();
  const beat = (): void => {
    beating = journal.beat(node, journal.now()).catch(() => {
      // Whoever watches the journal says so, once.
    });
    void beating.then(() => {
      if (!isStopped) cancel = timers.after(durationMs(BEAT_MS), beat);
    });
  };
  beat();
  return async () => {
    isStopped = true;
    cancel();
    await beating;
  };
};
