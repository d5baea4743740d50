// Tells, without making a view, that a viewer surely sees no change: while a round of a clock is open, the bids and
// instructions of one team concern nobody but that team and the desk (INF3, STI5). Two hundred views of a large sale are
// then left as they are. Whatever it does not know it calls a change.

import type { AuctionState } from '../auction/types.ts';
import type { TeamId } from '../kernel/ids.ts';
import type { RoomState } from './types.ts';
import type { Viewer } from './view-types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Keys whose values are not the same object, or equal primitive, in both. */
const changedKeys = (before: object, after: object): readonly string[] => {
  const [a, b] = [before as Fields, after as Fields];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]);
};

const PRIVATE_CHANNEL = /^(?:bids|instructions):(.+)$/;

/** Whether only other teams' bids and instructions are new in the feed. */
const isOthersFeed = (
  before: RoomState['feed'],
  after: RoomState['feed'],
  own: TeamId | undefined,
) =>
  changedKeys(before, after).every((channel) => {
    const [, teamId] = PRIVATE_CHANNEL.exec(channel) ?? [];
    return teamId !== undefined && teamId !== own;
  });

/** Whether records by team differ for other teams only. */
const isOthers = (before: object | undefined, after: object | undefined, own: TeamId | undefined) =>
  changedKeys(before ?? {}, after ?? {}).every((teamId) => teamId !== own);

const isOthersClock = (
  before: AuctionState,
  after: AuctionState,
  own: TeamId | undefined,
): boolean => {
  if (!('clock' in before) || !('clock' in after)) return false;
  if (after.phase !== 'running' || after.stage !== 'bidding') return false;
  if (changedKeys(before, after).some((key) => key !== 'clock')) return false;
  return changedKeys(before.clock, after.clock).every((key) => {
    switch (key) {
      case 'book':
        return isOthers(before.clock.book, after.clock.book, own);
      case 'instructions':
        return isOthers(before.clock.instructions, after.clock.instructions, own);
      case 'large': {
        const [was, is] = [before.clock.large ?? {}, after.clock.large ?? {}];
        const books = isOthers(before.clock.large?.book, after.clock.large?.book, own);
        return books && changedKeys(was, is).every((part) => part === 'book');
      }
      default:
        return false;
    }
  });
};

/** Whether a viewer's view may be another; false only where it is surely the same. */
export const mayDiffer = (before: RoomState, after: RoomState, viewer: Viewer): boolean => {
  if (before === after) return false;
  if (viewer.kind === 'moderator' || viewer.kind === 'regulator') return true;
  const own = viewer.kind === 'team' ? viewer.teamId : undefined;
  return !changedKeys(before, after).every((key) => {
    switch (key) {
      case 'nextFeedNumber':
        return true;
      case 'feed':
        return isOthersFeed(before.feed, after.feed, own);
      case 'auctions':
        return changedKeys(before.auctions, after.auctions).every((auctionId) => {
          const [was, is] = [before.auctions[auctionId], after.auctions[auctionId]];
          return was !== undefined && is !== undefined && isOthersClock(was, is, own);
        });
      default:
        return false;
    }
  });
};
