// The demo sale with everything that has a name or a number replaced by canaries: other ids, names and titles, numbers large
// enough to be recognised, one more team to be excluded, one more auction that stays a draft.

import type { AuctionCommand, Information } from '../../shared/auction/types.ts';
import { basisPoints, durationMs, mills } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID, demoCommands } from '../../shared/room/demo.ts';
import type { Role, RoomCommand } from '../../shared/room/types.ts';
import type { Canaries, Reader } from './canaries.ts';
import type { Kind } from './who-sees-what.ts';

export const SALE_ROOM_ID = 'sale';
export const ROUND_MS = 180_000;
export const COUNTDOWN_MS = 10_000;
const CARRIER = 'usps';
/** The team that is excluded; the demo has none to spare. */
export const EXTRA = 'extra';

/** Names of the demo, which scripts use, and what stands for them in the room. */
export type Names = ReadonlyMap<string, string>;

export interface Member {
  readonly key: string;
  readonly role: Role;
  readonly team: string | null;
}

export interface SalePlan {
  readonly commands: readonly RoomCommand[];
  readonly members: readonly Member[];
  /** The id in the room of a team or seat of the demo. */
  readonly id: (key: string) => string;
}

/** Properties whose words are the program's, though a seat may be called the same. */
const NO_NAMES = ['role', 'kind', 'side', 'type', 'template'];

const renamed = (value: unknown, names: Names): unknown => {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      NO_NAMES.includes(key) ? inner : renamed(inner, names),
    ]),
  );
};

const teamKind = (team: string): Kind => {
  if (team === CARRIER) return 'carrier team';
  return team === EXTRA ? 'team without a sheet' : 'shipper team';
};

const seatKind = (role: Role, team: string | null): Kind => {
  if (role !== 'lead' && role !== 'member') return `${role} seat`;
  if (team === CARRIER) return 'carrier seat';
  return team === EXTRA ? 'seat without a sheet' : 'shipper seat';
};

/** Draws a canary for each id, name and title. */
const drawNames = (commands: readonly RoomCommand[], canaries: Canaries): Names => {
  const names = new Map<string, string>();
  for (const command of commands) {
    if (command.type === 'AddTeam') {
      const { id, name } = command.team;
      const kind = teamKind(id);
      names.set(id, canaries.word(kind, { owner: id, isId: true }));
      names.set(name, canaries.name(kind, { owner: id }));
    }
    if (command.type === 'AddSeat') {
      const { seatId, name, role, teamId } = command;
      const owner = teamId ?? seatId;
      names.set(seatId, canaries.word(seatKind(role, teamId), { owner, isId: true }));
      names.set(name, canaries.name(seatKind(role, teamId), { owner }));
    }
    if (command.type === 'OpenSheet') {
      const { title, shipperTeamId } = command.sheet;
      const kind = shipperTeamId === undefined ? 'common sheet' : 'bilateral sheet';
      names.set(title, canaries.name(kind, { owner: shipperTeamId ?? '' }));
    }
  }
  return names;
};

const extraTeam: readonly RoomCommand[] = [
  { type: 'AddTeam', team: { id: EXTRA, name: 'Extra Freight', side: 'shipper' } },
  { type: 'AddSeat', seatId: 'extra-lead', role: 'lead', teamId: EXTRA, name: 'Elsa Extra' },
];

type Draft = AuctionCommand & { readonly type: 'DraftAuction' };

/** Two lots: in the first there is excess to the end, in the second never. */
const saleDraft = (draft: Draft, canaries: Canaries, information: Partial<Information>): Draft => {
  const { rules, lots } = draft;
  if (rules.format !== 'clock') throw new Error('the demo sale is a clock');
  return {
    ...draft,
    rules: {
      ...rules,
      // A skipped round is no outage.
      outageMs: durationMs(3_600_000),
      information: { ...rules.information, ...information },
      ...{ incrementBp: basisPoints(10_000), activityBp: basisPoints(1) },
      ...{ roundMs: durationMs(ROUND_MS), resumeCountdownMs: durationMs(COUNTDOWN_MS) },
    },
    lots: lots.slice(0, 2).map((lot, place) => ({
      ...lot,
      supplyBlocks: [500_000, 900_000][place] ?? 0,
      openingPriceMills: mills(2_000_000),
      tickMills: mills(1),
    })),
    reservesMills: { q1: mills(canaries.number('hidden reserve', 500_000)) },
  };
};

/** An auction that nobody but those who prepare it may know of. */
const hiddenDraft = ({ lots, rules }: Draft, canaries: Canaries): RoomCommand => ({
  type: 'AddAuction',
  auctionId: canaries.word('draft', { isId: true }),
  command: {
    type: 'DraftAuction',
    rules: { ...rules, title: canaries.name('draft') },
    lots: lots.slice(0, 1).map((lot) => ({ ...lot, name: canaries.name('draft') })),
    reservesMills: {},
  },
});

const points = (teamId: string, canaries: Canaries): RoomCommand => ({
  type: 'Auction',
  auctionId: DEMO_AUCTION_ID,
  command: {
    type: 'SetEligibility',
    teamId,
    points: canaries.number('eligibility', 3_000_000, { owner: teamId }),
  },
});

/** The commands that make the room of a sale. */
export const planSale = (canaries: Canaries, information: Partial<Information>): SalePlan => {
  const demo = demoCommands(SALE_ROOM_ID, 'Sale').flatMap((command): RoomCommand[] => {
    if (command.type === 'AddAuction') {
      const { command: draft } = command;
      return [
        ...extraTeam,
        { ...command, command: saleDraft(draft, canaries, information) },
        points(EXTRA, canaries),
        hiddenDraft(draft, canaries),
      ];
    }
    const inner = command.type === 'Auction' ? command.command : undefined;
    return inner?.type === 'SetEligibility' ? [points(inner.teamId, canaries)] : [command];
  });
  const names = drawNames(demo, canaries);
  // The stream is named by the room, which is no secret.
  if (names.has(DEMO_ROOM_ID)) throw new Error('the room must keep its name');
  return {
    commands: renamed(demo, names) as RoomCommand[],
    members: demo.flatMap((command) =>
      command.type === 'AddSeat'
        ? [{ key: command.seatId, role: command.role, team: command.teamId }]
        : [],
    ),
    id: (key) => names.get(key) ?? key,
  };
};

/** A member as the table of who sees what knows it. */
export const readerOf = ({ key, role, team }: Member): Reader => {
  if (role !== 'lead' && role !== 'member') return { key, team, role };
  return { key, team, role: team === CARRIER ? 'carrier' : 'shipper' };
};
