// Everybody who takes part in the course of kills: who sits where, what each does, and how they come in by the links
// that the first start prints.

import { Bidder } from './bidder.ts';
import type { Deeds } from './deeds.ts';
import { Moderator } from './moderator.ts';
import type { SeatToken } from './seat-line.ts';
import { SeatLine } from './seat-line.ts';
import { Typist } from './typist.ts';
import { eventually } from '../support/patience.ts';
import type { Random } from '../../shared/kernel/random.ts';

const TEAMS = ['northwind', 'harbor', 'cascade'] as const;
const LINES = [
  ...['moderator', 'usps-lead', 'regulator', 'public'],
  ...TEAMS.map((team) => `${team}-lead`),
];

export interface Cast {
  readonly moderator: Moderator;
  readonly bidders: readonly Bidder[];
  readonly typists: readonly Typist[];
  readonly lines: readonly SeatLine[];
}

/** Exchanges the printed links for sessions, as a bot does. */
const joinAll = async (
  origin: string,
  links: readonly string[],
): Promise<ReadonlyMap<string, SeatToken>> => {
  const seats = new Map<string, SeatToken>();
  for (const link of links) {
    const answer = await fetch(`${origin}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ token: link.split('#')[1], form: 'token' }),
    });
    const seat = (await answer.json()) as SeatToken;
    seats.set(seat.seatId, seat);
  }
  return seats;
};

/** The sheet between the carrier and a team, or the common one. */
const sheetOf = (line: SeatLine, team: string | undefined): string => {
  const sheets = Object.values(line.roomView()?.sheets ?? {});
  const name = line.roomView()?.teams[team ?? '']?.name;
  const found = sheets.find(({ kind, title }) =>
    name === undefined ? kind === 'common' : kind === 'bilateral' && title.includes(name),
  );
  if (!found) throw new Error(`no sheet for ${team ?? 'all'}`);
  return found.id;
};

export const gather = async (
  origin: string,
  links: readonly string[],
  { random, deeds }: { readonly random: Random; readonly deeds: Deeds },
): Promise<Cast> => {
  const seats = await joinAll(origin, links);
  const seat = (seatId: string): SeatToken => {
    const found = seats.get(seatId);
    if (!found) throw new Error(`no link for ${seatId}`);
    return found;
  };
  const lines = LINES.map((seatId) => new SeatLine(origin, seat(seatId), deeds));
  const line = (seatId: string): SeatLine => {
    const found = lines.find((other) => other.seatId === seatId);
    if (!found) throw new Error(`no line for ${seatId}`);
    return found;
  };
  const moderator = new Moderator(line('moderator'));
  await eventually(() => lines.every(({ isLive }) => isLive), 'all lines are live');
  const sheets = TEAMS.map((team) => ({ team, sheetId: sheetOf(line('moderator'), team) }));
  for (const { team, sheetId } of sheets) {
    for (const seatId of [`${team}-lead`, 'usps-lead', 'regulator']) line(seatId).watch(sheetId);
  }
  const bidders = sheets.map(
    ({ team: teamId, sheetId }) =>
      new Bidder({ line: line(`${teamId}-lead`), teamId, sheetId, random: random.fork(), deeds }),
  );
  const typist = (seatId: string, sheetId: string, name: string): Typist =>
    new Typist({ origin, seat: seat(seatId), sheetId, name, random: random.fork(), deeds });
  const common = sheetOf(line('moderator'), undefined);
  const typists = [
    ...sheets.flatMap(({ team, sheetId }) => [
      typist(`${team}-member`, sheetId, team),
      typist('usps-member', sheetId, `usps${team}`),
    ]),
    typist('usps-lead', common, 'lead'),
    typist('moderator', common, 'moderator'),
  ];
  return { moderator, bidders, typists, lines };
};
