// An auction that names the agreed terms of its room, and what a change of their text does to it.

import { describe, expect, it } from 'vitest';
import type { AuctionCommand, AuctionState } from '../../shared/auction/types.ts';
import type { AuctionView } from '../../shared/room/view-types.ts';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { TERMS_PAUSE } from '../../shared/auction/terms-acts.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import { planRehearsal } from '../../shared/rehearsal/clone.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { commandBehind } from '../../shared/verify/commands.ts';
import { DemoRoom, MODERATOR } from '../support/demo-room.ts';
import { seat } from '../support/stream.ts';

const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
];
const reason = 'only the address changed';
const TEAMS = ['northwind', 'harbor', 'cascade'];

const named = (command: AuctionCommand): RoomCommand => ({
  type: 'Auction',
  auctionId: 'named',
  command,
});

class TermsRoom extends DemoRoom {
  #revision = 0;
  readonly sheetId =
    Object.values(this.state.sheets).find(({ kind }) => kind === 'common')?.id ?? '';

  /** The common sheet tells what is agreed on it. */
  tell(hash: string | null): void {
    this.#revision += 1;
    const { sheetId } = this;
    this.must({ type: 'TakeAgreedTerms', sheetId, hash, revision: this.#revision });
  }

  run(command: AuctionCommand, by: Actor = MODERATOR): void {
    this.must(named(command), by);
  }

  code(command: AuctionCommand, by: Actor = MODERATOR): string | undefined {
    return this.refusalOf(named(command), by);
  }

  get auction(): AuctionState {
    const { named: auction } = this.state.auctions;
    if (!auction) throw new Error('no auction');
    return auction;
  }

  seen(seatId: string): AuctionView | undefined {
    return viewRoom(this.state, viewerOf(this.state, seatId)).auctions['named'];
  }

  draft(termsHash: string | null): void {
    const { rules, lots, reservesMills } = this.demoDraft();
    const command = {
      type: 'DraftAuction',
      rules: { ...rules, ...(termsHash !== null && { termsHash }) },
      ...{ lots, reservesMills },
    } as const;
    this.must({ type: 'AddAuction', auctionId: 'named', command }, MODERATOR);
    for (const teamId of TEAMS) this.run({ type: 'SetEligibility', teamId, points: 6 });
  }

  demoDraft() {
    const { lots = {}, reservesMills = {} } = this.state.auctions['clock'] ?? {};
    return { rules: DEFAULT_RULES.clock, lots: Object.values(lots), reservesMills };
  }

  accept(): void {
    const { rulesHash } = this.auction;
    for (const teamId of TEAMS) {
      this.run({ type: 'AcceptRules', teamId, rulesHash }, seat(`${teamId}-lead`));
    }
  }

  bids(teamId: string, quantityBlocks = 2): AuctionCommand {
    const { round } = this.auction;
    const bid = { lotId: 'n1', quantityBlocks, priceMills: mills(2_200) };
    return { type: 'PlaceBid', teamId, round, bid };
  }

  /** Lets everything happen that time brings. */
  wait(ms: number): void {
    this.at = epochMs(this.at + ms);
    this.must({ type: 'Tick' });
  }
}

/** Round 1 is open, and Harbor has bid. */
const running = (hash: string | null = FIRST): TermsRoom => {
  const room = new TermsRoom();
  room.tell(FIRST);
  room.draft(hash);
  room.run({ type: 'ScheduleAuction' });
  room.accept();
  room.run({ type: 'StartAuction' });
  room.run(room.bids('harbor'), seat('harbor-lead'));
  return room;
};

const resume = { type: 'ResumeAuction' } as const;
const confirm = (hash: string) => ({ type: 'ConfirmOlderText', hash, reason }) as const;

describe('[TRM2] an auction may name the agreed terms', () => {
  it('by the hash of a common sheet of its room, which its rules say and its teams accept', () => {
    const room = new TermsRoom();
    room.draft(FIRST);
    expect(room.code({ type: 'ScheduleAuction' })).toBe('auction/terms-not-agreed');
    room.tell(SECOND);
    expect(room.code({ type: 'ScheduleAuction' })).toBe('auction/terms-not-agreed');
    room.tell(FIRST);
    room.run({ type: 'ScheduleAuction' });
    for (const seatId of ['moderator', 'harbor-lead', 'usps-lead', 'regulator', 'public']) {
      const view = room.seen(seatId);
      expect(view?.terms).toMatchObject({ hash: FIRST, nowHash: FIRST });
      expect(view?.rulesSheet.some((line) => line.includes(FIRST))).toBe(true);
      expect(view?.terms).not.toHaveProperty('isOlder');
    }
  });

  it('and one that names none is left alone by every change', () => {
    const room = running(null);
    const before = room.auction;
    room.tell(SECOND);
    room.tell(null);
    expect(room.auction).toEqual(before);
    expect(room.seen('harbor-lead')).not.toHaveProperty('terms');
  });

  it('amended rules name the same text; a rehearsal names none', () => {
    const room = running();
    room.run({ type: 'PauseAuction', reason });
    const { rules } = room.auction;
    const amend = { type: 'AmendRules', rules: { ...rules, termsHash: SECOND }, reason } as const;
    expect(room.code(amend)).toBe('auction/terms-fixed');
    const wish = { roomId: 'rehearsal', auctionId: 'named', seed: 1, pace: 'short' } as const;
    const plan = planRehearsal(room.state, { ...wish, extraTeams: 0, people: [] }, room.at);
    expect('code' in plan ? plan.code : JSON.stringify(plan)).not.toContain('termsHash');
  });
});

describe('[TRM3] the room hears each change of the agreed text', () => {
  it('in order: what was overtaken on its way changes nothing', () => {
    const room = running();
    const { sheetId } = room;
    const late = { type: 'TakeAgreedTerms', sheetId, hash: null, revision: 1 } as const;
    expect(room.give(late).events).toEqual([]);
    expect(room.refusalOf({ ...late, sheetId: 'other' })).toBe('sheet/not-found');
    expect(room.refusalOf({ ...late, revision: 9 }, MODERATOR)).toBe('seat/not-allowed');
    expect(viewRoom(room.state, { kind: 'public' }).agreedTerms).toEqual({ [sheetId]: FIRST });
  });

  it('and everybody reads it in the feed', () => {
    const room = running();
    room.tell(SECOND);
    for (const seatId of ['moderator', 'harbor-lead', 'cascade-lead', 'usps-lead', 'public']) {
      const { feed } = viewRoom(room.state, viewerOf(room.state, seatId));
      const codes = Object.values(feed).map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['sheet/agreed-text', 'auction/terms-changed']));
    }
  });
});

