// Holds everything that anybody was answered, shown or told against what the journal has, at the moment it happens and
// again at the end. The oracle knows only the rules of a tally and the journal's entries: each entry must be exactly what
// the rules decide on the state before it.

import { expect } from 'vitest';
import { commandIdFor } from '../../server/host/deliveries.ts';
import type { Change, Confirmed } from '../../server/host/types.ts';
import type { Actor } from '../../shared/kernel/decider.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import type { CommandId, StreamName } from '../../shared/kernel/ids.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { entryText } from '../../shared/record/entry.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { SimulatedJournal } from '../support/simulated-journal.ts';
import type { TallyCommand, TallyEvent, TallyState } from '../support/tally.ts';
import { tally } from '../support/tally.ts';

/** A command that a client gave, and all it ever heard of it. */
export interface Given {
  readonly id: CommandId;
  readonly stream: StreamName;
  readonly by: Actor;
  readonly command: TallyCommand;
  readonly answers: Answer[];
}

interface DecisionBody {
  readonly kind: 'decision';
  readonly id: CommandId;
  readonly by: Actor;
  readonly events: readonly TallyEvent[];
  readonly rejection?: unknown;
}

const bodyOf = (entry: StoredEntry): DecisionBody => JSON.parse(entry.body) as DecisionBody;

export class Ledger {
  readonly given: Given[] = [];
  readonly #journal: SimulatedJournal;
  readonly #states = new Map<StreamName, TallyState[]>();
  /** How much was looked at, so that a run cannot pass by doing nothing. */
  readonly counts = { acknowledged: 0, shown: 0, told: 0, refused: 0, faults: 0 };

  constructor(journal: SimulatedJournal) {
    this.#journal = journal;
  }

  /** The state that the journal's first `version` entries give. */
  stateAt(stream: StreamName, version: number): TallyState {
    const states = this.#states.get(stream) ?? [tally.initial];
    this.#states.set(stream, states);
    for (const entry of this.#journal.stored(stream).slice(states.length - 1, version)) {
      const { events, by, id } = bodyOf(entry);
      const before = states.at(-1) ?? tally.initial;
      const context = { at: entry.at, by, id };
      states.push(events.reduce((state, event) => tally.evolve(state, event, context), before));
    }
    const state = states[version];
    if (!state) throw new Error(`${stream}: version ${String(version)} is not in the journal`);
    return state;
  }

  /** A node says that this is durable: it is in the journal by now, and the state is its fold. */
  shown(stream: StreamName, { state, version, head, at }: Confirmed<unknown>): void {
    this.counts.shown += 1;
    expect(state, `${stream} at ${String(version)}`).toEqual(this.stateAt(stream, version));
    const entry = this.#journal.stored(stream)[version - 1];
    if (entry) expect({ head, at }).toEqual({ head: entry.head, at: entry.at });
  }

  /** A node tells its watchers: the next entries, once and in order. Answers where the watcher stands now. */
  watched(stream: StreamName, change: Change<unknown>, before: number | undefined): number {
    this.shown(stream, change);
    const stored = this.#journal.stored(stream);
    expect(change.entries).toEqual(
      stored.slice(before ?? change.version - change.entries.length, change.version),
    );
    return change.version;
  }

  /** A node tells the others: what it tells is durable. */
  told(entries: readonly StoredEntry[]): void {
    this.counts.told += 1;
    for (const entry of entries) {
      expect(this.#journal.stored(entry.stream)[entry.version - 1]).toEqual(entry);
    }
  }

  /** A client is answered: what is acknowledged is in the journal by now, and is the one answer to its id. */
  answered(given: Given, answer: Answer, sinceVersion: number): void {
    if (!answer.receipt) return this.#refused(given, answer, sinceVersion);
    const entry = this.#entryOf(given);
    if (!entry) throw new Error(`${given.id} was acknowledged and is not in the journal`);
    const { by, rejection } = bodyOf(entry);
    expect(by).toEqual(given.by);
    expect(answer.receipt).toMatchObject({
      ...{ stream: given.stream, commandId: given.id, atMs: entry.at },
      ...{ entryHash: sha256Hex(entryText(entry)), outcome: rejection ? 'refused' : 'accepted' },
    });
    expect(answer.ok).toBe(!rejection);
    const first = given.answers[0];
    if (first) expect(answer).toEqual(first);
    given.answers.push(answer);
    this.counts.acknowledged += 1;
  }

  /** Without a receipt there is only a refusal, and it is right on what was there at some moment since it was asked for. */
  #refused({ id, stream, by, command }: Given, answer: Answer, sinceVersion: number): void {
    this.counts.refused += 1;
    expect(answer.ok).toBe(false);
    const stored = this.#journal.stored(stream);
    const isRight = Array.from({ length: stored.length - sinceVersion + 1 }, (_, index) => {
      const version = sinceVersion + index;
      const at = stored[version - 1]?.at ?? epochMs(0);
      const first = stored.slice(0, version).find((entry) => bodyOf(entry).id === id);
      if (first) {
        return !sameActor(bodyOf(first).by, by) && refusalIn(answer) === 'command/id-taken';
      }
      const context = { by, id, at, entropy: () => '' };
      const decision = tally.decide(this.stateAt(stream, version), command, context);
      return !decision.ok && refusalIn(answer) === decision.rejection.code;
    });
    expect(isRight, `${refusalIn(answer) ?? ''} to ${command.type} in ${stream}`).toContain(true);
  }

