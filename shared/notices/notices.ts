// All notices of one reader at one moment, out of the reader's own views and nothing else: what a view hides, no notice
// can tell (NTC1).

import type { RoomView, SeatView } from '../room/view-types.ts';
import type { Notice, NoticeKind, NoticeViews } from './types.ts';
import { auctionNotices } from './auction-notices.ts';
import { sheetNotices } from './sheet-notices.ts';

/** What is over is told for this long; what still waits for somebody as long as it waits. */
export const TOLD_FOR_MS = 14 * 86_400_000;
/** The newest are kept. */
export const MAX_NOTICES = 100;

/** Kinds that a seat can be told about, in the order in which they are offered: nobody's move where no side is (NTC6). */
export const noticeKindsOf = ({ role, teamId }: SeatView): readonly NoticeKind[] => {
  if (teamId !== undefined) {
    return ['move', 'offer', 'reopened', 'signing', 'auction', 'mention', 'help'];
  }
  if (role === 'moderator') return ['help', 'reopened', 'signing', 'mention'];
  return role === 'regulator' ? ['reopened', 'signing', 'mention'] : ['reopened'];
};

/** Things that wait for somebody do not grow old. */
const WAITING: ReadonlySet<Notice['code']> = new Set<Notice['code']>([
  'move/terms',
  'offer/made',
  'offer/theirs-expiring',
  'signing/turn',
  'help/asked',
]);

/** Answers to the own team's calls for help; for the moderator calls that wait. */
const helpNotices = ({ problems = {} }: RoomView, { role }: SeatView): readonly Notice[] =>
  Object.entries(problems).flatMap(([id, { atMs, team, answer }]): readonly Notice[] => {
    const place = { kind: 'help' } as const;
    if (role === 'moderator') {
      if (answer) return [];
      const what = { kind: 'help', code: 'help/asked', atMs } as const;
      return [{ id: `asked:${id}`, ...what, place, about: { team } }];
    }
    if (!answer) return [];
    const what = { kind: 'help', code: 'help/answered', atMs: answer.atMs } as const;
    return [{ id: `answered:${id}`, ...what, place, about: { word: answer.word } }];
  });

/** A name says whose act it was unless others that the reader knows have the same. */
const ownName = ({ seats }: RoomView, own: SeatView): string | undefined => {
  const isShared = Object.values(seats).some(({ id, name }) => id !== own.id && name === own.name);
  return isShared ? undefined : own.name;
};

const sheetName = ({ sheets }: RoomView, sheetId: string, title: string): string =>
  sheets[sheetId]?.counterpart ?? title;

/**
 * The notices of the seat that has these views, the newest first; none for a seat that is not in them.
 * `nowMs` is the server's time.
 */
export const noticesOf = (
  { room, sheets }: NoticeViews,
  seatId: string,
  nowMs: number,
): readonly Notice[] => {
  const seat = room.seats[seatId];
  if (!seat) return [];
  const name = ownName(room, seat);
  const kinds = noticeKindsOf(seat);
  const all = [
    ...sheets.flatMap((sheet) =>
      sheetNotices({
        ...{ sheet, seat, nowMs },
        name: sheetName(room, sheet.sheetId, sheet.title),
        isOwn: (by) => by !== '' && by === name,
      }),
    ),
    ...Object.values(room.auctions).flatMap((auction) => auctionNotices(auction, nowMs)),
    ...helpNotices(room, seat),
  ];
  return all
    .filter(({ kind }) => kinds.includes(kind))
    .filter(({ code, atMs }) => WAITING.has(code) || nowMs - atMs <= TOLD_FOR_MS)
    .sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_NOTICES);
};
