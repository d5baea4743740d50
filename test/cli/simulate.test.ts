// `parley simulate`: a scenario in, what came of the auction out, without a server.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { runCommand } from '../../server/cli/run.ts';
import type { SimulationReport } from '../../shared/simulation/report.ts';
import { TestTerminal } from '../support/terminal.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLOCK = join(ROOT, 'docs/examples/scenario-clock.json');
const ENGLISH = join(ROOT, 'docs/examples/scenario-english.json');
const folder = mkdtempSync(join(tmpdir(), 'parley-simulate-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const simulate = async (...words: readonly string[]) => {
  const terminal = new TestTerminal();
  const code = await runCommand(COMMANDS, ['simulate', ...words], terminal);
  return { code, said: terminal.said.join('\n'), warned: terminal.warned.join('\n') };
};

const simulateText = (text: string, ...words: readonly string[]) => {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, text);
  return simulate(file, ...words);
};

const clockText = (): string => readFileSync(CLOCK, 'utf8');

const changed = (change: (scenario: Record<string, unknown>) => void, ...words: string[]) => {
  const scenario = JSON.parse(clockText()) as Record<string, unknown>;
  change(scenario);
  return simulateText(JSON.stringify(scenario), ...words);
};

describe('[SIM2] what a scenario gives', () => {
  it('the example of the documents gives the tables that stand there', async () => {
    const { code, said, warned } = await simulate(CLOCK);
    expect({ code, warned }).toEqual({ code: 0, warned: '' });
    expect(readFileSync(join(ROOT, 'docs/simulate.md'), 'utf8')).toContain(said);
  });

  it('[SIM4] worked example A: posted prices, demand, eligibility, awards, payments, the refused bid', async () => {
    const { said } = await simulate('--json', CLOCK);
    const report = JSON.parse(said) as SimulationReport;
    expect(report.rounds.map(({ result }) => result?.['lots'])).toMatchObject([
      { q: { postedPriceMills: 2_400, demandBlocks: 9 }, n: { postedPriceMills: 2_200 } },
      { q: { postedPriceMills: 2_640, demandBlocks: 8 }, n: { postedPriceMills: 2_420 } },
      { q: { postedPriceMills: 2_800, demandBlocks: 6 }, n: { postedPriceMills: 2_550 } },
    ]);
    expect(report.rounds.map(({ result }) => result?.['eligibility'])).toEqual([
      { a: 6, b: 6, c: 4 },
      { a: 5, b: 5, c: 3 },
      { a: 4, b: 4, c: 2 },
    ]);
    expect(report.payments).toEqual([
      { teamId: 'a', blocks: 4, dayMills: 1_095_000, yearMills: 330_690_000 },
      { teamId: 'b', blocks: 4, dayMills: 1_045_000, yearMills: 315_590_000 },
      { teamId: 'c', blocks: 2, dayMills: 560_000, yearMills: 169_120_000 },
    ]);
    expect(report.refused).toMatchObject([
      {
        step: 10,
        atMs: 160_000,
        bidder: 'c',
        rejection: { code: 'bid/over-eligibility', maximumBlocks: 1 },
      },
    ]);
    expect(report).toMatchObject({ phase: 'provisional', acceptedBids: 18, unplayedSteps: [] });
  });

  it('worked example E: extensions, and a pause that moves the close by its length and countdown', async () => {
    const { said } = await simulate('--json', ENGLISH);
    const report = JSON.parse(said) as SimulationReport;
    const minutes = ({ closesAtMs }: { closesAtMs: number }): number => closesAtMs / 60_000;
    expect(report.extensions.map(minutes)).toEqual([65, 70, 75]);
    // Paused from 67:00 to 70:10, with 8 minutes left.
    expect(report.endedAtMs).toBe((78 * 60 + 10) * 1_000);
    expect(report.awards).toEqual([
      { lotId: 'q', teamId: 'a', quantityBlocks: 1, priceMills: 2_040 },
    ]);
    expect(report.refused).toMatchObject([{ step: 6, rejection: { code: 'bid/short-of-next' } }]);
  });

  it('a late bid is told with both times since the start, in the tables and as JSON', async () => {
    const late = (...words: string[]) =>
      changed(
        (scenario) => {
          scenario['steps'] = [
            {
              atMs: 60_000,
              bidder: 'a',
              bids: [{ lotId: 'q', quantityBlocks: 1, priceMills: 2_400 }],
            },
          ];
        },
        ...words,
      );
    expect((await late()).said).toContain('bid/late; round 1; at 0:01:00; closed 0:01:00');
    const report = JSON.parse((await late('--json')).said) as SimulationReport;
    expect(report.refused).toMatchObject([
      { rejection: { code: 'bid/late', atMs: 60_000, closedAtMs: 60_000 } },
    ]);
  });

  it('a Dutch auction says what was sold and withdrawn, and an award at two prices has both', async () => {
    const stop = (atMs: number, quantityBlocks: number, priceMills: number) => ({
      ...{ atMs, bidder: 'a' },
      bids: [{ lotId: 'q', quantityBlocks, priceMills }],
    });
    const { said } = await changed((scenario) => {
      const [lot] = scenario['lots'] as object[];
      scenario['lots'] = [lot];
      scenario['bidders'] = [{ id: 'a' }];
      scenario['rules'] = { ...DEFAULT_RULES.dutch, lastPriceMills: 2_000 };
      scenario['steps'] = [stop(500, 1, 2_400), stop(10_600, 2, 2_350)];
    });
    expect(said).toMatch(/lot +sold blocks +withdrawn blocks\n +q +3 +3$/m);
    expect(said).toMatch(/q +a +1 +\$2\.40\n +q +a +2 +\$2\.35$/m);
  });

  it('packages say who won what, what is paid and what losers would have needed, and no solver’s answer', async () => {
    const offer = (bidder: string, packageId: string, items: object[], totalMills: number) => ({
      ...{ atMs: 1_000, bidder },
      bids: [{ packageId, items, totalMills }],
    });
    const { said } = await changed((scenario) => {
      scenario['bidders'] = ['a', 'b', 'c'].map((id) => ({ id }));
      scenario['rules'] = DEFAULT_RULES.package;
      const [q, n] = ['q', 'n'].map((lotId) => ({ lotId, quantityBlocks: 4 }));
      scenario['steps'] = [
        offer('a', 'both', [q, n] as object[], 20_000),
        offer('b', 'one', [q] as object[], 11_000),
        offer('c', 'two', [n] as object[], 11_500),
      ];
    });
    expect(said).toMatch(/team +won\n +b +one\n +c +two$/m);
    expect(said).toMatch(/team +paid\n +b +\$11\.00\n +c +\$11\.50$/m);
    expect(said).toMatch(/team +package +needed +ahead\n +a +both +\$22\.501 +2$/m);
    expect(said).not.toMatch(/digest|chosen|\[/);
  });

  it('every format has its part in the tables: extensions and refusals of the second example', async () => {
    const { said } = await simulate(ENGLISH);
    expect(said).toMatch(/^ {2}q +a +\$2\.04 +3$/m);
    expect(said).toMatch(/^ {2}1:05:00 +1 +q +1:15:00$/m);
    expect(said).toMatch(/^ +6 +1:06:00 +b .*bid\/short-of-next; next \$2\.05$/m);
  });
});

describe('[SIM1] a wrong file ends with exit code 2, the place and what is allowed', () => {
  it.each<[string, string]>([
    ['{"form":', 'is not JSON'],
    ['[]', 'the file must be an object: {…}; it is an empty list'],
    [
      '{"form": "parley-scenario-9"}',
      'form: must be "parley-scenario-1"; it is “parley-scenario-9”',
    ],
    ['{"form": "parley-scenario-1"}', 'steps: is missing; it must be a list'],
  ])('%s', async (text, words) => {
    const { code, said, warned } = await simulateText(text);
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(warned).toContain(words);
    expect(warned).toContain('scenario.json');
  });

  const step = { round: 1, bidder: 'a', bids: [{ lotId: 'q', quantityBlocks: 1, priceMills: 1 }] };
  it.each<[string, object, string]>([
    [
      'a bid with one wrong number',
      { ...step, bids: [{ ...step.bids[0], quantityBlocks: '1' }] },
      'steps.1.bids.1.quantityBlocks: must be a whole number; it is “1”',
    ],
    [
      'a bidder that is not there',
      { ...step, bidder: 'z' },
      'steps.1.bidder: is none of the bidders: a, b, c',
    ],
    ['no instant', { bidder: 'a', bids: step.bids }, 'steps.1: needs either atMs, or round'],
    ['two instants', { ...step, atMs: 5 }, 'steps.1: needs either atMs, or round'],
    [
      'a wait without a round',
      { atMs: 5, afterMs: 5, bidder: 'a', bids: step.bids },
      'steps.1: afterMs counts from',
    ],
    [
      'bids of nobody',
      { round: 1, bids: step.bids },
      'steps.1: needs either bidder and bids, or act',
    ],
    [
      'an act and a bidder',
      { round: 1, bidder: 'a', act: { type: 'OpenRound' } },
      'steps.1: needs either bidder and bids, or act',
    ],
    [
      'an act that is none of a moderator’s',
      { round: 1, act: { type: 'TickAuction' } },
      'steps.1.act',
    ],
    [
      'an act that the simulation gives itself',
      { round: 1, act: { type: 'StartAuction' } },
      'steps.1.act.type: must be one of: PauseAuction',
    ],
    [
      'a property nobody knows',
      { ...step, price: 1 },
      'steps.1: has "price", which the form does not know; it knows atMs, round, afterMs, bidder, bids, act',
    ],
    [
      'a property of a bid that nobody knows',
      { ...step, bids: [{ ...step.bids[0], price: 1 }] },
      'steps.1.bids.1: has "price", which the form does not know; it knows lotId, quantityBlocks, priceMills',
    ],
  ])('%s', async (_, wrong, words) => {
    const { code, said, warned } = await changed((scenario) => {
      scenario['steps'] = [wrong];
    });
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(warned).toContain(words);
  });

  it('rules that do not work with the lots are refused by the engine, with its code', async () => {
    const { code, said, warned } = await changed((scenario) => {
      const [first] = scenario['lots'] as { tickMills: number }[];
      if (first) first.tickMills = 70;
    });
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(warned).toContain(
      'lots.q.openingPriceMills: auction/invalid-lot; needs multiple-of-tick; tickMills 70',
    );
  });

  it('a bidder named twice, and of very many faults the first twenty', async () => {
    const twice = await changed((scenario) => {
      scenario['bidders'] = [{ id: 'a', eligibility: 1 }, { id: 'a' }];
      scenario['steps'] = [];
    });
    expect(twice.warned).toContain('bidders: "a" is there twice');
    const many = await changed((scenario) => {
      scenario['steps'] = Array.from({ length: 50 }, () => ({ ...step, price: 1 }));
    });
    expect(many.warned.split('\n')).toHaveLength(21);
    expect(many.warned).toContain('and 30 more');
  });
});
