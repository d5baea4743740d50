// What may happen to nodes on a bad network, as data that fast-check draws and shrinks. All chance comes from the seed of
// the course, so the same course runs the same way each time.

import { fc } from '../support/fast-check.ts';

const node = fc.nat({ max: 3 });
/** One that is busy, and some that hardly anybody looks at. */
const stream = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 4);
const part = fc.constantFrom(0, 0, 0.1, 0.5);

const give = fc.record({
  kind: fc.constant('give' as const),
  ...{ node, stream },
  what: fc.constantFrom('Add', 'Add', 'Add', 'Bid', 'CloseAt', 'Owe'),
  points: fc.constantFrom(0, 1, 20, 40, 60, 100, -20, -60, -100),
  /** How many are given at once. */
  count: fc.constantFrom(1, 1, 1, 4),
});
const resend = fc.record({
  ...{ kind: fc.constant('resend' as const), node, which: fc.nat({ max: 50 }) },
  byOther: fc.constantFrom(false, false, false, true),
});
const read = fc.record({
  ...{ kind: fc.constant('read' as const), node, stream, isCurrent: fc.boolean() },
});
const watch = fc.record({ kind: fc.constant('watch' as const), node, stream });
const pass = fc.record({
  kind: fc.constant('pass' as const),
  ms: fc.constantFrom(0, 1, 3, 10, 10, 50, 400, 2_500, 70_000),
});
const cut = fc.record({
  ...{ kind: fc.constant('cut' as const), node, other: node, isBothWays: fc.boolean() },
});
const oneNode = fc.record({
  kind: fc.constantFrom(
    ...(['silence', 'cut journal', 'kill', 'kill'] as const satisfies readonly string[]),
  ),
  node,
});
const simple = fc.record({ kind: fc.constantFrom('heal' as const, 'start' as const) });
const weather = fc.record({
  kind: fc.constant('weather' as const),
  ...{ mostMs: fc.constantFrom(1, 5, 60), lost: part, doubled: part, garbled: part, bare: part },
  ...{ journalMs: fc.constantFrom(1, 3, 40), failsBefore: part, failsAfter: part },
});

const step = fc.oneof(
  { arbitrary: give, weight: 10 },
  { arbitrary: resend, weight: 5 },
  { arbitrary: read, weight: 3 },
  { arbitrary: watch, weight: 2 },
  { arbitrary: pass, weight: 6 },
  { arbitrary: cut, weight: 1 },
  { arbitrary: oneNode, weight: 3 },
  { arbitrary: simple, weight: 2 },
  { arbitrary: weather, weight: 2 },
);

type StepOf<T> = T extends fc.Arbitrary<infer Step> ? Step : never;
export type Step = StepOf<typeof step>;

/** A course: how many nodes there are at first, the seed of all chance, and what happens. */
export const courses = (maxSteps: number) =>
  fc.record({
    nodes: fc.integer({ min: 2, max: 4 }),
    seed: fc.nat(),
    steps: fc.array(step, { maxLength: maxSteps, size: 'max' }),
  });
export type Course = StepOf<ReturnType<typeof courses>>;
