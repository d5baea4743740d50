// The tree over the leaves of a segment. It always has more places than leaves, the rest is filled with hashes of
// nothing, and a leaf stands where its own hash puts it: so neither the tree nor a place in it counts what is hidden.

import type { Sha256 } from './leaves.ts';

/** Trees grow by so many levels at once, each time to four times their places. */
const MORE_LEVELS = 2;
const MAX_LEVELS = 26;
const SLOT_DIGITS = 8;

/** A node of a tree as a reader gets it, in the order of places: a leaf, or all of a subtree as one hash. */
export interface TreeNode {
  /** 0 for the root. */
  readonly level: number;
  readonly hash: string;
  /** Which leaf it is; absent for what is hidden. */
  readonly leaf?: number;
}

/** Hash of a node above two others. */
const nodeHash = (left: string, right: string, sha256: Sha256): string =>
  sha256(`node\n${left}${right}`);

interface Placed {
  readonly slot: number;
  readonly leaf: number;
  readonly hash: string;
}

/**
 * Levels of the tree for so many leaves, of which at most half of its places are used. Throws RangeError for more than
 * a few million.
 */
const levelsFor = (leaves: number, minimum: number): number => {
  let levels = minimum;
  while (2 ** levels < 2 * leaves) levels += MORE_LEVELS;
  if (levels > MAX_LEVELS) throw new RangeError(`${String(leaves)} leaves are too many`);
  return levels;
};

/** Steps of work between which others get their turn: a pause is one `undefined` from a generator. */
const STEP = 2_000;
/** Hashes are sorted by what they begin with, then within: the same order, in steps. */
const PREFIX_DIGITS = 2;
/** Leaves that are hashed without a pause, with what is above them. */
const LEAVES_A_STEP = 400;

function* sortedHashes(hashes: readonly string[]): Generator<undefined, readonly Placed[]> {
  const byPrefix = new Map<string, { hash: string; leaf: number; slot: number }[]>();
  for (const [leaf, hash] of hashes.entries()) {
    const prefix = hash.slice(0, PREFIX_DIGITS);
    const known = byPrefix.get(prefix);
    if (known) known.push({ hash, leaf, slot: 0 });
    else byPrefix.set(prefix, [{ hash, leaf, slot: 0 }]);
    if (leaf % STEP === STEP - 1) yield;
  }
  const sorted: Placed[] = [];
  let done = 0;
  for (const prefix of [...byPrefix.keys()].sort()) {
    const some = byPrefix.get(prefix) ?? [];
    some.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.leaf - b.leaf));
    for (const each of some) sorted.push(each);
    done += some.length;
    if (done >= STEP) {
      done = 0;
      yield;
    }
  }
  return sorted;
}

function* placeAll(
  hashes: readonly string[],
  levels: number,
): Generator<undefined, readonly Placed[]> {
  const size = 2 ** levels;
  const taken = new Set<number>();
  const placed: Placed[] = [];
  for (const { hash, leaf } of yield* sortedHashes(hashes)) {
    let slot = Math.floor(Number.parseInt(hash.slice(0, SLOT_DIGITS), 16) / 2 ** (32 - levels));
    while (taken.has(slot)) slot = (slot + 1) % size;
    taken.add(slot);
    placed.push({ slot, leaf, hash });
    if (placed.length % STEP === 0) yield;
  }
  // They are in order but for those few that went around the end.
  return placed.sort((a, b) => a.slot - b.slot);
}

/**
 * The tree over leaf hashes. `secret` makes the hashes of empty places; whoever does not know it cannot tell them from
 * hidden leaves. The same leaves and secret always make the same tree.
 */
export class LeafTree {
  readonly #placed: readonly Placed[];
  readonly #levels: number;
  readonly #secret: string;
  readonly #sha256: Sha256;

  private constructor(
    placed: readonly Placed[],
    { levels, secret }: { readonly levels: number; readonly secret: string },
    sha256: Sha256,
  ) {
    this.#levels = levels;
    this.#placed = placed;
    this.#secret = secret;
    this.#sha256 = sha256;
  }

