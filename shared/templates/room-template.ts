// A room as a template: its teams without people, its sheets, its auctions with rules and lots. JSON out of a room, JSON
// in to make another. Keeps true: what is taken here makes a room, and a fault has its place in the file.

import { z } from 'zod';
import type { Actor } from '../kernel/decider.ts';
import type { RoomId } from '../kernel/ids.ts';
import type { Template } from '../sheet/types.ts';
import type { RoomCommand, RoomEvent, RoomState } from '../room/types.ts';
import type { AuctionView } from '../room/view-types.ts';
import { withoutTerms } from '../auction/terms.ts';
import { SYSTEM } from '../kernel/decider.ts';
import { formFaults } from '../kernel/form-faults.ts';
import { plainWords } from '../kernel/form-words.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { epochMs } from '../kernel/units.ts';
import { lotSchema, rulesSchema } from '../protocol/format-schemas.ts';
import { MAX_LOTS } from '../protocol/schemas.ts';
import { id, mills, name } from '../protocol/wire-values.ts';
import { roomDecider } from '../room/room.ts';
import { viewRoom } from '../room/view.ts';

const TEMPLATE_FORM = 'parley-room-1';
/** Characters of a template as JSON: as much as a door takes at once. */
export const MAX_TEMPLATE_CHARACTERS = 900_000;
const MAX_TEAMS = 500;
const MAX_SHEETS = 500;
const MAX_AUCTIONS = 20;

/** The form of a template. */
const roomTemplateSchema = z.strictObject({
  form: z.literal(TEMPLATE_FORM),
  name,
  teams: z.array(z.strictObject({ id, name, side: z.enum(['carrier', 'shipper']) })).max(MAX_TEAMS),
  sheets: z
    .array(
      z.strictObject({
        kind: z.enum(['bilateral', 'common']),
        carrierTeamId: id,
        shipperTeamId: id.exactOptional(),
        title: name,
        template: id,
      }),
    )
    .max(MAX_SHEETS),
  auctions: z
    .array(
      z.strictObject({
        id,
        rules: rulesSchema,
        lots: z.array(lotSchema).min(1).max(MAX_LOTS),
        reservesMills: z.record(id, mills),
        /** Points by team, where the format has them. */
        points: z.record(id, z.int().min(0).max(1_000_000_000)),
      }),
    )
    .max(MAX_AUCTIONS),
});

export type RoomTemplate = z.infer<typeof roomTemplateSchema>;

export type TemplateReading =
  | { readonly ok: true; readonly template: RoomTemplate }
  /** Each with its place first: `auctions.1.lots.2.name: …`; places count from 1. */
  | { readonly ok: false; readonly faults: readonly string[] };

interface Step {
  /** Where in the template it comes from. */
  readonly place: string;
  readonly command: RoomCommand;
}

const MODERATOR_SEAT = 'moderator';

/** Templates of sheets that the installation keeps, by id. */
type Known = Readonly<Record<string, Template>>;

const openingOf = (sheet: RoomTemplate['sheets'][number], known: Known): RoomCommand => {
  const copy = Object.hasOwn(known, sheet.template) ? known[sheet.template] : undefined;
  return { type: 'OpenSheet', sheet, ...(copy && { copy }) };
};

interface RoomAsked {
  readonly roomId: RoomId;
  readonly title: string;
  readonly known?: Known;
}

const stepsOf = (
  template: RoomTemplate,
  { roomId, title, known = {} }: RoomAsked,
): readonly Step[] => [
  { place: 'name', command: { type: 'CreateRoom', roomId, title, isDemo: false } },
  {
    place: 'name',
    command: {
      ...{ type: 'AddSeat', seatId: MODERATOR_SEAT, role: 'moderator' },
      ...{ teamId: null, name: 'Moderator' },
    },
  },
  ...template.teams.map((team, at): Step => ({
    place: `teams.${String(at + 1)}`,
    command: { type: 'AddTeam', team },
  })),
  ...template.sheets.map((sheet, at): Step => ({
    place: `sheets.${String(at + 1)}`,
    command: openingOf(sheet, known),
  })),
  ...template.auctions.flatMap(({ id: auctionId, rules, lots, reservesMills, points }, at) => {
    const place = `auctions.${String(at + 1)}`;
    const draft = { type: 'DraftAuction', rules, lots, reservesMills } as const;
    return [
      { place, command: { type: 'AddAuction', auctionId, command: draft } } satisfies Step,
      ...Object.entries(points).map(([teamId, of]): Step => ({
        place: `${place}.points.${teamId}`,
        command: {
          ...{ type: 'Auction', auctionId },
          command: { type: 'SetEligibility', teamId, points: of },
        },
      })),
    ];
  }),
];

