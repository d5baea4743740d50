// All streams that this node hosts: loads on first use, wakes those that are due, lets idle ones go.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { Answer, Receipt } from '../../shared/record/receipt.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import type {
  Bus,
  CancelTimer,
  Chance,
  Journal,
  Log,
  Solver,
  Timers,
  Unsubscribe,
} from '../ports.ts';
import type { CaucusHost, Confirmed, Hosts, SheetHost, StreamHost, TextHost } from './types.ts';
import type { SiteState } from '../../shared/access/types.ts';
import {
  caucusStream,
  mailboxStream,
  roomStream,
  sessionStream,
  sheetStream,
  SITE_STREAM,
} from '../../shared/kernel/ids.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { JournalFault } from '../journal/fault.ts';
import { Comparing } from './comparing.ts';
import { Computations } from './computations.ts';
import { Deadline } from './deadline.ts';
import type { AnyDecider } from './deciders.ts';
import { deciderOf } from './deciders.ts';
import { commandIdFor, Deliveries } from './deliveries.ts';
import { HostedStream } from './stream-host.ts';
import { textFor } from './text-parts.ts';
import { Turns } from './turns.ts';

/** How long a stream stays in memory after its last use. */
const IDLE_MS = 60_000;
/** How often the journal is asked for streams that are due and not hosted here. */
const SCAN_MS = 5_000;
/** A node that is alone loads what is due within this time, so that its timers are set. */
const HORIZON_MS = 15_000;
/** Beside other nodes it loads what has been due for this long: whoever hosts a stream has ticked it by then. */
const OVERDUE_MS = 2_000;
const SCAN_STREAMS = 500;

export interface HostsDeps {
  readonly journal: Journal;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  /** A snapshot is written each time this many entries were added; default 500. */
  readonly snapshotEvery?: number;
  /** Told each time a stream turned out to have grown without a word. */
  readonly missed?: () => void;
  /** Which rules hold in which stream; those of the product unless said. */
  readonly deciderOf?: (stream: StreamName) => AnyDecider;
  /** Computes what streams ask for; absent: nothing that asks is hosted. */
  readonly solver?: Solver;
  /** Resolves once it is known how long no node could write; absent: it was never long. */
  readonly fresh?: () => Promise<void>;
  /** Signs what is given out to people; absent: receipts stay unsigned. */
  readonly signReceipt?: (receipt: Receipt) => Receipt;
}

/** One live stream with what surrounds it. States differ by stream, so inside the registry they are unknown. */
interface Live {
  readonly host: HostedStream<unknown, unknown, unknown>;
  readonly deadline: Deadline;
  readonly deliveries: Deliveries<unknown, unknown, unknown>;
  readonly computations: Computations<unknown, unknown, unknown> | undefined;
  readonly leave: Unsubscribe;
  cancelEviction: CancelTimer;
  usedAt: number;
}

class Registry implements Hosts {
  readonly #deps: HostsDeps;
  readonly #live = new Map<StreamName, Live>();
  readonly #stopComparing: Unsubscribe;
  #stopScan: () => void = () => undefined;
  #isClosed = false;

  constructor(deps: HostsDeps) {
    this.#deps = deps;
    this.#stopComparing = deps.bus.isShared ? this.#compare() : () => undefined;
    this.#scheduleScan(firstScanMs(deps.chance));
  }

  room(roomId: string) {
    return this.#handle(roomStream(roomId)) as ReturnType<Hosts['room']>;
  }

  session(sessionHash: string) {
    return this.#handle(sessionStream(sessionHash)) as ReturnType<Hosts['session']>;
  }

  mailbox(roomId: string, seatId: string) {
    return this.#handle(mailboxStream(roomId, seatId)) as ReturnType<Hosts['mailbox']>;
  }

  site() {
    return this.#handle(SITE_STREAM) as ReturnType<Hosts['site']>;
  }

  sheet(sheetId: string): SheetHost {
    return this.#withText(sheetStream(sheetId)) as SheetHost;
  }