  /** Grows the tree in steps, so that with very many leaves others get their turn between them. */
  static *growing(
    hashes: readonly string[],
    { secret, minimumLevels }: { readonly secret: string; readonly minimumLevels: number },
    sha256: Sha256,
  ): Generator<undefined, LeafTree> {
    const levels = levelsFor(hashes.length, minimumLevels);
    return new LeafTree(yield* placeAll(hashes, levels), { levels, secret }, sha256);
  }

  /** The root, in steps. */
  rooting(): Generator<undefined, string> {
    return this.#hashing(0, 0, [0, this.#placed.length]);
  }

  /**
   * The nodes that prove the leaves shown, in the order of places: every subtree without one of them is one hash. Between
   * them pauses, as undefined, where one hash takes long.
   */
  *nodes(isShown: (leaf: number) => boolean): Generator<TreeNode | undefined> {
    const shownBefore = [0];
    for (const { leaf } of this.#placed) {
      shownBefore.push((shownBefore.at(-1) ?? 0) + (isShown(leaf) ? 1 : 0));
    }
    yield* this.#walk(0, 0, { range: [0, this.#placed.length], shownBefore });
  }

  *#walk(
    level: number,
    place: number,
    { range, shownBefore }: { range: readonly [number, number]; shownBefore: readonly number[] },
  ): Generator<TreeNode | undefined> {
    const [from, to] = range;
    if (shownBefore[from] === shownBefore[to]) {
      yield { level, hash: yield* this.#hashing(level, place, range) };
      return;
    }
    const only = level === this.#levels ? this.#placed[from] : undefined;
    if (only) {
      yield { level, hash: only.hash, leaf: only.leaf };
      return;
    }
    const middle = this.#middle(level, place, range);
    yield* this.#walk(level + 1, place * 2, { range: [from, middle], shownBefore });
    yield* this.#walk(level + 1, place * 2 + 1, { range: [middle, to], shownBefore });
  }

  /** The same as `#hash`, with a pause after every few hundred leaves. */
  *#hashing(
    level: number,
    place: number,
    range: readonly [number, number],
  ): Generator<undefined, string> {
    const [from, to] = range;
    if (to - from <= LEAVES_A_STEP) {
      const hash = this.#hash(level, place, range);
      if (to - from > LEAVES_A_STEP / 2) yield;
      return hash;
    }
    const middle = this.#middle(level, place, range);
    const left = yield* this.#hashing(level + 1, place * 2, [from, middle]);
    const right = yield* this.#hashing(level + 1, place * 2 + 1, [middle, to]);
    return nodeHash(left, right, this.#sha256);
  }

  #hash(level: number, place: number, range: readonly [number, number]): string {
    const [from, to] = range;
    if (from === to) return this.#sha256(`${this.#secret}\n${String(level)} ${String(place)}`);
    const leaf = level === this.#levels ? this.#placed[from] : undefined;
    if (leaf) return leaf.hash;
    const middle = this.#middle(level, place, range);
    return nodeHash(
      this.#hash(level + 1, place * 2, [from, middle]),
      this.#hash(level + 1, place * 2 + 1, [middle, to]),
      this.#sha256,
    );
  }

  /** Where in the range the right half of a node's places begins. */
  #middle(level: number, place: number, [from, to]: readonly [number, number]): number {
    const first = (place * 2 + 1) * 2 ** (this.#levels - level - 1);
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#placed[middle]?.slot ?? 0) < first) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Folds the nodes of a tree, as `LeafTree.nodes` gives them, to its root. */
export class TreeFold {
  readonly #sha256: Sha256;
  readonly #waiting: { level: number; hash: string }[] = [];

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  add(level: number, hash: string): void {
    let next = { level, hash };
    for (let left = this.#waiting.at(-1); left?.level === next.level; left = this.#waiting.at(-1)) {
      // Two roots do not make another one: what comes after the end is no part of the tree.
      if (next.level === 0) break;
      this.#waiting.pop();
      next = { level: next.level - 1, hash: nodeHash(left.hash, next.hash, this.#sha256) };
    }
    this.#waiting.push(next);
  }

  /** The root, or undefined while the nodes do not make one whole tree. */
  root(): string | undefined {
    const [only] = this.#waiting;
    return this.#waiting.length === 1 && only?.level === 0 ? only.hash : undefined;
  }
}
