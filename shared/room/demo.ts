// The demo sale "USPS last-mile access 2026": invented, plausible data as plain commands, given like any others.

import type { Lot } from '../auction/types.ts';
import type { RoomCommand, Team } from './types.ts';
import { DEFAULT_RULES } from '../auction/default-rules.ts';
import { mills } from '../kernel/units.ts';

export const DEMO_ROOM_ID = 'usps-2026';
export const DEMO_TITLE = 'USPS last-mile access 2026';
export const DEMO_AUCTION_ID = 'clock';

const TEAMS: readonly Team[] = [
  { id: 'usps', name: 'United States Postal Service', side: 'carrier' },
  { id: 'northwind', name: 'Northwind Retail', side: 'shipper' },
  { id: 'harbor', name: 'Harbor Parcel', side: 'shipper' },
  { id: 'cascade', name: 'Cascade Commerce', side: 'shipper' },
];

/** Seats of the demo with the names of invented people. */
export const DEMO_SEATS: readonly (RoomCommand & { readonly type: 'AddSeat' })[] = [
  seat('moderator', 'moderator', null, 'Ruth Okafor'),
  seat('usps-lead', 'lead', 'usps', 'Maria Reyes'),
  seat('usps-member', 'member', 'usps', 'Daniel Cho'),
  seat('northwind-lead', 'lead', 'northwind', 'Anna Lindqvist'),
  seat('northwind-member', 'member', 'northwind', 'Tom Becker'),
  seat('harbor-lead', 'lead', 'harbor', 'Grace Mbeki'),
  seat('harbor-member', 'member', 'harbor', 'Luis Ortega'),
  seat('cascade-lead', 'lead', 'cascade', 'Yuki Tanaka'),
  seat('cascade-member', 'member', 'cascade', 'Petra Novak'),
  seat('regulator', 'regulator', null, 'Helen Marsh'),
  seat('public', 'public', null, 'Public observer'),
];

function seat(
  seatId: string,
  role: 'moderator' | 'lead' | 'member' | 'regulator' | 'public',
  teamId: string | null,
  name: string,
): RoomCommand & { readonly type: 'AddSeat' } {
  return { type: 'AddSeat', seatId, role, teamId, name };
}

const MORNING = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };
const CENT = mills(10);

const LOTS: readonly Lot[] = [
  {
    id: 'q1',
    name: 'Jackson Heights',
    facility: 'DDU Jackson Heights NY 11372',
    window: MORNING,
    service: 'same-day',
    supplyBlocks: 6,
    openingPriceMills: mills(2_400),
    pointsPerBlock: 1,
    tickMills: CENT,
  },
  {
    id: 'n1',
    name: 'Newark',
    facility: 'DDU Newark NJ 07105',
    window: MORNING,
    service: 'same-day',
    supplyBlocks: 4,
    openingPriceMills: mills(2_200),
    pointsPerBlock: 1,
    tickMills: CENT,
  },
  {
    id: 'r1',
    name: 'Bozeman',
    facility: 'DDU Bozeman MT 59715',
    window: { opens: '10:00', closes: '16:00', zone: 'America/Denver' },
    service: 'next-day',
    supplyBlocks: 3,
    openingPriceMills: mills(2_950),
    pointsPerBlock: 1,
    tickMills: CENT,
  },
  {
    id: 'l1',
    name: 'North Houston',
    facility: 'LPC North Houston TX',
    window: { opens: '18:00', closes: '22:00', zone: 'America/Chicago' },
    service: 'next-day',
    supplyBlocks: 20,
    openingPriceMills: mills(2_750),
    pointsPerBlock: 3,
    tickMills: CENT,
  },
];

const RESERVES = { q1: mills(2_450), n1: mills(2_200), r1: mills(3_000), l1: mills(2_750) };

const ELIGIBILITY = { northwind: 6, harbor: 6, cascade: 4 };

const sheetWith = (team: Team): RoomCommand => ({
  type: 'OpenSheet',
  sheet: {
    kind: 'bilateral',
    carrierTeamId: 'usps',
    shipperTeamId: team.id,
    title: `USPS and ${team.name}`,
    template: 'usps-last-mile',
  },
});

/** Everything the demo room is made of, in order; all given by the server itself. */
export const demoCommands = (roomId: string, title: string): readonly RoomCommand[] => [
  { type: 'CreateRoom', roomId, title, isDemo: true },
  ...TEAMS.map((team): RoomCommand => ({ type: 'AddTeam', team })),
  ...DEMO_SEATS,
  {
    type: 'OpenSheet',
    sheet: {
      kind: 'common',
      carrierTeamId: 'usps',
      title: 'Auction terms',
      template: 'auction-terms',
    },
  },
  ...TEAMS.filter(({ side }) => side === 'shipper').map(sheetWith),
  {
    type: 'AddAuction',
    auctionId: DEMO_AUCTION_ID,
    command: {
      type: 'DraftAuction',
      rules: { ...DEFAULT_RULES.clock, title: 'Access to four facilities' },
      lots: LOTS,
      reservesMills: RESERVES,
    },
  },
  ...Object.entries(ELIGIBILITY).map(([teamId, points]): RoomCommand => ({
    type: 'Auction',
    auctionId: DEMO_AUCTION_ID,
    command: { type: 'SetEligibility', teamId, points },
  })),
  {
    type: 'Auction',
    auctionId: DEMO_AUCTION_ID,
    command: { type: 'ScheduleAuction' },
  },
];