describe('[TRM4] a change of the text stops the auction that names it', () => {
  it.each([SECOND, null])('at once, to %s, with the time that was left', (hash) => {
    const room = running();
    const closesAtMs = room.auction.closesAtMs ?? 0;
    room.tell(hash);
    const { pause } = room.auction;
    expect(pause).toMatchObject({ reason: TERMS_PAUSE, remainingMs: closesAtMs - room.at });
    expect(room.code(room.bids('harbor'), seat('harbor-lead'))).toBe('bid/paused');
    expect(room.code(resume)).toBe('auction/older-text');
  });

  it('a resume that was announced is taken back, with what was left before', () => {
    const room = running();
    room.run({ type: 'PauseAuction', reason });
    const left = room.auction.pause?.remainingMs;
    room.run(resume);
    room.tell(SECOND);
    expect(room.auction.pause).toMatchObject({ resumesAtMs: null, remainingMs: left });
    room.wait(1_000_000);
    expect(room.auction.pause?.reason).toBe(TERMS_PAUSE);
  });

  it('of an English auction each lot keeps its own time over both pauses', () => {
    const room = new TermsRoom();
    room.tell(FIRST);
    const { lots } = room.demoDraft();
    const rules = { ...DEFAULT_RULES.english, termsHash: FIRST };
    const command = { type: 'DraftAuction', rules, lots, reservesMills: {} } as const;
    room.must({ type: 'AddAuction', auctionId: 'named', command }, MODERATOR);
    for (const act of ['ScheduleAuction', 'StartAuction'] as const) room.run({ type: act });
    const lotOf = () => {
      const view = room.seen('harbor-lead');
      return view?.format === 'english' ? view.prices['q1'] : undefined;
    };
    room.run({ type: 'PauseAuction', reason });
    const left = lotOf()?.remainingMs;
    expect(left).toBeGreaterThan(0);
    room.run(resume);
    room.wait(5_000);
    room.tell(SECOND);
    expect(lotOf()?.remainingMs).toBe(left);
    room.run(confirm(SECOND));
    room.run(resume);
    room.wait(20_000);
    expect(lotOf()?.closesAtMs).toBe(room.at + (left ?? 0));
  });

  it('and neither starts, opens a round nor is certified', () => {
    const room = new TermsRoom();
    room.tell(FIRST);
    room.draft(FIRST);
    room.run({ type: 'ScheduleAuction', startsAtMs: epochMs(room.at + 10_000) });
    room.tell(SECOND);
    expect(room.code({ type: 'StartAuction' })).toBe('auction/older-text');
    room.wait(20_000);
    expect(room.auction.phase).toBe('scheduled');
    room.run(confirm(SECOND));
    room.wait(20_000);
    // A start that was missed is the moderator's.
    expect(room.auction.phase).toBe('scheduled');
    room.run({ type: 'StartAuction' });
    room.tell(THIRD);
    room.run({ type: 'VoidRounds', toRound: 0, reason });
    expect(room.code({ type: 'OpenRound' })).toBe('auction/older-text');
  });

  it('until the text is the same again: nothing is older then, and the moderator resumes', () => {
    const room = running();
    room.tell(null);
    expect(room.seen('harbor-lead')?.mine).toHaveProperty('olderText', true);
    room.tell(FIRST);
    expect(room.seen('harbor-lead')?.mine).not.toHaveProperty('olderText');
    expect(room.code(confirm(FIRST))).toBe('auction/same-text');
    room.run(resume);
  });
});

