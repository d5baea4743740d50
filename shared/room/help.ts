// Trouble: problems that teams tell the moderator, and evidence of their lines, so that a claim of a glitch can be
// checked later (rules HLP1 to HLP5). Of the team that has it, the moderator and the regulator; never of a rival.

import type { DecideContext, Decision, EventContext } from '../kernel/decider.ts';
import type { TeamId } from '../kernel/ids.ts';
import type { HelpCommand, HelpEvent, Problem } from './help-types.ts';
import type { FeedItem, ProblemView, RoomView, Viewer } from './view-types.ts';
import type { RoomEvent, RoomState } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { hashOf } from '../kernel/hash.ts';
import { reject } from '../kernel/rejection.ts';
import { hasEnded } from '../auction/view.ts';

type Deciding = Decision<RoomEvent>;
type Command<Type extends HelpCommand['type']> = HelpCommand & { readonly type: Type };

/** Problems of one team that can wait for the moderator at a time. */
export const MAX_OPEN_PROBLEMS = 10;
/** Problems of one team that are kept beside the record; the oldest that were answered go first. */
export const KEPT_PROBLEMS = 40;
const ID_DIGITS = 16;

const ofTeam = ({ problems }: RoomState, teamId: TeamId): readonly (readonly [string, Problem])[] =>
  Object.entries(problems).filter(([, problem]) => problem.teamId === teamId);

/** A problem, told by a seat of a team (HLP1). */
export const reportProblem = (
  room: RoomState,
  { text }: Command<'ReportProblem'>,
  { by, id }: DecideContext,
): Deciding => {
  const teamId = by.kind === 'seat' ? (room.seats[by.seatId]?.teamId ?? null) : null;
  if (teamId === null) return refuse(reject('seat/not-allowed', { action: 'report-problem' }));
  const open = ofTeam(room, teamId).filter(([, { answer }]) => answer === undefined);
  if (open.length >= MAX_OPEN_PROBLEMS) {
    return refuse(reject('problem/too-many', { maximum: MAX_OPEN_PROBLEMS }));
  }
  // Not the command's id, which is its author's alone.
  const problemId = hashOf({ problem: id }).slice(0, ID_DIGITS);
  return accept<RoomEvent>({
    type: 'ProblemReported',
    problemId,
    teamId,
    ...(text !== undefined && { text }),
  });
};

/** The moderator's word on it, with which it is no alarm any more (HLP2). */
export const answerProblem = (
  { problems }: RoomState,
  { problemId, word }: Command<'AnswerProblem'>,
): Deciding => {
  const problem = problems[problemId];
  if (!problem) return refuse(reject('problem/unknown'));
  if (problem.answer) return refuse(reject('problem/answered', { word: problem.answer.word }));
  return accept<RoomEvent>({ type: 'ProblemAnswered', problemId, teamId: problem.teamId, word });
};

/** What is known of lines at a moment that may matter later; seats of no team and revoked ones are passed over (HLP4). */
export const noteLines = (
  { seats }: RoomState,
  { occasion, auctionIds, lines }: Command<'NoteLines'>,
): Deciding =>
  accept<RoomEvent>(
    ...lines.flatMap((facts): readonly RoomEvent[] => {
      const seat = seats[facts.seatId];
      if (!seat || seat.isRevoked || seat.teamId === null) return [];
      const rounds = auctionIds && { auctionIds };
      return [{ type: 'LineNoted', teamId: seat.teamId, occasion, ...rounds, ...facts }];
    }),
  );

/** Problems after one more event. */
export const evolveHelp = (
  room: RoomState,
  event: HelpEvent,
  { at, by }: EventContext,
): RoomState => {
  switch (event.type) {
    case 'ProblemReported': {
      const { problemId, teamId, text } = event;
      const own = ofTeam(room, teamId);
      const oldest = own.length >= KEPT_PROBLEMS ? own.find(([, { answer }]) => answer)?.[0] : '';
      const kept = Object.entries(room.problems).filter(([id]) => id !== oldest);
      const seatId = by.kind === 'seat' ? by.seatId : null;
      const problem = { teamId, seatId, atMs: at, ...(text !== undefined && { text }) };
      return { ...room, problems: { ...Object.fromEntries(kept), [problemId]: problem } };
    }
    case 'ProblemAnswered': {
      const before = room.problems[event.problemId];
      if (!before) return room;
      const answered = { ...before, answer: { atMs: at, word: event.word } };
      return { ...room, problems: { ...room.problems, [event.problemId]: answered } };
    }
    case 'LineNoted':
      return room;
  }
};

const isOwn = (viewer: Viewer, teamId: TeamId): boolean =>
  viewer.kind === 'team' && viewer.teamId === teamId;

/**
 * Whether a viewer reads of a team's trouble: itself and the moderator at once; the regulator of problems at once, of
 * lines once an auction of the room has ended (HLP1, HLP5).
 */
export const mayReadHelp = (room: RoomState, viewer: Viewer, event: HelpEvent): boolean => {
  if (isOwn(viewer, event.teamId) || viewer.kind === 'moderator') return true;
  if (viewer.kind !== 'regulator') return false;
  return event.type !== 'LineNoted' || Object.values(room.auctions).some(hasEnded);
};

/** How the feed tells it; lines that are noted at the close of a round are in the record alone. */
export const helpLine = (
  room: RoomState,
  event: HelpEvent,
  bySeatId: string | null,
): Omit<FeedItem, 'atMs'> | undefined => {
  const team = room.teams[event.teamId]?.name ?? event.teamId;
  const seat = (id: string | null): string => (id === null ? team : (room.seats[id]?.name ?? id));
  switch (event.type) {
    case 'ProblemReported': {
      const text = event.text !== undefined && { text: event.text };
      const params = { team, seat: seat(bySeatId), ...text };
      return { kind: 'help', code: 'problem/reported', params };
    }
    case 'ProblemAnswered':
      return { kind: 'help', code: 'problem/answered', params: { team, word: event.word } };
    case 'LineNoted': {
      if (event.occasion === 'round-closed') return undefined;
      const { state, missed, roundTripMs, clockErrorMs, heartbeatAtMs } = event;
      const params = {
        ...{ team, seat: seat(event.seatId), state, missed, occasion: event.occasion },
        ...(roundTripMs !== undefined && { roundTripMs }),
        ...(clockErrorMs !== undefined && { clockErrorMs }),
        ...(heartbeatAtMs !== undefined && { heartbeatAtMs }),
      };
      return { kind: 'help', code: 'line/noted', params };
    }
  }
};

/** Problems as a viewer may see them (HLP1); nothing where it may see none. */
export const problemsView = (room: RoomState, viewer: Viewer): Pick<RoomView, 'problems'> => {
  const seen = Object.entries(room.problems).filter(
    ([, { teamId }]) =>
      isOwn(viewer, teamId) || viewer.kind === 'moderator' || viewer.kind === 'regulator',
  );
  if (seen.length === 0) return {};
  const views = seen.map(([id, { teamId, seatId, atMs, text, answer }]): [string, ProblemView] => [
    id,
    {
      ...{ atMs, team: room.teams[teamId]?.name ?? teamId },
      ...(seatId !== null && { seat: room.seats[seatId]?.name ?? seatId }),
      ...(text !== undefined && { text }),
      ...(answer && { answer }),
    },
  ]);
  return { problems: Object.fromEntries(views) };
};
