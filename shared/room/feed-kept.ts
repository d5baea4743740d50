// What a feed keeps of an event: all but the lists that only a large sale fills, which the state of the auction has already.

import type { AuctionEvent } from '../auction/types.ts';
import type { RoomEvent } from './types.ts';

const without = (value: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** An event as a feed needs it: without what only lots of a large sale fill, which the state has already. */
export const asKept = (event: RoomEvent): RoomEvent => {
  if (event.type !== 'Auction') return event;
  const slim = slimmed(event.event);
  return slim === event.event ? event : { ...event, event: slim };
};

const slimmed = (event: AuctionEvent): AuctionEvent => {
  switch (event.type) {
    case 'BidsAccepted':
    case 'BidsRefused':
      return { ...event, bids: '' };
    case 'InstructionsSet':
      return { ...event, instructions: '' };
    case 'AuctionDrafted':
      return { ...event, lots: [], reservesMills: {} };
    case 'AuctionEnded':
      return event.soldLots === undefined ? event : { ...event, unsoldLots: [] };
    case 'RoundOpened': {
      if (!('columns' in event)) return event;
      return without(event, ['columns']) as AuctionEvent;
    }
    case 'RoundClosed': {
      if (!('columns' in event.result)) return event;
      const result = without(event.result, ['columns', 'instructed']);
      return { ...event, result } as AuctionEvent;
    }
    default:
      return event;
  }
};
