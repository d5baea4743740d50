// Scenarios run through the engine: instants and their order, rounds by hand, acts of the moderator, and laws that hold
// whatever bids are made.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { SimulationReport } from '../../shared/simulation/report.ts';
import type { Scenario } from '../../shared/simulation/scenario.ts';
import { readScenario } from '../../shared/simulation/scenario.ts';
import { simulate } from '../../shared/simulation/simulation.ts';
import { clockRules, lot } from '../support/auction.ts';

const bid = (priceMills: number, quantityBlocks = 1, lotId = 'q') => ({
  lotId,
  quantityBlocks,
  priceMills,
});

const scenario = (changes: object): Scenario => {
  const reading = readScenario({
    form: 'parley-scenario-1',
    seed: 'seed',
    rules: clockRules(),
    lots: [lot('q', 2, 2_400)],
    bidders: [
      { id: 'a', eligibility: 3 },
      { id: 'b', eligibility: 3 },
    ],
    steps: [],
    ...changes,
  });
  if (!reading.ok) throw new Error(reading.faults.join('\n'));
  return reading.scenario;
};

const run = (changes: object): SimulationReport => simulate(scenario(changes));
const refusals = ({ refused }: SimulationReport) =>
  refused.map(({ step, rejection }) => [step, rejection.code]);

describe('[SIM3] when steps fall due', () => {
  it('from the start or from the opening of their round, which after a gap is later', () => {
    const report = run({
      steps: [
        { round: 2, afterMs: 1_000, bidder: 'a', bids: [bid(2_600, 2)] },
        { atMs: 500, bidder: 'a', bids: [bid(2_400, 3)] },
        { round: 1, bidder: 'b', bids: [bid(2_400, 3)] },
        { round: 2, bidder: 'b', bids: [bid(2_500, 0)] },
      ],
    });
    expect(report.rounds.map(({ openedAtMs, acceptedBids }) => [openedAtMs, acceptedBids])).toEqual(
      [
        [0, 2],
        [65_000, 2],
      ],
    );
    expect(report).toMatchObject({ phase: 'provisional', refused: [], unplayedSteps: [] });
  });

  it('at equal instants the file’s order decides: the last bid of two is the one that counts', () => {
    const order = (...blocks: readonly number[]) =>
      run({
        steps: [
          ...blocks.map((each) => ({ round: 1, bidder: 'a', bids: [bid(2_400, each)] })),
          { round: 1, bidder: 'b', bids: [bid(2_400, 0)] },
        ],
      }).rounds[0]?.result?.['demand'];
    expect(order(1, 2)).toMatchObject({ a: { q: 2 } });
    expect(order(2, 1)).toMatchObject({ a: { q: 1 } });
  });

  it('what time brings comes first: a bid at the instant of the close is late, one before it is not', () => {
    const at = (afterMs: number) =>
      refusals(run({ steps: [{ round: 1, afterMs, bidder: 'a', bids: [bid(2_400)] }] }));
    expect(at(59_999)).toEqual([]);
    expect(at(60_000)).toEqual([[1, 'bid/late']]);
  });

  it('a step of a round that never opens is listed, and nothing waits for it', () => {
    const report = run({ steps: [{ round: 7, bidder: 'a', bids: [bid(2_400)] }] });
    expect(report.unplayedSteps).toEqual([1]);
    expect(report.phase).toBe('no-sale');
  });
});

describe('[SIM2] the moderator’s part', () => {
  const crowd = (round: number, priceMills: number, blocks = 2) => [
    { round, bidder: 'a', bids: [bid(priceMills, blocks)] },
    { round, bidder: 'b', bids: [bid(priceMills, blocks)] },
  ];

  it('rounds by hand open after the gap, or sooner by an act', () => {
    const rules = clockRules({ rounds: 'manual' });
    const steps = [...crowd(1, 2_400), { round: 2, bidder: 'a', bids: [bid(2_640)] }];
    const openings = (more: readonly object[]) =>
      run({ rules, steps: [...steps, ...more] }).rounds.map(({ openedAtMs }) => openedAtMs);
    expect(openings([])).toEqual([0, 65_000]);
    expect(openings([{ atMs: 61_000, act: { type: 'OpenRound' } }])).toEqual([0, 61_000]);
  });

  it('a void takes rounds back; they stay in the report, marked', () => {
    const report = run({
      steps: [
        ...crowd(1, 2_400),
        ...crowd(2, 2_640, 1),
        { atMs: 126_000, act: { type: 'VoidRounds', toRound: 1, reason: 'A wrong price list.' } },
      ],
    });
    expect(report.rounds.map(({ round, isVoided }) => [round, isVoided])).toEqual([
      [1, false],
      [2, true],
      [2, false],
    ]);
  });

  it('amended rules are accepted by all, so that bids go on', () => {
    const report = run({
      steps: [
        ...crowd(1, 2_400),
        {
          atMs: 61_000,
          act: { type: 'AmendRules', rules: clockRules({ title: 'New' }), reason: 'A name.' },
        },
        ...crowd(2, 2_640, 1),
      ],
    });
    expect(report).toMatchObject({ title: 'New', refused: [], phase: 'provisional' });
  });

  it('[SIM4] a refused act is told with its code; a pause that nobody ends leaves it running', () => {
    const report = run({
      steps: [
        { atMs: 1_000, act: { type: 'PauseAuction', reason: 'A check.' } },
        { atMs: 2_000, act: { type: 'OpenRound' } },
      ],
    });
    expect(report.phase).toBe('running');
    expect(report.refused).toMatchObject([{ step: 2, bidder: null, bid: null, act: 'OpenRound' }]);
  });
});

const anyStep = fc.record({
  round: fc.integer({ min: 1, max: 4 }),
  afterMs: fc.constantFrom(0, 1, 30_000, 59_999, 60_000),
  bidder: fc.constantFrom('a', 'b'),
  bids: fc.array(
    fc
      .tuple(fc.integer({ min: 235, max: 330 }), fc.integer({ min: 0, max: 4 }))
      .map(([ticks, blocks]) => bid(ticks * 10, blocks)),
    { minLength: 1, maxLength: 2 },
  ),
});

describe('laws of every scenario', () => {
  it('[SIM2] [SIM4] the same again gives the same; no more is sold than there is; every bid is told of', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        const report = run({ steps });
        expect(run({ steps })).toEqual(report);
        const sold = report.awards.reduce((sum, award) => sum + award.quantityBlocks, 0);
        expect(sold).toBeLessThanOrEqual(2);
        const unplayed = new Set(report.unplayedSteps);
        const played = steps.flatMap(({ bids }, index) => (unplayed.has(index + 1) ? [] : bids));
        expect(report.acceptedBids + report.refused.length).toBe(played.length);
        const paid = report.payments.reduce((sum, { dayMills }) => sum + dayMills, 0);
        const owed = report.awards.reduce(
          (sum, a) => sum + a.quantityBlocks * 100 * a.priceMills,
          0,
        );
        expect(paid).toBe(owed);
      }),
      { numRuns: 150 },
    );
  });
});
