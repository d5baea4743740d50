// Nodes with the program's own hosts over one simulated network and one simulated journal. A node that is killed is
// gone at once with its memory, its timers and what it was waiting for; another may take its place.

import type { Hosts, StreamHost } from '../../server/host/types.ts';
import type { AnyDecider } from '../../server/host/deciders.ts';
import { Heartbeat } from '../../server/host/heartbeat.ts';
import { createHosts } from '../../server/host/hosts.ts';
import type { Bus, CancelTimer, Timers } from '../../server/ports.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import type { DurationMs } from '../../shared/kernel/units.ts';
import type { LogLine } from './fakes.ts';
import { memoryLog, seededChance } from './fakes.ts';
import { Random } from '../../shared/kernel/random.ts';
import type { JournalLine } from './simulated-journal.ts';
import { SimulatedJournal } from './simulated-journal.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { VirtualTime } from './virtual-time.ts';

export interface SimulatedNode {
  readonly name: string;
  readonly hosts: ReturnType<typeof createHosts>;
  readonly heartbeat: Heartbeat;
  readonly bus: Bus;
  readonly line: JournalLine;
  readonly timers: Timers;
  readonly log: readonly LogLine[];
  /** Streams that turned out to have grown without a word. */
  readonly missed: { count: number };
  isAlive: boolean;
}

export interface ClusterOptions {
  readonly seed: number;
  readonly deciderOf?: (stream: StreamName) => AnyDecider;
  readonly snapshotEvery?: number;
  /** The clocks of nodes differ from the journal's by at most this. */
  readonly skewMs?: number;
  /** Nodes look how long none could write before they decide; their heartbeats are for the test to start. */
  readonly hasHeartbeats?: boolean;
}

export class SimulatedCluster {
  readonly time = new VirtualTime({ turns: 1 });
  readonly random: Random;
  readonly network: SimulatedNetwork;
  readonly journal: SimulatedJournal;
  readonly #options: ClusterOptions;
  readonly #deaths = new Map<SimulatedNode, () => void>();
  #started = 0;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.random = new Random(options.seed);
    this.network = new SimulatedNetwork(this.time, this.random.fork());
    this.journal = new SimulatedJournal(this.time, this.random.fork());
  }

  get alive(): readonly SimulatedNode[] {
    return [...this.#deaths.keys()];
  }

  /** A fresh node with an empty memory. */
  start(): SimulatedNode {
    const name = `node-${String((this.#started += 1))}`;
    const { skewMs = 0, seed, deciderOf, snapshotEvery, hasHeartbeats } = this.#options;
    const line = this.journal.line(this.random.between(-skewMs, skewMs));
    const { bus, leave } = this.network.join(name);
    const timers = new MortalTimers(this.time);
    const log = memoryLog();
    const missed = { count: 0 };
    const chance = seededChance(`${String(seed)} ${name}`);
    const hosts = createHosts({
      ...{ journal: line.journal, bus, timers, log, chance },
      missed: () => {
        missed.count += 1;
      },
      ...(deciderOf && { deciderOf }),
      ...(snapshotEvery !== undefined && { snapshotEvery }),
      ...(hasHeartbeats && { fresh: () => heartbeat.fresh() }),
    });
    const beats = { journal: line.journal, hosts, timers, log, node: name };
    const heartbeat = new Heartbeat({ ...beats, chance: seededChance(`beats of ${name}`) });
    const node = {
      ...{ name, hosts, heartbeat, bus, line, timers, missed },
      ...{ log: log.lines, isAlive: true },
    };
    this.#deaths.set(node, () => {
      node.isAlive = false;
      leave();
      timers.die();
      line.die();
    });
    return node;
  }

  /** Ends a node as SIGKILL does: between any two turns, without a word. */
  kill(node: SimulatedNode): void {
    this.#deaths.get(node)?.();
    this.#deaths.delete(node);
  }
}

/** A host of a room by its stream, whatever its rules are. */
export const roomHost = <State, Command>(
  { hosts }: { readonly hosts: Hosts },
  stream: StreamName,
): StreamHost<State, Command> =>
  hosts.room(stream.replace(/^room:/, '')) as unknown as StreamHost<State, Command>;

/** Timers of one process: with it they are gone. */
class MortalTimers implements Timers {
  readonly #timers: Timers;
  readonly #cancels = new Set<CancelTimer>();
  #isDead = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  after(wait: DurationMs, run: () => void): CancelTimer {
    if (this.#isDead) return () => undefined;
    const stop = this.#timers.after(wait, () => {
      this.#cancels.delete(cancel);
      run();
    });
    const cancel = (): void => {
      this.#cancels.delete(cancel);
      stop();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  /** How many of this process wait. */
  get waiting(): number {
    return this.#cancels.size;
  }

  die(): void {
    this.#isDead = true;
    for (const cancel of [...this.#cancels]) cancel();
  }
}