  /** The whole of every stream: each entry is what the rules decide, and each id is there once. */
  check(): void {
    const owed = new Map<CommandId, TallyCommand>();
    for (const stream of this.#journal.streams) {
      for (const entry of this.#journal.stored(stream)) {
        for (const event of bodyOf(entry).events) {
          if (event.type !== 'Owed') continue;
          const { id } = event;
          owed.set(commandIdFor(`deliver ${stream} ${id}`), { type: 'Take', id });
          owed.set(commandIdFor(`settle ${stream} ${id}`), { type: 'Settle', id });
        }
      }
    }
    for (const stream of this.#journal.streams) this.#checkStream(stream, owed);
    for (const one of this.given) {
      const isAcknowledged = one.answers.some(({ receipt }) => receipt);
      if (isAcknowledged) expect(this.#entryOf(one)).toBeDefined();
    }
  }

  #checkStream(stream: StreamName, owed: ReadonlyMap<CommandId, TallyCommand>): void {
    const ids = new Set<CommandId>();
    this.#journal.stored(stream).forEach((entry, index) => {
      const { id, by, events, rejection } = bodyOf(entry);
      expect(ids.has(id), `${id} twice in ${stream}`).toBe(false);
      ids.add(id);
      const given = this.given.find((one) => one.id === id && sameActor(one.by, by));
      const command = given?.command ?? owed.get(id) ?? tally.tick;
      if (!given) expect(by).toEqual(SYSTEM);
      const context = { by, id, at: entry.at, entropy: () => '' };
      const decision = tally.decide(this.stateAt(stream, index), command, context);
      const words = { events, ...(rejection !== undefined && { rejection }) };
      const { events: decided } = decision;
      expect(words).toEqual({
        ...{ events: decided },
        ...(!decision.ok && { rejection: decision.rejection }),
      });
      // A tick that finds nothing to do leaves no entry.
      expect(events.length, `${command.type} in ${stream}`).toBeGreaterThan(0);
    });
  }

  /** At rest: nothing is owed, each debt arrived once where it was owed, nothing that was due is left, nor forgotten. */
  async checkRest(nowMs: number): Promise<void> {
    const wakes = await this.#journal.wakes();
    const taken = new Map<StreamName, string[]>();
    for (const stream of this.#journal.streams) {
      const state = this.stateAt(stream, this.#journal.stored(stream).length);
      expect(state.owed, stream).toEqual([]);
      if (state.closesAtMs !== null) expect(state.closesAtMs).toBeGreaterThan(nowMs);
      expect(wakes.get(stream) ?? null, `${stream} wants to be woken`).toBe(state.closesAtMs);
      for (const event of this.#journal.stored(stream).flatMap((entry) => bodyOf(entry).events)) {
        if (event.type === 'Owed') {
          taken.set(event.stream, [...(taken.get(event.stream) ?? []), event.id]);
        }
      }
    }
    for (const stream of this.#journal.streams) {
      const state = this.stateAt(stream, this.#journal.stored(stream).length);
      expect([...state.taken].sort()).toEqual((taken.get(stream) ?? []).sort());
    }
  }

  #entryOf({ id, stream }: Given): StoredEntry | undefined {
    return this.#journal.stored(stream).find((entry) => bodyOf(entry).id === id);
  }
}

const refusalIn = (answer: Answer): string | undefined =>
  answer.ok ? undefined : answer.rejection.code;

const sameActor = (a: Actor, b: Actor): boolean => JSON.stringify(a) === JSON.stringify(b);
