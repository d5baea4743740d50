// Simulated nodes whose rooms are tallies, and what the journal has of them.

import type { StreamHost } from '../../server/host/types.ts';
import type { AnyDecider } from '../../server/host/deciders.ts';
import { commandIdFor } from '../../server/host/deliveries.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import type { EntryBody } from '../../shared/record/entry.ts';
import type { ClusterOptions, SimulatedNode } from './simulated-cluster.ts';
import { roomHost, SimulatedCluster } from './simulated-cluster.ts';
import { seat } from './stream.ts';
import type { TallyCommand, TallyEvent, TallyState } from './tally.ts';
import { tally } from './tally.ts';

export const TALLY_STREAM = 'room:a';
const SEAT = seat('harbor-lead');

export const tallyDecider = (): AnyDecider => tally as unknown as AnyDecider;

export class TallyCluster extends SimulatedCluster {
  #given = 0;

  constructor(options: Partial<ClusterOptions> = {}) {
    super({ seed: 1, deciderOf: tallyDecider, ...options });
  }

  at(node: SimulatedNode, stream = TALLY_STREAM): StreamHost<TallyState, TallyCommand> {
    return roomHost(node, stream);
  }

  /** Gives a command and lets time pass until it is answered. */
  async give(node: SimulatedNode, command: TallyCommand, stream = TALLY_STREAM): Promise<void> {
    const id = commandIdFor(`given ${String((this.#given += 1))}`);
    await this.settled(this.at(node, stream).submit(id, SEAT, command));
  }

  closeIn(waitMs: number): TallyCommand {
    return { type: 'CloseAt', atMs: epochMs(this.time.now() + waitMs) };
  }

  /** Lets time pass, a little, until the promise is settled. */
  async settled<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    for (let passedMs = 0; !isSettled && passedMs < 1_000; passedMs += 1)
      await this.time.advance(1);
    if (!isSettled) throw new Error('nothing was answered within a second');
    return promise;
  }

  /** Events of a stream in the journal, with their times. */
  events(stream: StreamName = TALLY_STREAM): readonly (TallyEvent & { readonly at: number })[] {
    return this.journal.stored(stream).flatMap(({ body, at }) => {
      const parsed = JSON.parse(body) as EntryBody;
      if (parsed.kind !== 'decision') return [];
      return (parsed.events as readonly TallyEvent[]).map((event) => ({ ...event, at }));
    });
  }

  /** When the stream closed, as the journal has it. */
  closes(stream?: StreamName): readonly number[] {
    return this.events(stream).flatMap(({ type, at }) => (type === 'Closed' ? [at] : []));
  }
}
