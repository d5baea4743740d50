// From draft to certificate: phases, frozen rules, acceptance, and what time alone brings about.

import { describe, expect, it } from 'vitest';
import type {
  AuctionCommand,
  AuctionEvent,
  Lot,
  Rules,
  RulesOf,
} from '../../shared/auction/types.ts';
import { biddingSide } from '../../shared/auction/auction.ts';
import { rulesHashOf } from '../../shared/auction/rules-hash.ts';
import { auctionWakeAt } from '../../shared/auction/evolve.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import { seedCommitment, tieKey } from '../../shared/auction/ties.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { basisPoints, durationMs, epochMs, mills } from '../../shared/kernel/units.ts';
import type { AuctionTable } from '../support/auction.ts';
import {
  AUCTION_ID,
  AuctionTable as Table,
  GAP_MS,
  INFORMATION,
  LOTS_A,
  ROUNDS_A,
  ROUND_MS,
  START_MS,
  acceptAll,
  clockRules,
  draftedTable,
  lot,
  scheduledTable,
  startedTable,
  tableA,
} from '../support/auction.ts';

const draftOf = (
  rules: Rules = clockRules(),
  lots: readonly Lot[] = LOTS_A,
  reservesMills: Readonly<Record<string, ReturnType<typeof mills>>> = {},
): AuctionCommand => ({ type: 'DraftAuction', rules, lots, reservesMills });

const types = (events: readonly AuctionEvent[]): string[] => events.map(({ type }) => type);

describe('a draft', () => {
  it.each<[string, Partial<RulesOf<'clock'>>]>([
    ['roundMs', { roundMs: durationMs(999) }],
    ['incrementBp', { incrementBp: basisPoints(0) }],
    ['activityBp', { activityBp: basisPoints(0) }],
    ['activityBp', { activityBp: basisPoints(10_001) }],
    ['resumeCountdownMs', { resumeCountdownMs: durationMs(2_999) }],
    ['releaseMs', { releaseMs: durationMs(5_001) }],
    ['incrementBp', { direction: 'descending', incrementBp: basisPoints(10_000) }],
  ])('[AUC1] is refused for a wrong %s, with what is allowed', (field, changes) => {
    const rejection = new Table(['a']).refuses(draftOf(clockRules(changes)));
    expect(rejection).toMatchObject({ code: 'auction/invalid-rules', field });
    expect(rejection['minimum']).toBeTypeOf('number');
  });

  it('[AUC1] takes rules at the bounds', () => {
    const rules = clockRules({
      roundMs: durationMs(1_000),
      incrementBp: basisPoints(1),
      activityBp: basisPoints(10_000),
      resumeCountdownMs: durationMs(3_000),
      releaseMs: durationMs(5_000),
      gapMs: durationMs(0),
    });
    expect(new Table(['a']).give(draftOf(rules)).ok).toBe(true);
    const falling = clockRules({ direction: 'descending', incrementBp: basisPoints(9_999) });
    expect(new Table(['a']).give(draftOf(falling)).ok).toBe(true);
  });

  it.each<[string, readonly Lot[], object]>([
    ['openingPriceMills', [lot('q', 6, 0)], { needs: 'multiple-of-tick', tickMills: 10 }],
    ['openingPriceMills', [lot('q', 6, 2_405)], { needs: 'multiple-of-tick', tickMills: 10 }],
    [
      'window.zone',
      [lot('q', 6, 2_400, { window: { opens: '05:00', closes: '07:00', zone: 'Mars/Base' } })],
      { needs: 'time-zone' },
    ],
  ])('[AUC1] is refused for a wrong %s of a lot, with what it must be', (field, lots, allowed) => {
    expect(new Table(['a']).refuses(draftOf(clockRules(), lots))).toEqual({
      code: 'auction/invalid-lot',
      lotId: 'q',
      field,
      ...allowed,
    });
  });

  it('[AUC1] is refused without lots, with a lot twice, and with a reserve off the tick or of no lot', () => {
    const refused = (lots: readonly Lot[], reserves: Readonly<Record<string, number>> = {}) =>
      new Table(['a']).refuses(
        draftOf(
          clockRules(),
          lots,
          Object.fromEntries(Object.entries(reserves).map(([id, price]) => [id, mills(price)])),
        ),
      );
    expect(refused([])).toEqual({ code: 'auction/no-lots' });
    expect(refused([lot('q', 1, 10), lot('q', 2, 20)])).toEqual({
      code: 'auction/lot-twice',
      lotId: 'q',
    });
    expect(refused(LOTS_A, { q: 2_405 })).toEqual({
      code: 'auction/invalid-lot',
      lotId: 'q',
      field: 'reserveMills',
      ...{ needs: 'multiple-of-tick', tickMills: 10 },
    });
    expect(refused(LOTS_A, { x: 2_400 })).toEqual({ code: 'auction/unknown-lot', lotId: 'x' });
  });

  it('[AUC1] made again replaces rules and lots and keeps eligibility, unless the other side bids now', () => {
    const table = draftedTable();
    table.does(draftOf(clockRules({ title: 'Second' }), [lot('z', 1, 100)]));
    expect(table.state.rules.title).toBe('Second');
    expect(table.state.lotOrder).toEqual(['z']);
    expect(table.state.initialEligibility).toEqual({ a: 6, b: 6, c: 4 });
    table.does(draftOf(clockRules({ direction: 'descending' })));
    expect(table.state.initialEligibility).toEqual({});
  });

  it('[AUC1] eligibility is for teams that bid, and one team at least needs some', () => {
    const table = draftedTable({ eligibility: { a: 0 } });
    expect(table.refuses({ type: 'ScheduleAuction' })).toEqual({ code: 'auction/no-eligibility' });
    expect(table.refuses({ type: 'SetEligibility', teamId: 'usps', points: 5 })).toEqual({
      code: 'auction/unknown-team',
      teamId: 'usps',
    });
    expect(biddingSide({ direction: 'forward' })).toBe('shipper');
    expect(biddingSide({ direction: 'descending' })).toBe('carrier');
  });
});

