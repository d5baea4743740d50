// Runs a course: nodes with the program's own hosts, clients that give commands and send them again, and what happens
// to nodes, network and journal meanwhile. Everything that anybody hears goes to the ledger.

import type { AnyDecider } from '../../server/host/deciders.ts';
import { JournalFault } from '../../server/journal/fault.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { seededChance } from '../support/fakes.ts';
import type { SimulatedNode } from '../support/simulated-cluster.ts';
import { roomHost, SimulatedCluster } from '../support/simulated-cluster.ts';
import { FAIR_JOURNAL } from '../support/simulated-journal.ts';
import { FAIR_NETWORK } from '../support/simulated-network.ts';
import { seat } from '../support/stream.ts';
import type { TallyCommand, TallyState } from '../support/tally.ts';
import { tally } from '../support/tally.ts';
import type { Course, Step } from './network-course.ts';
import type { Given } from './network-ledger.ts';
import { Ledger } from './network-ledger.ts';

const STREAMS: readonly StreamName[] = ['a', 'b', 'c', 'd', 'e'].map((room) => `room:${room}`);
const MAX_NODES = 4;
const SKEW_MS = 5;
/** Long enough for every retry, comparison, scan and deadline. */
const REST_MS = 100_000;

type StepOf<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;

const streamAt = (index: number): StreamName => STREAMS[index % STREAMS.length] ?? 'room:a';

export class Stage {
  readonly cluster: SimulatedCluster;
  readonly ledger: Ledger;
  readonly #chance;
  /** What was asked of each node and is not settled yet. */
  readonly #pending = new Map<SimulatedNode, Set<string>>();
  readonly #watching = new Set<string>();
  /** What went wrong where nobody would hear of it. */
  readonly #failures: unknown[] = [];
  #asked = 0;

