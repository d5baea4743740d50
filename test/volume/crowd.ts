// Very many commands for nodes that are killed at random: each is asked until it is answered, some once more after that,
// and for each the hash that its answer named is kept.

import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { Random } from '../../shared/kernel/random.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { inClock } from '../support/demo-room.ts';
import { seat } from '../support/stream.ts';

export interface Asked {
  readonly index: number;
  readonly id: string;
  readonly roomId: RoomId;
  readonly by: Actor;
  readonly command: RoomCommand;
}

/** An answer, or why there is none. */
export type Told =
  | { readonly index: number; readonly hash: string; readonly isTaken: boolean }
  | { readonly index: number; readonly fault: string };

export const idOf = (index: number): string => `command-${String(index)}`;

const ROOMS = 40;
export const ROOM_IDS: readonly RoomId[] = Array.from(
  { length: ROOMS },
  (_, index) => `room-${String(index)}`,
);

/** Under way at each node. */
const WINDOW = 200;
const TEAMS = ['northwind', 'harbor', 'cascade'];
const LOTS = ['q1', 'n1', 'r1', 'l1'];

/** Two bids of three teams in turn to one message, in forty rooms. */
const askedOf = (index: number): Asked => {
  const roomId = ROOM_IDS[index % ROOMS] ?? '';
  const at = { index, id: idOf(index), roomId };
  const turn = Math.floor(index / ROOMS);
  if (turn % 3 === 0) {
    const command = { type: 'PostMessage', to: { kind: 'table' }, text: idOf(index) } as const;
    return { ...at, by: seat('moderator'), command };
  }
  const teamId = TEAMS[turn % TEAMS.length] ?? '';
  const lotId = LOTS[turn % LOTS.length] ?? '';
  const bid = { lotId, quantityBlocks: 1, priceMills: mills(2_400 + (turn % 3) * 10) };
  const command = inClock({ type: 'PlaceBid', teamId, round: 1, bid });
  return { ...at, by: seat(`${teamId}-lead`), command };
};

interface Node {
  child: ChildProcess;
  isUp: boolean;
  readonly underWay: Set<number>;
}

export interface CrowdOptions {
  readonly commands: number;
  readonly killEvery: number;
  readonly random: Random;
  readonly place: readonly [databaseUrl: string, redisUrl: string];
}

export class Crowd {
  /** Of the entry that the answer to each command named. */
  readonly hashes: string[] = [];
  readonly faults = new Map<string, number>();
  kills = 0;
  /** Answered commands that were asked again, and how many of those got another answer. */
  readonly again = { asked: 0, otherwise: 0 };
  taken = 0;
  readonly #options: CrowdOptions;
  readonly #nodes: Node[] = [];
  /** To be asked before any new ones. */
  readonly #waiting: number[] = [];
  readonly #done = Promise.withResolvers<undefined>();
  #next = 0;
  #answered = 0;

  constructor(options: CrowdOptions) {
    this.#options = options;
  }

  /** Resolves once every command is answered. */
  async run(nodes = 3): Promise<void> {
    for (let index = 0; index < nodes; index += 1) this.#nodes.push(this.#opened());
    await this.#done.promise;
    for (const { child } of this.#nodes) child.kill('SIGKILL');
  }

  #opened(): Node {
    const node: Node = { child: this.#fork(), isUp: false, underWay: new Set() };
    this.#follow(node);
    return node;
  }

  #fork(): ChildProcess {
    const child = fork(join(import.meta.dirname, 'deciding-node.ts'), this.#options.place, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return child;
  }

  #follow(node: Node): void {
    const { child } = node;
    child.on('message', (told: readonly Told[]) => {
      node.isUp = true;
      for (const one of told) this.#hear(node, one);
      this.#feed(node);
    });
  }

  #hear(node: Node, told: Told): void {
    const { index } = told;
    if (!node.underWay.delete(index)) return;
    if ('fault' in told) {
      this.faults.set(told.fault, (this.faults.get(told.fault) ?? 0) + 1);
      this.#waiting.push(index);
      return;
    }
    const before = this.hashes[index];
    if (before !== undefined) {
      this.again.asked += 1;
      if (before !== told.hash) this.again.otherwise += 1;
      return;
    }
    this.hashes[index] = told.hash;
    if (told.isTaken) this.taken += 1;
    this.#answered += 1;
    if (index % 100 === 0) this.#waiting.push(index);
    if (this.#answered === this.#options.commands) this.#done.resolve(undefined);
    else if (this.#answered % this.#options.killEvery === 0) this.#kill();
  }

  /** A process that has not said anything yet would lose what it is given. */
  #feed(node: Node): void {
    if (!node.isUp) return;
    const asked: Asked[] = [];
    while (node.underWay.size < WINDOW) {
      const index = this.#waiting.shift() ?? this.#fresh();
      if (index === undefined) break;
      node.underWay.add(index);
      asked.push(askedOf(index));
    }
    if (asked.length > 0) node.child.send(asked, () => undefined);
  }

  #fresh(): number | undefined {
    if (this.#next >= this.#options.commands) return undefined;
    return this.#next++;
  }

  /** Ends a node as a power cut does; what it was asked is asked again elsewhere, and another takes its place. */
  #kill(): void {
    // Whoever answered is up.
    const node = this.#options.random.pick(this.#nodes.filter(({ isUp }) => isUp));
    this.kills += 1;
    node.child.removeAllListeners('message');
    node.child.kill('SIGKILL');
    this.#waiting.push(...node.underWay);
    node.underWay.clear();
    node.isUp = false;
    node.child = this.#fork();
    this.#follow(node);
  }
}