const EVERY_COMMAND: readonly AuctionCommand[] = [
  draftOf(),
  { type: 'SetEligibility', teamId: 'a', points: 3 },
  { type: 'ScheduleAuction' },
  { type: 'StartAuction' },
  { type: 'PauseAuction', reason: 'r' },
  { type: 'ResumeAuction' },
  { type: 'ExtendRound', byMs: durationMs(1_000), reason: 'r' },
  { type: 'AmendRules', rules: clockRules({ title: 'New' }), reason: 'r' },
  { type: 'OpenRound' },
  { type: 'VoidRounds', toRound: 0, reason: 'r' },
  { type: 'ExcludeTeam', teamId: 'a', keepBids: true, reason: 'r' },
  { type: 'CancelAuction', reason: 'r' },
  { type: 'CertifyAuction' },
];

const certified = (): AuctionTable => {
  const table = tableA(3);
  table.does({ type: 'CertifyAuction' });
  return table;
};

const cancelled = (): AuctionTable => {
  const table = startedTable();
  table.does({ type: 'CancelAuction', reason: 'r' });
  return table;
};

const unsold = (): AuctionTable => {
  const table = startedTable();
  table.round({});
  return table;
};

describe('phases', () => {
  it.each<[string, () => AuctionTable, readonly string[]]>([
    ['draft', draftedTable, ['DraftAuction', 'SetEligibility', 'ScheduleAuction', 'CancelAuction']],
    [
      'scheduled',
      scheduledTable,
      ['SetEligibility', 'StartAuction', 'AmendRules', 'ExcludeTeam', 'CancelAuction'],
    ],
    [
      'running',
      startedTable,
      ['PauseAuction', 'ExtendRound', 'VoidRounds', 'ExcludeTeam', 'CancelAuction'],
    ],
    ['provisional', () => tableA(3), ['VoidRounds', 'CancelAuction', 'CertifyAuction']],
    ['no-sale', unsold, ['VoidRounds']],
    ['certified', certified, []],
    ['cancelled', cancelled, []],
  ])('[AUC2] in %s exactly the commands that mean something are taken', (phase, make, allowed) => {
    expect(make().state.phase).toBe(phase);
    const taken = EVERY_COMMAND.filter((command) => make().give(command).ok);
    expect(taken.map(({ type }) => type)).toEqual(allowed);
  });

  it('[AUC2] a command out of its phase is refused with the phase and records nothing', () => {
    for (const command of EVERY_COMMAND) {
      const decision = certified().give(command);
      expect(decision).toEqual({
        ok: false,
        rejection: { code: 'auction/wrong-phase', phase: 'certified' },
        events: [],
      });
    }
  });

  it('[AUC2] nothing but a draft is taken by an auction that does not exist', () => {
    expect(new Table(['a']).refuses({ type: 'StartAuction' })).toEqual({
      code: 'auction/unknown',
      auctionId: AUCTION_ID,
    });
  });

  it('[AUC2] while a round is open the next cannot be opened, and without one none extended', () => {
    expect(startedTable().refuses({ type: 'OpenRound' })).toEqual({ code: 'auction/round-open' });
    const extension = { type: 'ExtendRound', byMs: durationMs(1), reason: 'r' } as const;
    expect(tableA(1).refuses(extension)).toEqual({ code: 'auction/no-open-round' });
  });

  it('[AUC14] certifying makes the awards final, and only then', () => {
    const table = tableA(3);
    const { awards } = table.state;
    expect(types(table.does({ type: 'CertifyAuction' }))).toEqual(['AuctionCertified']);
    expect(table.state).toMatchObject({ phase: 'certified', awards });
    expect(tableA(2).give({ type: 'CertifyAuction' }).ok).toBe(false);
  });

  it('[AUC14] cancelling ends without awards, also while paused, and nothing is due any more', () => {
    const table = startedTable();
    table.bids(ROUNDS_A[0]);
    table.does({ type: 'PauseAuction', reason: 'r' });
    table.does({ type: 'CancelAuction', reason: 'flood' });
    expect(table.state).toMatchObject({
      phase: 'cancelled',
      stage: null,
      pause: null,
      awards: [],
      endReason: 'flood',
    });
    expect(auctionWakeAt(table.state)).toBeUndefined();
    expect(table.bid('a', 'q', 1, 2_400).ok).toBe(false);
  });
});

