// Where the events of a room are cut, so that what some may see of one can be shown without the rest. Part of the form
// of the record: rows are added for new events, and never changed for old ones (docs/record.md).

import type { Json } from '../kernel/json.ts';
import type { Cut } from '../record/cuts.ts';
import type { RecordForm } from '../record/leaves.ts';
import type { RoomEvent } from './types.ts';

const IN_ROOM: Readonly<Partial<Record<RoomEvent['type'], readonly Cut[]>>> = {
  InviteIssued: [{ path: 'tokenHash' }],
  InviteAccepted: [{ path: 'grantId' }],
  GrantReleased: [{ path: 'grantId' }],
  SeatRevoked: [{ path: 'reason' }],
  MessagePosted: [{ path: 'seatId' }, { path: 'messageId' }],
};

/** What a result may show to everybody is left in it; all else of it is cut out. */
const RESULT_CUTS: readonly Cut[] = [
  { path: 'event.result.demand', each: true },
  { path: 'event.result.eligibility', each: true },
  { path: 'event.result.lots.*.demandBlocks' },
  { path: 'event.result.lots.*.leader' },
  { path: 'event.result.instructed', each: true },
  { path: 'event.result.columns.demand', each: true },
  { path: 'event.result.columns.demandBlocks' },
];

/** What results are known to be made of. One with anything else is cut out whole. */
const RESULT_KEYS: ReadonlySet<string> = new Set([
  'round',
  'isFinal',
  'lots',
  'demand',
  'eligibility',
  'lotId',
  'endedAtMs',
  'soldBlocks',
  'withdrawnBlocks',
  'instructed',
  'columns',
]);
const COLUMN_KEYS: ReadonlySet<string> = new Set(['postedMills', 'demandBlocks', 'demand']);
const LOT_KEYS: ReadonlySet<string> = new Set([
  'lotId',
  'startPriceMills',
  'clockPriceMills',
  'postedPriceMills',
  'demandBlocks',
  'supplyBlocks',
  'leader',
  'leadPriceMills',
  'closedAtMs',
  'extensions',
]);

const BID_CUTS: readonly Cut[] = [
  { path: 'event.bid.limitMills' },
  { path: 'event.rejection' },
  { path: 'event.surrogateReason' },
];

const IN_AUCTION: Readonly<Record<string, readonly Cut[]>> = {
  AuctionDrafted: [{ path: 'event.reservesMills' }],
  AuctionScheduled: [{ path: 'event.seed' }],
  RoundsVoided: [{ path: 'event.seed' }],
  BidAccepted: BID_CUTS,
  BidRefused: BID_CUTS,
  BidsRefused: [{ path: 'event.rejection' }],
  LeadMoved: [{ path: 'event.first' }],
  LotsClosed: [{ path: 'event.lots.*.leader' }],
  AuctionEnded: [{ path: 'event.awards', by: 'teamId' }],
};

const isKnownResult = (result: object): boolean => {
  const lots = 'lots' in result ? result.lots : {};
  const columns = 'columns' in result ? (result.columns as object) : {};
  return (
    Object.keys(columns).every((key) => COLUMN_KEYS.has(key)) &&
    Object.keys(result).every((key) => RESULT_KEYS.has(key)) &&
    typeof lots === 'object' &&
    lots !== null &&
    Object.values(lots).every((lot) => Object.keys(lot as object).every((key) => LOT_KEYS.has(key)))
  );
};

/** The cuts of an event of a room. */
export const roomCuts = (json: Json): readonly Cut[] => {
  // Whatever stands in the stream of a room was once an event of one.
  const room = json as unknown as RoomEvent;
  if (room.type !== 'Auction') return IN_ROOM[room.type] ?? [];
  const { event } = room;
  if (event.type !== 'RoundClosed') return IN_AUCTION[event.type] ?? [];
  return isKnownResult(event.result) ? RESULT_CUTS : [{ path: 'event.result' }];
};

/** Up to 512 leaves a segment, of some 170 bids, look like none. */
const MINIMUM_LEVELS = 10;

/** How the stream of a room is recorded. */
export const ROOM_FORM: RecordForm = { cutsOf: roomCuts, minimumLevels: MINIMUM_LEVELS };