/** Round 1 closed with the bid of Harbor, and no other lot wanted: ended. */
const ended = (): TermsRoom => {
  const room = running();
  room.wait(1_000_000);
  expect(room.auction.phase).toBe('provisional');
  return room;
};

describe('[TRM5] only the moderator lets the auction go on', () => {
  it('and says which text, and why', () => {
    const room = running();
    room.tell(null);
    expect(room.code(confirm(SECOND))).toBe('auction/terms-open');
    room.tell(SECOND);
    for (const seatId of ['harbor-lead', 'usps-lead', 'regulator', 'public']) {
      expect(room.code(confirm(SECOND), seat(seatId))).toBe('seat/not-allowed');
    }
    room.tell(THIRD);
    expect(room.code(confirm(SECOND))).toBe('auction/terms-changed');
    room.run(confirm(THIRD));
    expect(room.code(confirm(THIRD))).toBe('auction/same-text');
    const { feed } = viewRoom(room.state, viewerOf(room.state, 'cascade-lead'));
    const said = Object.values(feed).find(({ code }) => code === 'auction/older-text-confirmed');
    expect(said?.params).toEqual({ hash: THIRD, reason });
  });

  it('teams accept the rules with the new hash before they bid again', () => {
    const room = running();
    const before = room.auction.rulesHash;
    room.tell(SECOND);
    room.run(confirm(SECOND));
    expect(room.auction.rules.termsHash).toBe(SECOND);
    expect(room.auction.rulesHash).not.toBe(before);
    room.run(resume);
    room.wait(11_000);
    expect(room.code(room.bids('harbor'), seat('harbor-lead'))).toBe('bid/rules-not-accepted');
    room.accept();
    room.run(room.bids('harbor'), seat('harbor-lead'));
  });

  it('after the end the awards wait, and are certified under the text that was confirmed', () => {
    const room = ended();
    const { rulesHash } = room.auction;
    room.tell(SECOND);
    expect(room.code({ type: 'CertifyAuction' })).toBe('auction/older-text');
    room.run(confirm(SECOND));
    // Nobody bids any more, so nobody has to accept anything.
    expect(room.auction.rulesHash).toBe(rulesHash);
    room.run({ type: 'CertifyAuction' });
    expect(room.seen('public')?.terms?.hash).toBe(SECOND);
  });

  it('a sale that ended without one hears of changes, for it may be taken back', () => {
    const room = new TermsRoom();
    room.tell(FIRST);
    room.draft(FIRST);
    room.run({ type: 'ScheduleAuction' });
    room.run({ type: 'StartAuction' });
    room.wait(1_000_000);
    expect(room.auction.phase).toBe('no-sale');
    room.tell(SECOND);
    room.run({ type: 'VoidRounds', toRound: 0, reason });
    expect(room.code({ type: 'OpenRound' })).toBe('auction/older-text');
    room.run(confirm(SECOND));
    room.run({ type: 'OpenRound' });
  });

  it('one that was cancelled asks nobody', () => {
    const room = running();
    room.tell(SECOND);
    room.run({ type: 'CancelAuction', reason });
    expect(room.seen('moderator')?.terms).not.toHaveProperty('isOlder');
  });

  it('rounds that are opened again after that are for the confirmed text', () => {
    const room = ended();
    room.tell(SECOND);
    room.run(confirm(SECOND));
    room.run({ type: 'VoidRounds', toRound: 0, reason });
    expect(room.auction.rules.termsHash).toBe(SECOND);
  });
});

