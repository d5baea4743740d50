// The stream of one session, purely: what it holds, and that a signed-out one stays so.

import { describe, expect, it } from 'vitest';
import { seatKey, sessionDecider } from '../../shared/access/session.ts';
import type { SessionCommand } from '../../shared/access/types.ts';
import { ADMIN, Stream, seat } from '../support/stream.ts';

const hold = (seatId: string, grantId = 'g1'): SessionCommand => ({
  type: 'HoldSeat',
  roomId: 'room',
  seatId,
  grantId,
});

const COMMANDS: readonly SessionCommand[] = [
  hold('lead'),
  { type: 'BecomeAdmin', secretHash: 'h' },
  { type: 'SignOut' },
  { type: 'TickSession' },
];

describe('[ACC1] commands on a session come from the server alone', () => {
  it.each(COMMANDS)(
    '$type from a seat or the administrator is refused and leaves no trace',
    (command) => {
      const session = new Stream(sessionDecider);
      for (const by of [seat('lead'), ADMIN]) {
        const decision = session.give(command, by);
        expect(decision).toEqual({
          ok: false,
          rejection: { code: 'session/not-allowed' },
          events: [],
        });
      }
      expect(session.state).toEqual(sessionDecider.initial);
    },
  );
});

describe('[ACC2] what a session holds', () => {
  it('several seats, in several rooms, each by its grant', () => {
    const session = new Stream(sessionDecider);
    session.must(hold('lead', 'g1'));
    session.must({ ...hold('lead', 'g2'), roomId: 'other' } as SessionCommand);
    expect(Object.keys(session.state.seats)).toEqual(['room/lead', 'other/lead']);
    expect(session.state.seats[seatKey('other', 'lead')]?.grantId).toBe('g2');
    expect([session.state.exists, session.state.isAdmin]).toEqual([true, false]);
  });

  it('a seat taken again is held by the newer grant', () => {
    const session = new Stream(sessionDecider);
    session.must(hold('lead', 'g1'));
    session.must(hold('lead', 'g2'));
    expect(session.state.seats).toEqual({
      'room/lead': { roomId: 'room', seatId: 'lead', grantId: 'g2' },
    });
  });

  it('ids of rooms and seats cannot be put together to another seat’s key', () => {
    const keys = [
      seatKey('a', 'b.c'),
      seatKey('a.b', 'c'),
      seatKey('a-b', 'c'),
      seatKey('a', 'b-c'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('[ACC5] signing out', () => {
  it('takes seats and the administrator’s rights for good', () => {
    const session = new Stream(sessionDecider);
    session.must(hold('lead'));
    session.must({ type: 'BecomeAdmin', secretHash: 'h' });
    session.must({ type: 'SignOut' });
    const ended = { exists: true, isAdmin: false, isSignedOut: true, seats: {} };
    expect(session.state).toEqual(ended);
    for (const command of [
      hold('lead'),
      { type: 'BecomeAdmin', secretHash: 'h' },
      { type: 'SignOut' },
    ] as const) {
      expect(session.refusalOf(command)).toBe('session/signed-out');
    }
    session.must({ type: 'TickSession' });
    expect(session.state).toEqual(ended);
  });
});
