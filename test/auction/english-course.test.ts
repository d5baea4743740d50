// How an English auction goes: closes lot by lot, what moves them, what the moderator may do, who gets what.

import { describe, expect, it } from 'vitest';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { acceptAll } from '../support/auction.ts';
import { START_MS } from '../support/format-table.ts';
import {
  LOTS_50,
  closePlus,
  draftedEnglish,
  englishRules,
  startedEnglish,
  survival,
} from '../support/english.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const lots = LOTS_50.slice(0, 2);
const reason = 'r';

describe('what moves a close', () => {
  it('[ENG3] only a change of the lead: a leader’s raise and a bid that does not lead move nothing', () => {
    const table = startedEnglish();
    table.until(HOUR_MS - MINUTE_MS);
    table.limit('a', 100);
    const close = table.closeOf();
    expect(close).toBe(START_MS + HOUR_MS + 5 * MINUTE_MS);
    table.until(HOUR_MS + 4 * MINUTE_MS);
    table.limit('a', 200);
    table.price('a', 60);
    table.price('b', 90);
    expect(table.price('b', 90).ok).toBe(false);
    expect(table.lead()).toEqual(['a', 100]);
    expect(table.closeOf()).toBe(close);
    table.price('b', 210);
    expect(table.closeOf()).toBe(close + 5 * MINUTE_MS);
  });

  it('[ENG3] with two places set, a change of the second moves it too', () => {
    const table = startedEnglish({ rules: englishRules({ extendingPlaces: 2 }) });
    table.limit('a', 1_000);
    table.limit('b', 100);
    table.until(HOUR_MS - 1);
    const close = table.closeOf();
    table.limit('c', 200);
    expect(table.closeOf()).toBe(close + 5 * MINUTE_MS);
    table.until(HOUR_MS);
    // The third of three is beyond the places.
    table.limit('b', 220);
    expect(table.closeOf()).toBe(close + 10 * MINUTE_MS);
    table.limit('b', 240);
    expect(table.closeOf()).toBe(close + 10 * MINUTE_MS);
  });

  it('[ENG3] the cap counts moves of a close, the hard stop bounds them', () => {
    const capped = startedEnglish({
      rules: englishRules({ softClose: closePlus({ maximumExtensions: 1 }) }),
    });
    capped.until(HOUR_MS - 1);
    capped.price('a', 50);
    capped.price('b', 60);
    capped.until(HOUR_MS + 5 * MINUTE_MS - 1);
    capped.price('a', 70);
    expect(capped.state.english.lots['q']).toMatchObject({ extensions: 1 });
    expect(capped.closeOf()).toBe(START_MS + HOUR_MS + 5 * MINUTE_MS);
    const stopped = startedEnglish({
      rules: englishRules({ hardStopMs: durationMs(HOUR_MS + 2 * MINUTE_MS) }),
    });
    stopped.until(HOUR_MS - 1);
    stopped.price('a', 50);
    expect(stopped.closeOf()).toBe(START_MS + HOUR_MS + 2 * MINUTE_MS);
    stopped.price('b', 60);
    expect(stopped.closeOf()).toBe(START_MS + HOUR_MS + 2 * MINUTE_MS);
    stopped.until(HOUR_MS + 2 * MINUTE_MS);
    expect(stopped.state.phase).toBe('provisional');
  });

  it('[ENG3] each lot moves alone, or all open lots together', () => {
    const each = startedEnglish({ lots });
    each.until(HOUR_MS - 1);
    each.price('a', 50, 'q');
    expect([each.closeOf('q'), each.closeOf('n')]).toEqual([
      START_MS + HOUR_MS + 5 * MINUTE_MS,
      START_MS + HOUR_MS,
    ]);
    const all = startedEnglish({ lots, rules: englishRules({ extends: 'all' }) });
    all.until(HOUR_MS - 1);
    all.price('a', 50, 'q');
    expect(all.closeOf('n')).toBe(START_MS + HOUR_MS + 5 * MINUTE_MS);
    expect(all.closeOf('q')).toBe(all.closeOf('n'));
  });

  it('[ENG3] survival: a lot ends when the lead has stood for so long, or nobody bid for so long', () => {
    const rules = englishRules({
      softClose: survival(2 * MINUTE_MS),
      hardStopMs: durationMs(5 * MINUTE_MS),
    });
    const table = startedEnglish({ lots, rules });
    table.until(MINUTE_MS);
    table.limit('a', 100, 'q');
    table.until(2 * MINUTE_MS);
    // Nobody bid on n.
    expect(table.state.english.lots['n']?.isClosed).toBe(true);
    table.price('b', 60, 'q');
    table.until(3 * MINUTE_MS - 1);
    expect(table.state.english.lots['q']?.isClosed).toBe(false);
    table.price('b', 110, 'q');
    expect(table.closeOf('q')).toBe(table.at + 2 * MINUTE_MS);
    table.wait(MINUTE_MS);
    table.price('a', 120, 'q');
    expect(table.closeOf('q')).toBe(START_MS + 5 * MINUTE_MS);
    table.until(5 * MINUTE_MS);
    expect(table.state).toMatchObject({
      phase: 'provisional',
      awards: [{ lotId: 'q', teamId: 'a', priceMills: 120 }],
      unsoldLots: ['n'],
    });
  });
});