describe('[TRM6] what was bid for an older text says so', () => {
  const markOf = (room: TermsRoom, seatId: string): unknown => {
    const { mine } = room.seen(seatId) ?? {};
    return mine && 'bids' in mine ? mine.bids['n1'] : undefined;
  };

  it('to who sees the bid, before and after the confirmation, until it is made again', () => {
    const room = running();
    expect(markOf(room, 'harbor-lead')).not.toHaveProperty('olderText');
    room.tell(SECOND);
    expect(markOf(room, 'harbor-lead')).toHaveProperty('olderText', true);
    room.run(confirm(SECOND));
    expect(markOf(room, 'harbor-lead')).toHaveProperty('olderText', true);
    room.run(resume);
    room.wait(11_000);
    room.accept();
    room.run(room.bids('harbor'), seat('harbor-lead'));
    expect(markOf(room, 'harbor-lead')).not.toHaveProperty('olderText');
    expect(room.seen('harbor-lead')?.mine).not.toHaveProperty('olderText');
  });

  it('and to nobody else: others see the same whether a team has bid or not', () => {
    const quiet = running();
    const loud = running();
    loud.run(loud.bids('cascade'), seat('cascade-lead'));
    quiet.at = loud.at;
    for (const room of [quiet, loud]) room.tell(SECOND);
    for (const seatId of ['harbor-lead', 'northwind-lead', 'usps-lead', 'public', 'regulator']) {
      expect(loud.seen(seatId)).toEqual(quiet.seen(seatId));
    }
  });

  it('what stands after a round is of the text of that round', () => {
    const room = running();
    room.run(room.bids('cascade'), seat('cascade-lead'));
    room.run(room.bids('northwind', 4), seat('northwind-lead'));
    room.wait(1_000_000);
    expect(room.auction.stage).toBe('results');
    room.tell(SECOND);
    expect(room.seen('harbor-lead')?.mine).toHaveProperty('olderText', true);
    const { bidders = {} } = room.seen('moderator') ?? {};
    expect(Object.keys(bidders).filter((id) => bidders[id]?.olderText)).toEqual([
      'northwind',
      'harbor',
      'cascade',
    ]);
    room.run(confirm(SECOND));
    expect(room.seen('harbor-lead')?.mine).toHaveProperty('olderText', true);
    room.run({ type: 'VoidRounds', toRound: 0, reason });
    room.run({ type: 'OpenRound' });
    room.accept();
    for (const teamId of TEAMS) room.run(room.bids(teamId), seat(`${teamId}-lead`));
    room.wait(1_000_000);
    expect(room.auction.stage).toBe('results');
    expect(room.seen('harbor-lead')?.mine).not.toHaveProperty('olderText');
  });

  it('and of a round in which the text changed it is for the older one', () => {
    const room = running();
    room.tell(SECOND);
    room.run(confirm(SECOND));
    room.run(resume);
    room.wait(11_000);
    room.accept();
    for (const teamId of ['northwind', 'cascade']) {
      room.run(room.bids(teamId), seat(`${teamId}-lead`));
    }
    room.wait(1_000_000);
    expect(room.auction.stage).toBe('results');
    expect(room.seen('harbor-lead')?.mine).toHaveProperty('olderText', true);
  });
});

describe('[TRM5] a verifier finds the commands again', () => {
  it('behind a change and behind its confirmation', () => {
    const room = running();
    const { sheetId, auction } = room;
    const decided = { at: room.at, by: MODERATOR };
    const change = { type: 'TermsChanged', hash: SECOND } as const;
    const paused = { type: 'AuctionPaused', reason: TERMS_PAUSE, remainingMs: 1 } as never;
    expect(commandBehind(auction, [change, paused], decided)).toEqual({
      ...{ type: 'TakeTerms', sheetId, hash: SECOND },
    });
    const confirmed = { type: 'OlderTextConfirmed', hash: SECOND, reason } as const;
    expect(commandBehind(auction, [confirmed], decided)).toEqual(confirm(SECOND));
  });
});