  caucus(sheetId: string, teamId: string): CaucusHost {
    return this.#withText(caucusStream(sheetId, teamId)) as CaucusHost;
  }

  async afterOutage(): Promise<void> {
    await this.site().current();
    for (const { host } of this.#live.values()) host.beginAgain();
  }

  /** Stops timers and waits until everything that was submitted is settled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopScan();
    this.#stopComparing();
    const waiting = [...this.#live.values()].map(({ host }) =>
      host.confirmed().catch(() => undefined),
    );
    await Promise.all(waiting);
    for (const stream of [...this.#live.keys()]) this.#letGo(stream);
  }

  /** Loads streams that wait for a time, so that it comes without visitors. A stream that is damaged stops no other. */
  async wake(): Promise<void> {
    const { journal, bus } = this.#deps;
    const dueMs = journal.now() + (bus.isShared ? -OVERDUE_MS : HORIZON_MS);
    const due = await journal.due(epochMs(dueMs), SCAN_STREAMS);
    for (const { stream } of due) {
      if (this.#isClosed) return;
      try {
        await this.#use(stream).host.confirmed();
      } catch (cause) {
        // The stream has said so itself; when it is the journal that is away, the next scan asks again.
        if (cause instanceof JournalFault && cause.kind !== 'corrupt') throw cause;
      }
    }
  }

  #withText(stream: StreamName): StreamHost<unknown, unknown> & TextHost {
    return {
      ...this.#handle(stream),
      submitText: async (by, update) => this.#use(stream).host.submitText(by, update),
      missing: async (stateVector) => (await this.#use(stream).host.reading()).missing(stateVector),
      reading: async () => this.#use(stream).host.reading(),
      watchText: (listener) => this.#use(stream).host.watchText(listener),
    };
  }

  #handle(stream: StreamName): StreamHost<unknown, unknown> {
    const { bus } = this.#deps;
    const current = async () => {
      const { host } = this.#use(stream);
      if (bus.isShared) host.fallBehind();
      return host.confirmed();
    };
    return {
      submit: async (id, by, command) =>
        this.#signed(by, await this.#use(stream).host.submit(id, by, command)),
      // Who is let in must not depend on what cannot be heard.
      confirmed: async () =>
        bus.isConnected() ? this.#use(stream).host.confirmed() : await current(),
      current,
      watch: (listener) => this.#use(stream).host.watch(listener),
    };
  }

  /** Keeps up with other nodes although the bus may lose what they tell. */
  #compare(): Unsubscribe {
    const { journal, bus, timers, log, missed } = this.#deps;
    const comparing = new Comparing({
      ...{ journal, timers, log },
      isHearing: () => bus.isConnected(),
      streams: () => this.#live.keys(),
      versionOf: (stream) => this.#live.get(stream)?.host.version,
      grew: (stream, version) => {
        missed?.();
        this.#live.get(stream)?.host.receive([], version);
      },
    });
    const stopGaps = bus.onGap((stream) => {
      if (stream === undefined) comparing.all();
      else comparing.one(stream);
    });
    return () => {
      comparing.stop();
      stopGaps();
    };
  }

