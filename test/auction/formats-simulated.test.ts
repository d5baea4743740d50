// The sealed, Dutch and package formats in a simulation: without a server, from a scenario alone.

import { describe, expect, it } from 'vitest';
import { simulate } from '../../shared/simulation/simulation.ts';
import type { Scenario } from '../../shared/simulation/scenario.ts';
import { LOT_G, dutchRules } from '../support/dutch.ts';
import { LOTS_4, packageRules } from '../support/packages.ts';
import { LOT_10, sealedRules } from '../support/sealed.ts';

const BIDDERS = ['a', 'b', 'c'].map((id) => ({ id }));

const outcomeOf = (scenario: Omit<Scenario, 'form' | 'seed' | 'bidders'>) => {
  const { awards, payments } = simulate({
    form: 'parley-scenario-1',
    seed: 's',
    bidders: BIDDERS,
    ...scenario,
  });
  return {
    awards: awards.map(({ teamId, lotId, quantityBlocks }) => [teamId, lotId, quantityBlocks]),
    // A block is 100 pieces a day.
    paid: payments.map(({ teamId, dayMills }) => [teamId, dayMills / 100]),
  };
};

const bids = (bidder: string, afterMs: number, bid: object) =>
  ({ bidder, round: 1, afterMs, bids: [bid] }) as unknown as Scenario['steps'][number];

describe('a simulation', () => {
  it('[SIM2] opens sealed rounds, and says what is paid part by part', () => {
    const steps = [
      bids('a', 1_000, {
        lotId: 'q',
        steps: [
          { quantityBlocks: 4, priceMills: 1_500 },
          { quantityBlocks: 3, priceMills: 1_210 },
        ],
      }),
      bids('b', 2_000, { lotId: 'q', steps: [{ quantityBlocks: 5, priceMills: 1_300 }] }),
    ];
    expect(outcomeOf({ rules: sealedRules() as Scenario['rules'], lots: [LOT_10], steps })).toEqual(
      {
        awards: [
          ['a', 'q', 5],
          ['b', 'q', 5],
        ],
        paid: [
          ['a', 4 * 1_500 + 1_210],
          ['b', 5 * 1_300],
        ],
      },
    );
  });

  it('[SIM2] runs worked example G of a Dutch clock', () => {
    const stop = (quantityBlocks: number, priceMills: number) => ({
      lotId: 'q',
      quantityBlocks,
      priceMills,
    });
    const steps = [bids('a', 120_000, stop(8, 3_400)), bids('b', 200_000, stop(10, 3_200))];
    expect(outcomeOf({ rules: dutchRules() as Scenario['rules'], lots: [LOT_G], steps })).toEqual({
      awards: [
        ['a', 'q', 8],
        ['b', 'q', 10],
      ],
      paid: [
        ['a', 27_200],
        ['b', 32_000],
      ],
    });
  });

  it('[SIM2] computes the award of packages at once', () => {
    const offer = (items: Readonly<Record<string, number>>, totalMills: number) => ({
      packageId: 'p',
      items: Object.entries(items).map(([lotId, quantityBlocks]) => ({ lotId, quantityBlocks })),
      totalMills,
    });
    const steps = [
      bids('a', 1_000, offer({ q: 4, n: 4 }, 9_000)),
      bids('b', 2_000, offer({ q: 4 }, 4_700)),
      bids('c', 3_000, offer({ n: 4 }, 4_600)),
    ];
    const rules = packageRules() as Scenario['rules'];
    expect(outcomeOf({ rules, lots: [...LOTS_4], steps })).toEqual({
      awards: [
        ['b', 'q', 4],
        ['c', 'n', 4],
      ],
      paid: [
        ['b', 4_700],
        ['c', 4_600],
      ],
    });
  });
});