  constructor({ seed, nodes }: Course) {
    this.#chance = seededChance(`clients ${String(seed)}`);
    this.cluster = new SimulatedCluster({
      ...{ seed, snapshotEvery: 4, skewMs: SKEW_MS },
      deciderOf: () => tally as unknown as AnyDecider,
    });
    this.ledger = new Ledger(this.cluster.journal);
    this.cluster.network.onTold = (entries) => {
      this.#hold(() => {
        this.ledger.told(entries);
      });
    };
    for (let count = 0; count < nodes; count += 1) this.#start();
  }

  /** Takes the steps, mends everything, waits, and holds what is left against the journal. */
  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step);
      this.#throwFailure();
    }
    this.#mend();
    await this.cluster.time.advance(REST_MS);
    // Before anything is asked for: what nobody looks at is done too.
    await this.ledger.checkRest(this.cluster.time.now());
    await this.#agree();
    this.ledger.check();
  }

  async #take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'pass':
        return this.cluster.time.advance(step.ms);
      case 'weather':
        return this.#weather(step);
      case 'heal':
        return this.#heal();
      case 'start':
        if (this.cluster.alive.length < MAX_NODES) this.#start();
        return;
      default: {
        const { alive } = this.cluster;
        const node = alive[step.node % alive.length];
        if (node) this.#takeAt(node, step);
      }
    }
  }

  #takeAt(node: SimulatedNode, step: Extract<Step, { readonly node: number }>): void {
    const { network, alive } = this.cluster;
    switch (step.kind) {
      case 'give':
        for (let count = 0; count < step.count; count += 1) this.#give(node, step);
        return;
      case 'resend':
        return this.#resend(node, step);
      case 'read':
        return this.#read(node, streamAt(step.stream), step.isCurrent);
      case 'watch':
        return this.#watch(node, streamAt(step.stream));
      case 'cut': {
        const other = alive[step.other % alive.length] ?? node;
        network.cut(node.name, other.name);
        if (step.isBothWays) network.cut(other.name, node.name);
        return;
      }
      case 'silence':
        return network.silence(node.name);
      case 'cut journal':
        node.line.isCut = true;
        return;
      case 'kill':
        this.#pending.delete(node);
        this.cluster.kill(node);
    }
  }

  #start(): void {
    const node = this.cluster.start();
    this.#pending.set(node, new Set());
    this.#ask(node, 'wake', node.hosts.wake(), () => undefined);
  }

  #give(node: SimulatedNode, step: StepOf<'give'>): void {
    const { ledger, cluster } = this;
    const place = ledger.given.length;
    const given: Given = {
      id: this.#chance.id(),
      stream: streamAt(step.stream),
      by: seat(`seat-${String(place % 3)}`),
      command: commandOf(step, place, cluster.time.now()),
      answers: [],
    };
    ledger.given.push(given);
    this.#submit(node, given);
  }

  #resend(node: SimulatedNode, { which, byOther }: StepOf<'resend'>): void {
    const { given } = this.ledger;
    const one = given[which % given.length];
    if (!one) return;
    if (!byOther) return this.#submit(node, one);
    // Somebody else comes with the id: whoever is first has it, and the other hears nothing of it.
    const stranger = given.find(({ id, by }) => id === one.id && by !== one.by);
    const other = stranger ?? { ...one, by: seat('stranger'), answers: [] };
    if (!stranger) given.push(other);
    this.#submit(node, other);
  }

  #submit(node: SimulatedNode, given: Given): void {
    const host = roomHost<TallyState, TallyCommand>(node, given.stream);
    const since = this.cluster.journal.stored(given.stream).length;
    const answer = host.submit(given.id, given.by, given.command);
    this.#ask(node, given.command.type, answer, (heard) => {
      this.ledger.answered(given, heard, since);
    });
  }

  #read(node: SimulatedNode, stream: StreamName, isCurrent: boolean): void {
    const least = isCurrent ? this.cluster.journal.stored(stream).length : 0;
    const host = roomHost(node, stream);
    this.#ask(node, 'read', isCurrent ? host.current() : host.confirmed(), (confirmed) => {
      if (confirmed.version < least) throw new Error(`${stream}: a current state is old`);
      this.ledger.shown(stream, confirmed);
    });
  }

  #watch(node: SimulatedNode, stream: StreamName): void {
    const key = `${node.name} ${stream}`;
    if (this.#watching.has(key)) return;
    this.#watching.add(key);
    let version: number | undefined;
    roomHost(node, stream).watch((change) => {
      if (!node.isAlive) return;
      this.#hold(() => {
        version = this.ledger.watched(stream, change, version);
      });
    });
  }

  #weather(weather: StepOf<'weather'>): void {
    const { network, journal } = this.cluster;
    const { mostMs, journalMs, lost, doubled, garbled, bare, failsBefore, failsAfter } = weather;
    network.weather = { delayMs: [1, mostMs], lost, doubled, garbled, bare };
    journal.weather = { delayMs: [0, journalMs], failsBefore, failsAfter };
  }

  #heal(): void {
    this.cluster.network.heal();
    for (const { line } of this.cluster.alive) line.isCut = false;
  }

  #mend(): void {
    const { network, journal, alive } = this.cluster;
    network.weather = FAIR_NETWORK;
    journal.weather = FAIR_JOURNAL;
    this.#heal();
    if (alive.length === 0) this.#start();
  }

  /** Every node, asked without reading the journal for it, has what the journal has, and owes nobody an answer. */
  async #agree(): Promise<void> {
    const { alive, journal, time } = this.cluster;
    for (const node of alive) {
      for (const stream of journal.streams) {
        this.#ask(node, 'last look', roomHost(node, stream).confirmed(), (confirmed) => {
          const end = journal.stored(stream).length;
          if (confirmed.version !== end) throw new Error(`${node.name} is behind in ${stream}`);
          this.ledger.shown(stream, confirmed);
        });
      }
    }
    await time.advance(1_000);
    for (const { log } of alive) {
      const bug = log.find(({ level, fields }) => level === 'error' && !isFault(fields['err']));
      if (bug) this.#failures.push(bug);
    }
    for (const [{ name }, pending] of this.#pending) {
      if (pending.size === 0) continue;
      this.#failures.push(new Error(`${name} never answered: ${[...pending].join(', ')}`));
    }
    this.#throwFailure();
  }

  /** A fault of the journal is an answer too; what a node would have said after its death nobody hears. */
  #ask<T>(node: SimulatedNode, what: string, asked: Promise<T>, heard: (answer: T) => void): void {
    const key = `${what} ${String((this.#asked += 1))}`;
    this.#pending.get(node)?.add(key);
    const settle = (settled: () => void): void => {
      this.#pending.get(node)?.delete(key);
      if (node.isAlive) this.#hold(settled);
    };
    asked.then(
      (answer) => {
        settle(() => {
          heard(answer);
        });
      },
      (cause: unknown) => {
        settle(() => {
          if (!isFault(cause)) throw cause;
          this.ledger.counts.faults += 1;
        });
      },
    );
  }

  #hold(run: () => void): void {
    try {
      run();
    } catch (cause) {
      this.#failures.push(cause);
    }
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}

const isFault = (cause: unknown): boolean => cause instanceof JournalFault;

const commandOf = (
  { what, points }: StepOf<'give'>,
  place: number,
  nowMs: number,
): TallyCommand => {
  switch (what) {
    case 'Add':
    case 'Bid':
      return { type: what, points };
    case 'CloseAt':
      return { type: 'CloseAt', atMs: epochMs(nowMs + Math.max(0, points) * 600) };
    case 'Owe':
      return { type: 'Owe', id: `debt-${String(place)}`, stream: streamAt(place) };
  }
};
