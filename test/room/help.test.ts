// Problems that teams tell, and evidence of their lines: who may, who sees it, what is kept.

import { describe, expect, it } from 'vitest';
import type { Json } from '../../shared/kernel/json.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { KEPT_PROBLEMS, MAX_OPEN_PROBLEMS } from '../../shared/room/help.ts';
import { lineStateOf, missedIn } from '../../shared/room/line-state.ts';
import type { RoomEvent } from '../../shared/room/types.ts';
import { maySeeRoomPart } from '../../shared/room/record-rights.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { DemoRoom, MODERATOR } from '../support/demo-room.ts';
import { seat } from '../support/stream.ts';

const SEATS = ['harbor-lead', 'northwind-lead', 'usps-lead', 'moderator', 'regulator', 'public'];
const viewOf = (room: DemoRoom, seatId: string) =>
  viewRoom(room.state, viewerOf(room.state, seatId));

const told = (text?: string) => {
  const room = new DemoRoom();
  room.must({ type: 'ReportProblem', ...(text !== undefined && { text }) }, seat('harbor-member'));
  const [problemId = ''] = Object.keys(room.state.problems);
  return { room, problemId };
};

describe('[HLP1] a problem', () => {
  it('is seen by its team, the moderator and the regulator; no other view changes', () => {
    const { room } = told('the page stands still');
    const before = new DemoRoom();
    for (const seatId of SEATS) {
      const seen = Object.values(viewOf(room, seatId).problems ?? {});
      const isSeen = ['harbor-lead', 'moderator', 'regulator'].includes(seatId);
      expect([seatId, seen.map(({ text }) => text)]).toEqual([
        seatId,
        isSeen ? ['the page stands still'] : [],
      ]);
      const text = (of: DemoRoom) => canonicalJson(viewOf(of, seatId) as unknown as Json);
      expect([seatId, text(room) === text(before)]).toEqual([seatId, !isSeen]);
    }
  });

  it('needs no words, comes from teams of either side, and has an end', () => {
    const { room } = told();
    room.must({ type: 'ReportProblem' }, seat('usps-member'));
    for (const seatId of ['moderator', 'regulator', 'public']) {
      expect(room.refusalOf({ type: 'ReportProblem' }, seat(seatId))).toBe('seat/not-allowed');
    }
    for (let count = 1; count < MAX_OPEN_PROBLEMS; count += 1) {
      room.must({ type: 'ReportProblem' }, seat('harbor-lead'));
    }
    expect(room.refusalOf({ type: 'ReportProblem' }, seat('harbor-lead'))).toBe('problem/too-many');
    expect(room.refusalOf({ type: 'ReportProblem' }, seat('northwind-lead'))).toBeUndefined();
  });

  it('keeps the newest of a team', () => {
    const { room } = told();
    for (let count = 0; count < KEPT_PROBLEMS + 3; count += 1) {
      for (const [problemId, { answer }] of Object.entries(room.state.problems)) {
        if (!answer) room.must({ type: 'AnswerProblem', problemId, word: 'seen' }, MODERATOR);
      }
      room.must({ type: 'ReportProblem', text: String(count) }, seat('harbor-lead'));
    }
    const kept = Object.values(room.state.problems);
    expect(kept).toHaveLength(KEPT_PROBLEMS);
    expect(kept.at(-1)?.text).toBe(String(KEPT_PROBLEMS + 2));
  });
});

describe('[HLP2] the answer', () => {
  it('is the moderator’s, once, and the team reads it', () => {
    const { room, problemId } = told('help');
    const answer = { type: 'AnswerProblem', problemId, word: 'we look' } as const;
    expect(room.refusalOf(answer, seat('harbor-lead'))).toBe('seat/not-allowed');
    room.must(answer, MODERATOR);
    expect(viewOf(room, 'harbor-lead').problems?.[problemId]?.answer?.word).toBe('we look');
    expect(room.refusalOf(answer, MODERATOR)).toBe('problem/answered');
    expect(room.refusalOf({ ...answer, problemId: 'none' }, MODERATOR)).toBe('problem/unknown');
  });
});

describe('[HLP3] the state of a line', () => {
  it.each([
    [{ roundTripMs: 250, clockErrorMs: 250 }, 14_999, 'good'],
    [{ roundTripMs: 251, clockErrorMs: 10 }, 0, 'weak'],
    [{ roundTripMs: 20, clockErrorMs: 251 }, 0, 'weak'],
    [{ roundTripMs: 20, clockErrorMs: 10 }, 15_000, 'weak'],
    [{ roundTripMs: 20, clockErrorMs: 10 }, 25_000, 'gone'],
  ] as const)('%j after %i ms is %s', (line, ageMs, state) => {
    expect(lineStateOf({ ...line, atMs: 1_000 }, 1_000 + ageMs)).toBe(state);
  });

  it('without a report it is gone; reports missed are counted', () => {
    expect(lineStateOf(undefined, 0)).toBe('gone');
    expect([9_000, 10_500, 15_000, 24_000, 35_000].map(missedIn)).toEqual([0, 0, 1, 1, 3]);
  });
});

describe('[HLP5] what is recorded of a line', () => {
  const noted = () => {
    const room = new DemoRoom();
    const facts = { roundTripMs: 20, clockErrorMs: 9, heartbeatAtMs: epochMs(5), missed: 2 };
    const lines = ['harbor-lead', 'moderator', 'nobody'].map((seatId) => ({
      ...{ seatId, state: 'weak' as const, ...facts },
    }));
    room.must({ type: 'NoteLines', occasion: 'changed', lines });
    return room;
  };

  it('is of seats of teams alone, told in the feed to the team and the moderator', () => {
    const room = noted();
    for (const seatId of SEATS) {
      const lines = Object.values(viewOf(room, seatId).feed).filter(
        ({ code }) => code === 'line/noted',
      );
      const isTold = ['harbor-lead', 'moderator'].includes(seatId);
      expect([seatId, lines.length]).toEqual([seatId, isTold ? 1 : 0]);
    }
  });

  it('is read in the record by the regulator after the end, by rivals never', () => {
    const room = noted();
    const event: RoomEvent = {
      type: 'LineNoted',
      ...{ teamId: 'harbor', occasion: 'changed', seatId: 'harbor-lead', state: 'weak', missed: 2 },
    };
    const readers = (): readonly string[] =>
      SEATS.filter((seatId) => {
        const viewer = viewerOf(room.state, seatId);
        return maySeeRoomPart({ room: room.state, viewer, scheduled: new Set() }, event, '');
      });
    expect(readers()).toEqual(['harbor-lead', 'moderator']);
    room.start();
    for (let round = 0; room.state.auctions['clock']?.phase === 'running'; round += 1) {
      room.closeRound();
    }
    expect(readers()).toEqual(['harbor-lead', 'moderator', 'regulator']);
  });

  it('nobody but the server notes it', () => {
    const note = { type: 'NoteLines', occasion: 'changed', lines: [] } as const;
    for (const seatId of SEATS) {
      expect(new DemoRoom().refusalOf(note, seat(seatId))).toBe('seat/not-allowed');
    }
  });
});