describe('lots side by side and in sequence', () => {
  it('[ENG4] each lot closes by itself; a bid on a closed one is late with both times', () => {
    const table = startedEnglish({ lots });
    table.until(HOUR_MS - 1);
    table.price('a', 50, 'q');
    table.until(HOUR_MS);
    expect(table.state.phase).toBe('running');
    expect(table.price('a', 50, 'n')).toMatchObject({
      rejection: {
        code: 'bid/late',
        round: 1,
        lotId: 'n',
        atMs: table.at,
        closedAtMs: START_MS + HOUR_MS,
      },
    });
    expect(table.price('b', 60, 'q').ok).toBe(true);
    table.close();
    expect(table.state).toMatchObject({ phase: 'provisional', unsoldLots: ['n'] });
  });

  it('[ENG4] several lots that are due at a late tick close in one go, each at its own time', () => {
    const table = startedEnglish({ lots: LOTS_50 });
    table.until(HOUR_MS - 1);
    table.price('a', 50, 'q');
    table.jump(HOUR_MS);
    table.does({ type: 'TickAuction' });
    expect(table.state.phase).toBe('provisional');
    const [result] = table.state.english.results;
    expect([result?.lots['q']?.closedAtMs, result?.lots['n']?.closedAtMs]).toEqual([
      START_MS + HOUR_MS + 5 * MINUTE_MS,
      START_MS + HOUR_MS,
    ]);
  });

  it('[ENG4] in sequence each round has one lot, and bids on later lots are refused', () => {
    const table = startedEnglish({ lots, rules: englishRules({ lots: 'in-sequence' }) });
    expect(table.price('a', 50, 'n')).toMatchObject({
      rejection: { code: 'bid/lot-not-open', lotId: 'n' },
    });
    table.price('a', 50, 'q');
    table.close();
    expect(table.state).toMatchObject({ stage: 'results', round: 1, phase: 'running' });
    table.wait(5_000);
    expect(table.state).toMatchObject({ stage: 'bidding', round: 2 });
    expect(table.price('b', 50, 'q')).toMatchObject({
      rejection: { code: 'bid/late', round: 1, closedAtMs: START_MS + HOUR_MS },
    });
    table.price('b', 50, 'n');
    table.close();
    expect(table.state.awards).toEqual([
      { lotId: 'q', teamId: 'a', quantityBlocks: 1, priceMills: 50 },
      { lotId: 'n', teamId: 'b', quantityBlocks: 2, priceMills: 50 },
    ]);
  });

  it('[ENG4] by hand, the moderator opens each lot; automatic rounds stop being so when amended', () => {
    const rules = englishRules({ lots: 'in-sequence' });
    const table = startedEnglish({ lots, rules });
    table.close();
    expect(table.state.nextRoundAtMs).toBe(table.at + 5_000);
    table.does({ type: 'AmendRules', rules: { ...rules, rounds: 'manual' }, reason });
    table.wait(HOUR_MS);
    expect(table.state).toMatchObject({ stage: 'results', round: 1 });
    table.open();
    expect(table.state).toMatchObject({ stage: 'bidding', round: 2 });
  });
});