/** The commands that make a room from a template, in order; its auctions are drafts. */
export const templateCommands = (
  template: RoomTemplate,
  asked: RoomAsked,
): readonly RoomCommand[] => stepsOf(template, asked).map(({ command }) => command);

const numbersIn = (rejection: object): string => {
  const numbers = Object.entries(rejection).filter(([key]) => key !== 'code');
  return numbers.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(numbers))}`;
};

/** What a room would refuse of a template, with its place; undefined when it makes a room. */
const firstRefusal = (template: RoomTemplate, known: Known): string | undefined => {
  let room: RoomState = roomDecider.initial;
  const by: Actor = SYSTEM;
  const steps = stepsOf(template, { roomId: 'tried', title: template.name, known });
  for (const [at, { place, command }] of steps.entries()) {
    const entropy = (): string => sha256Hex(String(at));
    const context = { by, id: `step-${String(at)}`, at: epochMs(at + 1) };
    const decision = roomDecider.decide(room, command, {
      ...context,
      entropy,
      clauseHash: () => undefined,
    });
    if (!decision.ok) {
      return `${place}: ${decision.rejection.code}${numbersIn(decision.rejection)}`;
    }
    const events: readonly RoomEvent[] = decision.events;
    for (const event of events) room = roomDecider.evolve(room, event, context);
  }
  return undefined;
};

/** Reads a template from parsed JSON: its form first, then whether it makes a room. */
export const readRoomTemplate = (value: unknown, known: Known = {}): TemplateReading => {
  const read = roomTemplateSchema.safeParse(value, plainWords);
  if (!read.success) return { ok: false, faults: formFaults(value, read.error.issues) };
  const refused = firstRefusal(read.data, known);
  return refused === undefined
    ? { ok: true, template: read.data }
    : { ok: false, faults: [refused] };
};

const auctionOf = (auction: AuctionView): RoomTemplate['auctions'][number] => {
  const lots = Object.values(auction.lots).sort((a, b) => a.order - b.order);
  return {
    id: auction.id,
    rules: withoutTerms(auction.rules) as RoomTemplate['auctions'][number]['rules'],
    // What only a view says of a lot is no part of it.
    lots: lots.map((lot) =>
      Object.fromEntries(
        Object.entries(lot).filter(([key]) => key !== 'order' && key !== 'reserveMills'),
      ),
    ) as unknown as RoomTemplate['auctions'][number]['lots'],
    reservesMills: Object.fromEntries(
      lots.flatMap(({ id: lotId, reserveMills }) =>
        reserveMills === undefined ? [] : [[lotId, mills.parse(reserveMills)]],
      ),
    ),
    points: Object.fromEntries(
      Object.entries(auction.bidders ?? {}).flatMap(([teamId, bidder]) => {
        const points = 'initialEligibility' in bidder ? (bidder.initialEligibility ?? 0) : 0;
        return points > 0 ? [[teamId, points]] : [];
      }),
    ),
  };
};

/**
 * The template of a room, as its moderator sees it: no seats, no people, no text, no bids, and a hidden reserve only
 * where the rules show it to the moderator.
 */
export const templateOf = (room: RoomState, templateName: string): RoomTemplate => {
  const view = viewRoom(room, { kind: 'moderator' });
  return {
    form: TEMPLATE_FORM,
    name: templateName,
    teams: Object.values(room.teams).map(({ id: teamId, name: of, side }) => ({
      ...{ id: teamId, name: of, side },
    })),
    sheets: Object.values(room.sheets).map(
      ({ kind, carrierTeamId, shipperTeamId, title, template }) => ({
        ...{ kind, carrierTeamId, title, template },
        ...(shipperTeamId !== undefined && { shipperTeamId }),
      }),
    ),
    auctions: Object.values(view.auctions).map(auctionOf),
  };
};