  /** The server needs no receipts from itself. */
  #signed(by: Actor, answer: Answer): Answer {
    const { signReceipt } = this.#deps;
    if (!signReceipt || !answer.receipt || by.kind === 'system') return answer;
    return { ...answer, receipt: signReceipt(answer.receipt) };
  }

  #use(stream: StreamName): Live {
    if (this.#isClosed) throw new Error('the node is stopping');
    let live = this.#live.get(stream);
    if (!live) {
      live = this.#open(stream);
      this.#live.set(stream, live);
    }
    live.usedAt = this.#deps.journal.now();
    return live;
  }

  #open(stream: StreamName): Live {
    const { journal, bus, timers, chance, log, snapshotEvery = 500 } = this.#deps;
    const decider = (this.#deps.deciderOf ?? deciderOf)(stream);
    const host: HostedStream<unknown, unknown, unknown> = new HostedStream({
      stream,
      decider,
      journal,
      chance,
      log,
      snapshotEvery,
      isAlone: !bus.isShared,
      turns: new Turns(timers, chance),
      ...textFor(stream),
      ...(decider.interrupt && this.#deps.fresh && { fresh: this.#deps.fresh }),
      firstCommands: (loaded) => this.#interrupts(stream, decider, loaded),
      published: (entries) => {
        bus.publish(stream, entries);
      },
      changed: ({ state }, isOfOthers) => {
        deadline.set(decider.wakeAt(state));
        deliveries.update(state, !isOfOthers);
        computations?.update(state);
      },
    });
    const system = { kind: 'system' } as const;
    const deadline = new Deadline(
      timers,
      () => journal.now(),
      () => {
        host.submit(chance.id(), system, decider.tick).catch((cause: unknown) => {
          log.warn({ stream, err: cause }, 'tick failed');
        });
      },
    );
    const deliveries = new Deliveries(decider, {
      from: stream,
      timers,
      log,
      send: async (to, id, command) => this.#use(to).host.submit(id, system, command),
      settle: (id, command) => host.submit(id, system, command),
    });
    const { solver } = this.#deps;
    const submit = (id: string, command: unknown) => host.submit(id, system, command);
    const computations =
      solver && new Computations(decider, { from: stream, solver, submit, timers, log });
    const leave = bus.subscribe(stream, (entries, version) => {
      host.receive(entries, version);
    });
    const cancelEviction = this.#scheduleEviction(stream);
    return {
      host,
      deadline,
      deliveries,
      computations,
      leave,
      cancelEviction,
      usedAt: journal.now(),
    };
  }

  async #interrupts(stream: StreamName, decider: AnyDecider, loaded: Confirmed<unknown>) {
    const { interrupt } = decider;
    if (!interrupt || loaded.version === 0) return [];
    const { state } = (await this.site().confirmed()) as Confirmed<SiteState>;
    return state.outages
      .filter(({ toMs }) => toMs > loaded.at)
      .map(({ fromMs, toMs }) => ({
        id: commandIdFor(`outage ${stream} ${String(fromMs)} ${String(toMs)}`),
        command: interrupt(fromMs, toMs),
      }));
  }

  #scheduleEviction(stream: StreamName): CancelTimer {
    return this.#deps.timers.after(durationMs(IDLE_MS), () => {
      const live = this.#live.get(stream);
      if (!live) return;
      const now = this.#deps.journal.now();
      const isAtWork = !live.host.isIdle || !live.deliveries.isIdle;
      const isUsed = now - live.usedAt < IDLE_MS || isAtWork || live.computations?.isIdle === false;
      const isDueSoon = live.deadline.due !== undefined && live.deadline.due - now < 2 * IDLE_MS;
      if (isUsed || isDueSoon) live.cancelEviction = this.#scheduleEviction(stream);
      else this.#letGo(stream);
    });
  }

  #letGo(stream: StreamName): void {
    const live = this.#live.get(stream);
    if (!live) return;
    this.#live.delete(stream);
    live.cancelEviction();
    live.deadline.stop();
    live.deliveries.stop();
    live.computations?.stop();
    live.leave();
  }

  #scheduleScan(waitMs: number): void {
    this.#stopScan = this.#deps.timers.after(durationMs(waitMs), () => {
      this.wake()
        .catch((cause: unknown) => {
          this.#deps.log.warn({ err: cause }, 'scan for due streams failed');
        })
        .finally(() => {
          if (!this.#isClosed) this.#scheduleScan(SCAN_MS);
        });
    });
  }
}

/** Nodes that start together scan at times of their own, so that they do not all load the same streams. */
const firstScanMs = (chance: Chance): number =>
  Math.ceil((SCAN_MS * Number.parseInt(chance.hex(2), 16)) / 0xffff);

/** Hosts for one node. `wake` loads those of all streams whose time has come; it is done again and again anyway. */
export const createHosts = (deps: HostsDeps): Hosts & { wake(): Promise<void> } =>
  new Registry(deps);