describe('what the moderator and the world may do', () => {
  it('[ENG5] a pause keeps the exact time of every lot, and the hard stop stands still with it', () => {
    const rules = englishRules({ hardStopMs: durationMs(2 * HOUR_MS) });
    const table = startedEnglish({ lots, rules });
    table.until(HOUR_MS - 1);
    table.price('a', 50, 'q');
    table.does({ type: 'PauseAuction', reason });
    expect(table.state.pause?.remainingMs).toBe(5 * MINUTE_MS + 1);
    table.wait(HOUR_MS);
    expect(table.price('b', 60, 'q')).toMatchObject({ rejection: { code: 'bid/paused' } });
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    const resumedAt = table.at;
    expect([table.closeOf('q'), table.closeOf('n')]).toEqual([
      resumedAt + 5 * MINUTE_MS + 1,
      resumedAt + 1,
    ]);
    expect(table.state.closesAtMs).toBe(table.closeOf('q'));
    const past = table.refuses({
      type: 'ExtendRound',
      byMs: durationMs(2 * HOUR_MS),
      reason,
    });
    expect(past).toEqual({
      code: 'auction/past-hard-stop',
      hardStopAtMs: START_MS + 2 * HOUR_MS + HOUR_MS + 10_000,
    });
  });

  it('[ENG5] an extension by hand moves every open lot, also while paused', () => {
    const table = startedEnglish({ lots });
    table.until(HOUR_MS - 1);
    table.price('a', 50, 'q');
    table.does({ type: 'ExtendRound', byMs: durationMs(1_000), reason });
    expect(table.closeOf('n')).toBe(START_MS + HOUR_MS + 1_000);
    expect(table.state.english.lots['n']?.extensions).toBe(0);
    table.does({ type: 'PauseAuction', reason });
    table.does({ type: 'ExtendRound', byMs: durationMs(1_000), reason });
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    expect(table.closeOf('n')).toBe(table.at + 2_001);
    expect(table.closeOf('q')).toBe(table.state.closesAtMs);
  });

  it('[ENG5] after an outage every open lot has what it had left at the last heartbeat', () => {
    const table = startedEnglish({ lots });
    table.until(HOUR_MS - 1);
    table.price('a', 50, 'q');
    const fromMs = epochMs(table.at);
    table.jump(HOUR_MS);
    table.does({ type: 'InterruptAuction', fromMs, toMs: epochMs(table.at) });
    expect(table.state).toMatchObject({ phase: 'running', stage: 'bidding' });
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    expect([table.closeOf('q'), table.closeOf('n')]).toEqual([
      table.at + 5 * MINUTE_MS + 1,
      table.at + 1,
    ]);
  });

  it('[ENG7] a dropped team’s open lots stand as if it had never bid; kept bids stand', () => {
    const table = startedEnglish({ lots });
    table.limit('a', 100, 'q');
    table.limit('b', 80, 'q');
    table.limit('b', 70, 'n');
    expect(table.lead('q')).toEqual(['a', 90]);
    table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason });
    expect(table.lead('q')).toEqual(['b', 50]);
    table.does({ type: 'ExcludeTeam', teamId: 'b', keepBids: true, reason });
    expect(table.lead('q')).toEqual(['b', 50]);
    expect(table.price('b', 60, 'q')).toMatchObject({ rejection: { code: 'bid/excluded' } });
    table.close();
    expect(table.state.awards.map(({ lotId, teamId }) => [lotId, teamId])).toEqual([
      ['q', 'b'],
      ['n', 'b'],
    ]);
  });

  it('[ENG7] a lot that has closed to a team that is dropped later is not sold', () => {
    const table = startedEnglish({ lots, rules: englishRules({ lots: 'in-sequence' }) });
    table.limit('a', 100, 'q');
    table.limit('b', 90, 'q');
    table.close();
    table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason });
    table.wait(5_000);
    table.price('b', 50, 'n');
    table.close();
    expect(table.state).toMatchObject({ awards: [{ lotId: 'n' }], unsoldLots: ['q'] });
  });

  it('[ENG7] amended rules hold for what comes: prices stay, closes come within the hard stop', () => {
    const table = startedEnglish({ lots });
    table.limit('a', 100, 'q');
    table.limit('b', 80, 'q');
    table.does({ type: 'PauseAuction', reason });
    const rules = englishRules({
      increments: [{ fromMills: 0 as never, incrementMills: 50 as never }],
      hardStopMs: durationMs(HOUR_MS),
      softClose: closePlus({ afterMs: durationMs(30 * MINUTE_MS) }),
      extendingPlaces: 2,
    });
    table.does({ type: 'AmendRules', rules, reason });
    expect(table.lead('q')).toEqual(['a', 90]);
    expect(table.state.english.lots['q']?.first).toEqual(['a', 'b']);
    const tighter = { ...rules, hardStopMs: durationMs(45 * MINUTE_MS) };
    table.does({ type: 'AmendRules', rules: tighter, reason });
    expect(table.state.pause?.remainingMs).toBe(45 * MINUTE_MS);
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    expect(table.closeOf('q')).toBe(table.at + 45 * MINUTE_MS);
    expect(table.state.closesAtMs).toBe(table.closeOf('q'));
    acceptAll(table);
    expect(table.price('c', 130, 'q')).toMatchObject({ rejection: { nextMills: 140 } });
  });

  it('[AUC9] neither format nor direction can be amended, and English teams have no points', () => {
    const table = draftedEnglish();
    expect(table.refuses({ type: 'SetEligibility', teamId: 'a', points: 5 })).toEqual({
      code: 'auction/no-points',
      format: 'english',
    });
    table.does({ type: 'ScheduleAuction' });
    const clock = { ...englishRules(), format: 'clock' } as never;
    expect(table.refuses({ type: 'AmendRules', rules: clock, reason })).toEqual({
      code: 'auction/format-fixed',
      format: 'english',
    });
  });

  it('[AUC11] a void takes later lots back, and an earlier one stays as it was', () => {
    const table = startedEnglish({ lots, rules: englishRules({ lots: 'in-sequence' }) });
    table.limit('a', 100, 'q');
    table.close();
    const after1 = table.state.english;
    table.wait(5_000);
    table.price('b', 50, 'n');
    table.does({ type: 'VoidRounds', toRound: 1, reason });
    expect(table.state.english).toEqual(after1);
    table.open();
    expect(table.lead('n')).toEqual([undefined, null]);
    table.does({ type: 'VoidRounds', toRound: 0, reason });
    expect(table.state.english).toEqual({ lots: {}, results: [] });
  });
});

describe('who gets what', () => {
  it('[ENG6] the leader gets the whole lot at the lead price, if that reaches the hidden reserve', () => {
    const table = startedEnglish({ lots: LOTS_50, reservesMills: { q: 70, n: 60 } });
    table.price('a', 60, 'q');
    table.limit('b', 1_000, 'n');
    table.price('c', 60, 'n');
    table.close();
    expect(table.state).toMatchObject({
      phase: 'provisional',
      awards: [{ lotId: 'n', teamId: 'b', quantityBlocks: 2, priceMills: 70 }],
      unsoldLots: ['q', 'r'],
    });
  });

  it('[ENG6] descending the reserve is the most that is paid; without any sale the auction ends so', () => {
    const rules = englishRules({ direction: 'descending' });
    const table = startedEnglish({ rules, reservesMills: { q: 40 } });
    table.price('a', 50);
    table.close();
    expect(table.state).toMatchObject({ phase: 'no-sale', unsoldLots: ['q'] });
    const sold = startedEnglish({ rules, reservesMills: { q: 40 } });
    sold.price('a', 40);
    sold.close();
    expect(sold.state.awards).toMatchObject([{ teamId: 'a', priceMills: 40 }]);
  });
});
