// How following the record is told: a shape, a word, and what it means. And when there may be a new seal.

import type { RoomView } from '../../shared/room/view-types.ts';
import type { FollowState } from '../state/record-follower.svelte.ts';

export interface FollowWords {
  readonly tone: 'agreed' | 'warn' | 'stop' | 'soft';
  readonly shape: string;
  readonly word: string;
  readonly meaning: string;
}

const WORDS: Readonly<Record<FollowState, FollowWords>> = {
  following: {
    tone: 'soft',
    shape: '○',
    word: 'Record',
    meaning: 'The record is being looked at.',
  },
  followed: {
    tone: 'agreed',
    shape: '✓',
    word: 'Record followed',
    meaning:
      'Every seal follows from the one before, the last one this browser saw is among them, and the server signed for it.',
  },
  'cannot-check': {
    tone: 'warn',
    shape: '○',
    word: 'Record not checked',
    meaning:
      'Every seal follows from the one before; signatures cannot be checked in this browser.',
  },
  broken: {
    tone: 'stop',
    shape: '■',
    word: 'Record does not hold',
    meaning:
      'What the server says now does not go on from what it said before. Download your bundle and tell the moderator.',
  },
};

export const followWords = (state: FollowState): FollowWords => WORDS[state];

/** Lines that come with bids and end no segment of the record. */
const OF_COURSE = new Set([
  'auction/lead-moved',
  'auction/close-moved',
  'auction/clock-stopped',
  'auction/rules-accepted',
  'auction/eligibility-set',
  'auction/team-excluded',
  'auction/drafted',
]);

/** A text that changes whenever something everybody sees has happened. */
export const toldKey = ({ feed, messages }: RoomView): string => {
  const told = Object.entries(feed).filter(
    ([, { kind, code }]) => kind === 'auction' && !OF_COURSE.has(code),
  );
  const said = Object.entries(messages).filter(
    ([, { to, fromSide }]) => to.kind === 'table' && fromSide === 'moderator',
  );
  return `${told.at(-1)?.[0] ?? ''} ${said.at(-1)?.[0] ?? ''}`;
};
