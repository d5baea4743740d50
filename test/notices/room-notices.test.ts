// What auctions and calls for help have to say to each seat, and that notices come from views alone.

import { describe, expect, it } from 'vitest';
import type { AuctionView, EnglishView, RoomView } from '../../shared/room/view-types.ts';
import { ROUND_ENDING_MS, auctionNotices } from '../../shared/notices/auction-notices.ts';
import { MAX_NOTICES, noticeKindsOf, noticesOf } from '../../shared/notices/notices.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewAuction } from '../../shared/auction/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { NoticeStage } from '../support/notices.ts';
import { MODERATOR } from '../support/demo-room.ts';
import { LEADS, field, offer } from '../support/offers.ts';
import { seat } from '../support/stream.ts';
import { startedEnglish } from '../support/english.ts';

describe('[NTC5] the auction', () => {
  it('a round that is about to end is told to a team that has nothing in it, and to no other', () => {
    const stage = new NoticeStage();
    stage.room.start();
    const closesAtMs = stage.room.state.auctions['clock']?.closesAtMs ?? 0;
    stage.room.bid('northwind', 'q1', [1, 2_400]);
    stage.nowMs = closesAtMs - ROUND_ENDING_MS / 2;
    const told = Object.fromEntries(
      Object.keys(stage.room.state.seats).map((id) => [id, stage.codes(id)]),
    );
    const ending = ['auction/ending-without-bid'];
    expect(told).toEqual({
      ...{ moderator: [], regulator: [], public: [], 'usps-lead': [], 'usps-member': [] },
      ...{ 'northwind-lead': [], 'northwind-member': [] },
      ...{ 'harbor-lead': ending, 'harbor-member': ending },
      ...{ 'cascade-lead': ending, 'cascade-member': ending },
    });
    expect(stage.the('harbor-lead', 'auction/ending-without-bid')).toMatchObject({
      place: { kind: 'auction', auctionId: 'clock' },
      about: { round: 1, closesAtMs },
    });
    stage.nowMs = closesAtMs;
    expect(stage.codes('harbor-lead')).toEqual([]);
    stage.nowMs = closesAtMs - ROUND_ENDING_MS - 1;
    expect(stage.codes('harbor-lead')).toEqual([]);
  });

  it('not while the auction is paused', () => {
    const stage = new NoticeStage();
    stage.room.start();
    stage.nowMs = (stage.room.state.auctions['clock']?.closesAtMs ?? 0) - 1_000;
    expect(stage.codes('harbor-lead')).toHaveLength(1);
    stage.room.clock({ type: 'PauseAuction', reason: 'a line is down' });
    expect(stage.codes('harbor-lead')).toEqual([]);
  });

  it('a lot of an English auction where another leads is told once a bid', () => {
    const table = startedEnglish();
    const view = (teamId: string): AuctionView =>
      viewAuction(table.state, {
        viewer: { kind: 'team', teamId },
        side: 'shipper',
        bidderNames: { [teamId]: teamId },
      });
    const told = (teamId: string) => auctionNotices(view(teamId), table.at);
    table.price('a', 1_000);
    expect([...told('a'), ...told('b')]).toEqual([]);
    table.price('b', 1_010);
    expect(told('a')).toMatchObject([{ code: 'auction/outbid', about: { lot: 'Lot q' } }]);
    expect(told('b')).toEqual([]);
    const first = told('a')[0]?.id;
    table.price('b', 1_040);
    expect(told('a').map(({ id }) => id)).toEqual([first]);
    table.wait(1_000);
    table.price('a', 1_100);
    expect(told('a')).toEqual([]);
    table.price('b', 1_200);
    expect(told('a').map(({ id }) => id)).not.toEqual([first]);
    expect((view('a') as EnglishView).mine?.leads).toEqual({});
  });
});

describe('[NTC6] who is told of what', () => {
  it('a call for help goes to the moderator until it is answered, the answer to the team', () => {
    const stage = new NoticeStage();
    stage.room.must({ type: 'ReportProblem', text: 'no sound' }, seat('harbor-member'));
    expect(stage.codes('moderator')).toEqual(['help/asked']);
    expect(stage.codes('harbor-lead')).toEqual([]);
    const [problemId = ''] = Object.keys(stage.room.state.problems);
    stage.room.must({ type: 'AnswerProblem', problemId, word: 'We look' }, MODERATOR);
    expect(stage.codes('moderator')).toEqual([]);
    expect(stage.the('harbor-lead', 'help/answered').about).toEqual({ word: 'We look' });
    for (const other of ['usps-lead', 'northwind-lead', 'regulator', 'public']) {
      expect(stage.codes(other)).toEqual([]);
    }
  });

  it('no seat without a side is told of a move, an offer or a bid', () => {
    const { seats } = viewRoom(
      new NoticeStage().room.state,
      viewerOf(new NoticeStage().room.state, 'moderator'),
    );
    for (const one of Object.values(seats)) {
      const kinds = noticeKindsOf(one);
      expect(kinds.includes('move')).toBe(one.teamId !== undefined);
      expect(kinds.includes('offer')).toBe(one.teamId !== undefined);
      expect(kinds.includes('auction')).toBe(one.teamId !== undefined);
    }
  });
});

describe('[NTC1] notices say what views say', () => {
  const told = (stage: NoticeStage, seatId: string): string =>
    JSON.stringify(stage.notices(seatId));

  it('what others do out of sight changes no notice', () => {
    const [calm, busy] = [new NoticeStage(), new NoticeStage()];
    for (const stage of [calm, busy]) stage.room.start();
    const { at } = busy.room;
    busy.room.bid('northwind', 'q1', [1, 2_400]);
    busy.room.must({ type: 'ReportProblem', text: 'secret' }, seat('cascade-lead'));
    offer(busy.sheet, 'carrier', [{ termId: 'minimum-charge', value: field(2_100) }]);
    busy.sheet.must(
      { type: 'SetTarget', side: 'carrier', termId: 'minimum-charge', target: 1 },
      LEADS.carrier,
    );
    for (const stage of [calm, busy]) stage.nowMs = at + 170_000;
    for (const seatId of ['cascade-lead', 'public']) {
      expect(told(busy, seatId)).toBe(told(calm, seatId));
    }
    expect(told(busy, 'cascade-lead')).toContain('ending-without-bid');
  });

  it('one who is not in the view is told nothing, and a long list ends', () => {
    const stage = new NoticeStage();
    const room = viewRoom(stage.room.state, viewerOf(stage.room.state, 'harbor-lead'));
    expect(noticesOf({ room, sheets: [] }, 'cascade-lead', 1)).toEqual([]);
    const problems: NonNullable<RoomView['problems']> = Object.fromEntries(
      Array.from({ length: MAX_NOTICES + 20 }, (_, index) => [
        `p${String(index)}`,
        { atMs: 1, team: 'Harbor', answer: { atMs: index, word: 'yes' } },
      ]),
    );
    const many = noticesOf({ room: { ...room, problems }, sheets: [] }, 'harbor-lead', 500);
    expect(many).toHaveLength(MAX_NOTICES);
    expect(many[0]?.atMs).toBe(MAX_NOTICES + 19);
  });
});
