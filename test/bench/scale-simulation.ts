// Many nodes and rooms with the program's own hosts over a simulated network and journal. What a command, a message and
// a commit cost is given; how long people wait follows from who shares what. Counts and virtual time only: it shows how
// work grows, not how fast a machine is.

import type { StreamHost } from '../../server/host/types.ts';
import type { CommandId } from '../../shared/kernel/ids.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import { commandIdFor } from '../../server/host/deliveries.ts';
import { Random } from '../../shared/kernel/random.ts';
import type { SimulatedNode } from '../support/simulated-cluster.ts';
import { SimulatedCluster } from '../support/simulated-cluster.ts';
import type { StoreCosts } from '../support/simulated-journal.ts';
import { seat } from '../support/stream.ts';

/** In milliseconds of one node's processor, or of the store. */
export interface ScaleCosts extends StoreCosts {
  readonly commandMs: number;
  readonly messageMs: number;
}

export interface ScalePlan {
  readonly nodes: number;
  readonly rooms: number;
  /** People of a room, each at a node of its own choice. */
  readonly seats: number;
  readonly editsPerRoom: number;
  /** All edits fall within this. */
  readonly spanMs: number;
  /** One more room, with people on so many nodes who together edit so often. */
  readonly hot?: { readonly nodes: number; readonly edits: number };
  readonly costs: ScaleCosts;
}

export interface Waits {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface ScaleFigures {
  readonly edits: number;
  /** Entries that were stored, and how often an append had to be tried for them. */
  readonly entries: number;
  readonly appends: number;
  readonly commits: number;
  readonly messages: number;
  /** One for each edit and each other node that people of its room are at. */
  readonly dueMessages: number;
  /** Pages of entries read, and questions where streams end, of many streams at once each. */
  readonly reads: number;
  readonly questions: number;
  /** From giving an edit to its answer, and to the last of the room's nodes showing it; of ordinary rooms. */
  readonly answered: Waits;
  readonly shown: Waits;
  readonly hotAnswered: Waits;
  /** Edits of the hot room that were given up after too many lost races. */
  readonly faults: number;
}

const HOT_ROOM = 'hot';
const START_MS = 2_000;
const REST_MS = 10_000;
const NETWORK_MS = [1, 2] as const;

/** The work of one processor: who comes waits for those before. */
class Processor {
  #busyUntilMs = 0;

  /** Whole milliseconds until work that comes now is done. */
  wait(nowMs: number, costMs: number): number {
    this.#busyUntilMs = Math.max(nowMs, this.#busyUntilMs) + costMs;
    return Math.floor(this.#busyUntilMs - nowMs);
  }
}

const waitsOf = (values: readonly number[]): Waits => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
};

class Simulation {
  readonly #plan: ScalePlan;
  readonly #random = new Random(20_260_120);
  readonly #cluster = new SimulatedCluster({ seed: 20_260_120 });
  readonly #processors = new Map<string, Processor>();
  readonly #nodes: readonly SimulatedNode[];
  readonly #audience = new Map<string, readonly SimulatedNode[]>();
  /** When an edit was given, and how many nodes have still to show it. */
  readonly #open = new Map<CommandId, { readonly atMs: number; nodes: number }>();
  readonly #waits = { answered: [] as number[], shown: [] as number[], hot: [] as number[] };
  #faults = 0;
  #dueMessages = 0;
  #given = 0;

