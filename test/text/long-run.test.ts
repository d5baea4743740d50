// The check of updates against what Yjs makes of them: updates of honest clients, crafted ones, and honest ones with
// their bytes changed, cut, doubled or written in another form. Whatever is accepted harms nobody by an oracle that
// knows nothing of the check; whatever an honest client writes into an open clause is accepted.
// `npm run test:long` makes 105,000 of them from a fresh seed, which is printed; PARLEY_TEST_SEED draws them again.

import { fc } from '../support/fast-check.ts';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../shared/kernel/random.ts';
import type { Attack, Judged } from './arena.ts';
import { Arena, attacks, LOCKED } from './arena.ts';
import type { Deed } from './honest-client.ts';
import { HonestClient } from './honest-client.ts';
import { deepestIn, harmsOf, idsOf } from './oracle.ts';
import { TEXT_LIMITS } from '../../shared/sheet/text-check.ts';
import { CLAUSES } from './sheet-fixture.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
const UPDATES = IS_LONG ? 105_000 : 1_000;
const A_SHEET = 60;
const fresh = (): number => Math.floor(Math.random() * 2 ** 31);
const SEED = Number(process.env['PARLEY_TEST_SEED'] ?? (IS_LONG ? fresh() : 20_261_130));
const LIMIT_MS = IS_LONG ? 3_600_000 : 180_000;

const KINDS: readonly Deed['kind'][] = [
  ...(['type', 'type', 'type', 'delete', 'strong', 'em', 'split', 'break', 'bullets'] as const),
  ...(['numbers', 'item', 'sink', 'lift', 'paste', 'table', 'undo', 'redo'] as const),
];
const WORDS = ['a', 'fee ', '🚚', 'ünlimited', '\u0301', 'longer words of a clause'];

interface Counts {
  checked: number;
  honest: number;
  honestRefused: number;
  changed: number;
  crafted: number;
  accepted: number;
  rightlyLocked: number;
  rightlyTooDeep: number;
}

/** Ways to spoil the bytes of an honest update, and encodings that are not the one of the wire. */
const spoilt = (update: Uint8Array, random: Random): Uint8Array => {
  const at = random.between(0, Math.max(0, update.length - 1));
  const changed = update.slice();
  switch (random.between(0, 5)) {
    case 0:
      return update.slice(0, at);
    case 1:
      return Uint8Array.from([...update, ...update.slice(at)]);
    case 2:
      return Y.convertUpdateFormatV1ToV2(update);
    case 3:
      return Uint8Array.from([...update.slice(0, at), 0xff, 0xff, 0xff, ...update.slice(at)]);
    default:
      for (let count = random.between(1, 4); count > 0; count -= 1) {
        changed[random.between(0, Math.max(0, update.length - 1))] = random.between(0, 255);
      }
      return changed;
  }
};

/** One sheet: two seats type by stock means while crafted and spoilt updates come between. */
class Sheet {
  readonly #random: Random;
  readonly #counts: Counts;
  readonly #wrong: unknown[];
  readonly #arena: Arena;
  /** Who used a client id first, by what the documents say. */
  readonly #owners: Record<string, string> = {};
  #clientIds = 1_000;

  constructor(random: Random, counts: Counts, wrong: unknown[]) {
    this.#random = random;
    this.#counts = counts;
    this.#wrong = wrong;
    this.#arena = new Arena((judged) => {
      this.#judge(judged);
    });
  }

  play(plan: readonly Attack[]): void {
    for (const attack of plan) {
      const kind = this.#random.between(0, 9);
      if (kind < 5) this.#honest();
      else {
        this.#counts.crafted += 1;
        this.#arena.attack(attack);
      }
    }
    this.#arena.commit();
  }

  #judge({ update, by, check, before }: Judged): void {
    this.#counts.checked += 1;
    if (!check.ok) return;
    if (check.changes) this.#counts.accepted += 1;
    const owners = this.#owners;
    const ground = { before: before(), by, owners, clauses: CLAUSES, locked: [LOCKED] };
    const harms = harmsOf(update, ground);
    if (harms.length > 0)
      this.#wrong.push({ accepted: Buffer.from(update).toString('hex'), harms });
    else for (const id of idsOf(update, ground.before)) owners[String(id)] = by;
  }

  /** A client that has just come does a few things, sends them together, and they are also sent spoilt. */
  #honest(): void {
    const random = this.#random;
    this.#arena.commit();
    this.#clientIds += 1;
    const state = Y.encodeStateAsUpdate(this.#arena.clone);
    const client = new HonestClient(state, this.#clientIds, random.between(0, 1) === 0);
    const clause = random.pick(CLAUSES);
    for (let count = random.between(1, 4); count > 0; count -= 1) {
      const [from, to] = [random.between(0, 1_000) / 1_000, random.between(0, 1_000) / 1_000];
      client.do({ clause, kind: random.pick(KINDS), from, to, text: random.pick(WORDS) });
    }
    if (client.outbox.length === 0) return;
    const update = Y.mergeUpdates(client.outbox);
    const writer = random.between(0, 2);
    if (random.between(0, 2) === 0) {
      this.#counts.changed += 1;
      this.#arena.take(spoilt(update, random), { writer, isThief: false });
      this.#arena.part.discard();
      this.#arena.commit();
      return;
    }
    this.#counts.honest += 1;
    const check = this.#arena.take(update, { writer, isThief: false });
    if (check.ok) return;
    this.#counts.honestRefused += 1;
    const { code } = check.rejection;
    const isTooDeep = deepestIn(update, { before: [state] }) > TEXT_LIMITS.maxDepth;
    if (clause === LOCKED && code === 'text/locked') this.#counts.rightlyLocked += 1;
    else if (isTooDeep && code === 'text/too-deep') this.#counts.rightlyTooDeep += 1;
    else {
      this.#wrong.push({ refused: check.rejection, update: Buffer.from(update).toString('hex') });
    }
  }
}

it(
  `[TXT1] [TXT12] [TXT17] of ${String(UPDATES)} updates none is accepted that harms, and no honest one is refused`,
  { timeout: LIMIT_MS },
  () => {
    const random = new Random(SEED);
    const wrong: unknown[] = [];
    const counts: Counts = {
      ...{ checked: 0, honest: 0, honestRefused: 0, changed: 0, crafted: 0, accepted: 0 },
      ...{ rightlyLocked: 0, rightlyTooDeep: 0 },
    };
    while (counts.checked < UPDATES && wrong.length === 0) {
      const seed = random.between(1, 2 ** 30);
      const plan = fc.sample(attacks, { seed, numRuns: A_SHEET });
      new Sheet(random.fork(), counts, wrong).play(plan);
    }
    console.info(`seed ${String(SEED)}`, counts);
    expect(wrong).toEqual([]);
    // What the run was made of, so that it cannot have been empty.
    expect(counts.checked).toBeGreaterThanOrEqual(UPDATES);
    for (const count of [counts.honest, counts.changed, counts.crafted, counts.accepted]) {
      expect(count).toBeGreaterThan(UPDATES / 20);
    }
    expect(counts.rightlyLocked).toBeGreaterThan(UPDATES / 100);
    expect(counts.honestRefused).toBe(counts.rightlyLocked + counts.rightlyTooDeep);
  },
);