describe('frozen rules', () => {
  it('[AUC3] one hash over auction, rules and lots; any change gives another', () => {
    const { state } = scheduledTable();
    expect(state.rulesHash).toBe(rulesHashOf(AUCTION_ID, clockRules(), LOTS_A));
    expect(state.rulesHash).toMatch(/^[0-9a-f]{64}$/);
    const others = [
      rulesHashOf('other', clockRules(), LOTS_A),
      rulesHashOf(AUCTION_ID, clockRules({ activityBp: basisPoints(8_999) }), LOTS_A),
      rulesHashOf(
        AUCTION_ID,
        clockRules({ information: { ...INFORMATION, demand: 'none' } }),
        LOTS_A,
      ),
      rulesHashOf(AUCTION_ID, clockRules(), [...LOTS_A].reverse()),
      rulesHashOf(AUCTION_ID, clockRules(), [lot('q', 7, 2_400), lot('n', 4, 2_200)]),
    ];
    expect(new Set([state.rulesHash, ...others]).size).toBe(6);
  });

  it('[AUC3] hidden reserves and eligibility are in neither hash nor sheet', () => {
    const with1 = scheduledTable({ reservesMills: { q: 2_500 }, eligibility: { a: 6, b: 1 } });
    expect(with1.state.rulesHash).toBe(scheduledTable().state.rulesHash);
  });

  it('[AUC3] the sheet says every number of the rules object', () => {
    const text = rulesSheet(
      clockRules({
        incrementBp: basisPoints(725),
        activityBp: basisPoints(8_150),
        roundMs: durationMs(95_000),
        gapMs: durationMs(41_000),
        resumeCountdownMs: durationMs(13_000),
        outageMs: durationMs(4_500),
        releaseMs: durationMs(250),
        deliveryDays: 287,
      }),
    ).join('\n');
    for (const words of [
      '7.25 %',
      '81.5 %',
      '1 min 35 s',
      '41 s',
      '13 s',
      '4.5 s',
      '0.25 s',
      '287',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('[AUC3] every setting of the rules object has a sentence of its own', () => {
    const base = clockRules();
    const variants: Rules[] = [
      base,
      { ...base, direction: 'descending' },
      { ...base, rounds: 'manual' },
      { ...base, information: { ...INFORMATION, demand: 'excess' } },
      { ...base, information: { ...INFORMATION, demand: 'none' } },
      { ...base, information: { ...INFORMATION, carrierSeesBids: true } },
      { ...base, information: { ...INFORMATION, carrierSeesBidders: false } },
      { ...base, information: { ...INFORMATION, moderatorSeesReserves: true } },
    ];
    const sheets = variants.map((rules) => rulesSheet(rules).join('\n'));
    expect(new Set(sheets).size).toBe(variants.length);
  });

  it('[AUC3] of a falling price the sheet names the buyer as the side that does not bid', () => {
    const text = rulesSheet(clockRules({ direction: 'descending' })).join('\n');
    expect(text).not.toMatch(/carrier/i);
    expect(text).toContain('above its hidden reserve');
  });

  it('[AUC4] a team accepts the hash as it stands, once', () => {
    const table = draftedTable();
    table.does({ type: 'ScheduleAuction' });
    const { rulesHash } = table.state;
    expect(table.refuses({ type: 'AcceptRules', teamId: 'a', rulesHash: '0'.repeat(64) })).toEqual({
      code: 'auction/rules-changed',
      rulesHash,
    });
    expect(types(table.does({ type: 'AcceptRules', teamId: 'a', rulesHash }))).toEqual([
      'RulesAccepted',
    ]);
    expect(table.state.accepted).toEqual({ a: rulesHash });
    expect(table.does({ type: 'AcceptRules', teamId: 'a', rulesHash })).toEqual([]);
    const ended = tableA(3);
    expect(
      ended.give({ type: 'AcceptRules', teamId: 'a', rulesHash: ended.state.rulesHash }).ok,
    ).toBe(false);
  });
});

describe('the seed', () => {
  it('[AUC12] is drawn and committed to at scheduling, and told by the event that ends the auction', () => {
    const table = draftedTable();
    expect(table.state).toMatchObject({ seed: '', seedCommitment: '' });
    table.does({ type: 'ScheduleAuction' });
    const { seed } = table.state;
    expect(table.state.seedCommitment).toBe(sha256Hex(seed));
    expect(seedCommitment(seed)).toBe(sha256Hex(seed));
    acceptAll(table);
    table.does({ type: 'StartAuction' });
    table.round({ a: { q: [1, 2_400] } });
    expect(table.events.at(-1)).toMatchObject({ type: 'AuctionEnded', seed });
  });

  it('[AUC12] the key of a tie is SHA-256 over seed, auction, round, team and lot, joined by line feeds', () => {
    const place = { seed: 'ab', auctionId: 'clock', round: 3 };
    expect(tieKey(place, 'harbor', 'q1')).toBe(sha256Hex('ab\nclock\n3\nharbor\nq1'));
    const keys = [
      tieKey({ ...place, seed: 'ac' }, 'harbor', 'q1'),
      tieKey({ ...place, auctionId: 'clock2' }, 'harbor', 'q1'),
      tieKey({ ...place, round: 4 }, 'harbor', 'q1'),
      tieKey(place, 'north', 'q1'),
      tieKey(place, 'harbor', 'q2'),
      tieKey(place, 'harbor', 'q1'),
    ];
    expect(new Set(keys).size).toBe(6);
  });
});

describe('time', () => {
  it('[AUC7] a start that was set comes by itself, and not in the past', () => {
    const table = draftedTable();
    const startsAtMs = epochMs(START_MS + 30_000);
    expect(table.refuses({ type: 'ScheduleAuction', startsAtMs: epochMs(START_MS) })).toEqual({
      code: 'auction/start-passed',
      atMs: START_MS,
    });
    table.does({ type: 'ScheduleAuction', startsAtMs });
    expect(auctionWakeAt(table.state)).toBe(startsAtMs);
    table.wait(29_999);
    expect(table.state.phase).toBe('scheduled');
    table.wait(1);
    expect(table.state).toMatchObject({ phase: 'running', round: 1, stage: 'bidding' });
    expect(table.state.closesAtMs).toBe(startsAtMs + ROUND_MS);
  });

  it('[AUC7] rounds follow each other by time alone, to the end', () => {
    const table = startedTable();
    table.bids(ROUNDS_A[0]);
    table.wait(ROUND_MS - 1);
    expect(table.state).toMatchObject({ round: 1, stage: 'bidding' });
    table.wait(1);
    expect(table.state).toMatchObject({ round: 1, stage: 'results' });
    expect(table.state.nextRoundAtMs).toBe(table.at + GAP_MS);
    table.wait(GAP_MS);
    expect(table.state).toMatchObject({ round: 2, stage: 'bidding' });
    table.bids(ROUNDS_A[1]);
    table.wait(ROUND_MS + GAP_MS);
    table.bids(ROUNDS_A[2]);
    table.wait(ROUND_MS);
    expect(table.state.phase).toBe('provisional');
    expect(auctionWakeAt(table.state)).toBeUndefined();
  });

  it('[AUC7] manual rounds wait for the moderator', () => {
    const table = tableA(1, { rules: clockRules({ rounds: 'manual' }) });
    expect(table.state.nextRoundAtMs).toBeNull();
    expect(auctionWakeAt(table.state)).toBeUndefined();
    table.wait(10 * ROUND_MS);
    expect(table.state).toMatchObject({ round: 1, stage: 'results' });
    table.open();
    expect(table.state).toMatchObject({ round: 2, stage: 'bidding' });
  });

  it('[AUC7] a command after a deadline that no timer met finds it met, in the same answer', () => {
    const table = startedTable();
    table.bids(ROUNDS_A[0]);
    table.jump(ROUND_MS + 700);
    const decision = table.give({ type: 'PauseAuction', reason: 'r' });
    expect(types(decision.events)).toEqual(['RoundClosed', 'AuctionPaused']);
    expect(table.state.pause?.remainingMs).toBe(GAP_MS);
    const late = startedTable();
    late.jump(ROUND_MS);
    expect(late.refuses({ type: 'ExtendRound', byMs: durationMs(1_000), reason: 'r' })).toEqual({
      code: 'auction/wrong-phase',
      phase: 'no-sale',
    });
  });

  it('[AUC7] a bid for the round that is open by then is taken in the answer that opens it', () => {
    const table = tableA(1);
    table.jump(GAP_MS);
    const decision = table.bid('a', 'q', 2, 2_500, 2);
    expect(types(decision.events)).toEqual(['RoundOpened', 'BidAccepted']);
    expect(table.state.closesAtMs).toBe(table.at + ROUND_MS);
  });

  it('[AUC7] a tick with nothing due changes nothing', () => {
    const table = startedTable();
    expect(table.does({ type: 'TickAuction' })).toEqual([]);
    expect(draftedTable().does({ type: 'TickAuction' })).toEqual([]);
  });
});
