// Sealing goes in steps: however many leaves a segment has, others get their turn after a bounded amount of work, and the
// seals are what they would be at once.

import { expect, it } from 'vitest';
import { sha256 } from '../../server/platform/sha256.ts';
import { LeafTree, TreeFold } from '../../shared/record/tree.ts';

const LEAVES = 20_000;
const SETTING = { secret: 'secret', minimumLevels: 10 };

/** Counts hashes between one pause and the next. */
const counted = () => {
  let since = 0;
  let most = 0;
  let pauses = 0;
  return {
    sha256: (text: string): string => {
      since += 1;
      most = Math.max(most, since);
      return sha256(text);
    },
    /** Runs steps to their end. */
    run: <T>(steps: Generator<undefined, T>): T => {
      for (;;) {
        const { done, value } = steps.next();
        since = 0;
        if (done) return value;
        pauses += 1;
      }
    },
    pause: (): void => {
      since = 0;
      pauses += 1;
    },
    figures: () => ({ most, pauses }),
  };
};

it('[REC1] a tree of very many leaves grows and is hashed in steps, to the same root as its nodes fold to', () => {
  const hashes = Array.from({ length: LEAVES }, (_, leaf) => sha256(String(leaf)));
  const meter = counted();
  const tree = meter.run(LeafTree.growing(hashes, SETTING, meter.sha256));
  const growing = meter.figures().pauses;
  expect(growing).toBeGreaterThan(20);
  const root = meter.run(tree.rooting());
  const { most, pauses } = meter.figures();
  // Four times as many places as leaves, at most, and a step is a few hundred leaves of them.
  expect(most).toBeLessThan(4_000);
  expect(pauses - growing).toBeGreaterThan(LEAVES / 1_000);
  for (const isShown of [() => true, () => false, (leaf: number) => leaf % 1_000 === 0]) {
    const [fold, own] = [new TreeFold(sha256), counted()];
    const walked = meter.run(LeafTree.growing(hashes, SETTING, own.sha256));
    for (const node of walked.nodes(isShown)) {
      own.pause();
      if (node) fold.add(node.level, node.hash);
    }
    expect(fold.root()).toBe(root);
    expect(own.figures().most).toBeLessThan(4_000);
  }
});

it('[REC1] the places of leaves depend on their hashes alone, also where those begin alike', () => {
  const alike = Array.from(
    { length: 3_000 },
    (_, leaf) => `ffffff${sha256(String(leaf)).slice(6)}`,
  );
  const meter = counted();
  const rootOf = (hashes: readonly string[]): string =>
    meter.run(meter.run(LeafTree.growing(hashes, SETTING, sha256)).rooting());
  expect(rootOf([...alike].reverse())).toBe(rootOf(alike));
});