  constructor(plan: ScalePlan) {
    this.#plan = plan;
    const { network, journal } = this.#cluster;
    network.weather = { ...network.weather, delayMs: NETWORK_MS };
    journal.weather = { ...journal.weather, delayMs: NETWORK_MS };
    network.waitAt = (name) => this.#work(name, plan.costs.messageMs);
    this.#nodes = Array.from({ length: plan.nodes }, () => this.#cluster.start());
    for (const { name } of this.#nodes) this.#processors.set(name, new Processor());
  }

  async run(): Promise<ScaleFigures> {
    await this.#furnish();
    const { journal, network, time } = this.#cluster;
    journal.storeCosts = this.#plan.costs;
    const before = { ...journal.counts, sent: network.counts.sent, entries: this.#entries() };
    this.#schedule();
    await time.advance(this.#plan.spanMs + REST_MS);
    if (this.#open.size > 0) throw new Error(`${String(this.#open.size)} edits were never shown`);
    return {
      edits: this.#given,
      entries: this.#entries() - before.entries,
      appends: journal.counts.append - before.append,
      commits: journal.commits,
      messages: network.counts.sent - before.sent,
      dueMessages: this.#dueMessages,
      reads: journal.counts.read - before.read,
      questions: journal.counts.versions - before.versions,
      answered: waitsOf(this.#waits.answered),
      shown: waitsOf(this.#waits.shown),
      hotAnswered: waitsOf(this.#waits.hot),
      faults: this.#faults,
    };
  }

  /** Makes the rooms and seats people in them, so that what is counted later is their work alone. */
  async #furnish(): Promise<void> {
    const { rooms, seats, hot } = this.#plan;
    for (let index = 0; index < rooms; index += 1) {
      const chosen = Array.from({ length: seats }, () => this.#random.pick(this.#nodes));
      this.#make(`r${String(index)}`, chosen);
    }
    if (hot) this.#make(HOT_ROOM, this.#nodes.slice(0, hot.nodes));
    await this.#cluster.time.advance(START_MS);
    for (const [room, nodes] of this.#audience) {
      for (const node of new Set(nodes)) this.#watch(room, node);
    }
    await this.#cluster.time.advance(START_MS);
  }

  #make(room: string, people: readonly SimulatedNode[]): void {
    this.#audience.set(room, people);
    const [first] = people;
    if (!first) return;
    const commands: readonly RoomCommand[] = [
      { type: 'CreateRoom', roomId: room, title: `Room ${room}`, isDemo: false },
      { type: 'AddTeam', team: { id: 'carrier', name: 'Carrier', side: 'carrier' } },
      { type: 'AddTeam', team: { id: 'shipper', name: 'Shipper', side: 'shipper' } },
      { type: 'AddSeat', seatId: 'one', role: 'lead', teamId: 'carrier', name: 'One' },
      { type: 'AddSeat', seatId: 'two', role: 'lead', teamId: 'shipper', name: 'Two' },
    ];
    for (const [place, command] of commands.entries()) {
      const id = commandIdFor(`${room} ${String(place)}`);
      void this.#host(first, room).submit(id, SYSTEM, command);
    }
  }

  #host(node: SimulatedNode, room: string): StreamHost<RoomState, RoomCommand> {
    return node.hosts.room(room);
  }

  /** Sees what a person at this node sees. */
  #watch(room: string, node: SimulatedNode): void {
    this.#host(node, room).watch(({ bodies }) => {
      for (const body of bodies) if (body.kind === 'decision') this.#seen(room, body.id);
    });
    void this.#host(node, room).confirmed();
  }

  #seen(room: string, id: CommandId): void {
    const edit = this.#open.get(id);
    if (!edit) return;
    edit.nodes -= 1;
    if (edit.nodes > 0) return;
    this.#open.delete(id);
    if (room !== HOT_ROOM) this.#waits.shown.push(this.#cluster.time.now() - edit.atMs);
  }

  #schedule(): void {
    const { editsPerRoom, hot, spanMs } = this.#plan;
    for (const [room, people] of this.#audience) {
      const edits = room === HOT_ROOM ? (hot?.edits ?? 0) : editsPerRoom;
      for (let edit = 0; edit < edits; edit += 1) {
        const waitMs = durationMs(this.#random.between(0, spanMs));
        const node = this.#random.pick(people);
        this.#cluster.time.after(waitMs, () => {
          this.#give(room, node);
        });
      }
    }
  }

  /** A person says something: the node has to find the time for it first. */
  #give(room: string, node: SimulatedNode): void {
    const { time } = this.#cluster;
    const id = commandIdFor(`edit ${String((this.#given += 1))}`);
    const atMs = time.now();
    const { size: nodes } = new Set(this.#audience.get(room));
    this.#dueMessages += nodes - 1;
    this.#open.set(id, { atMs, nodes });
    time.after(durationMs(this.#work(node.name, this.#plan.costs.commandMs)), () => {
      const command = {
        type: 'PostMessage',
        to: { kind: 'table' },
        text: 'We can do 2.32.',
      } as const;
      const answer = this.#host(node, room).submit(id, seat('one'), command);
      answer.then(
        ({ ok }) => {
          if (!ok) throw new Error('an edit was refused');
          const waits = room === HOT_ROOM ? this.#waits.hot : this.#waits.answered;
          waits.push(time.now() - atMs);
        },
        () => {
          this.#open.delete(id);
          this.#faults += 1;
        },
      );
    });
  }

  #work(name: string, costMs: number): number {
    return this.#processors.get(name)?.wait(this.#cluster.time.now(), costMs) ?? 0;
  }

  #entries(): number {
    const { journal } = this.#cluster;
    return [...this.#audience.keys()].reduce(
      (sum, room) => sum + journal.stored(roomStream(room)).length,
      0,
    );
  }
}

/** Plays a plan through. The same plan gives the same figures. */
export const simulateScale = (plan: ScalePlan): Promise<ScaleFigures> => new Simulation(plan).run();
