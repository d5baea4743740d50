// When a connection hears who is here: by its own watching, and when its own list changes. Somebody hidden makes no frame.

import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../server/config.ts';
import { RoomPeople } from '../../server/gateway/room-people.ts';
import type { ParleySocket } from '../../server/gateway/socket-session.ts';
import { DemoRoom } from '../support/demo-room.ts';
import { VirtualTime } from '../support/virtual-time.ts';

interface Frame {
  readonly event: string;
  readonly message: unknown;
}

/** People of the demo room, each with the frames that one connection was sent. */
class Lobby {
  readonly time = new VirtualTime();
  readonly #room = new DemoRoom();
  readonly #people = new RoomPeople({
    timers: this.time,
    nowMs: () => this.time.now(),
    room: () => this.#room.state,
    limits: LIMITS,
  });

  /** Comes in; `watch` is called when the page asks for the room. */
  enter(seatId: string): { frames: Frame[]; watch: () => void; leave: () => void } {
    const frames: Frame[] = [];
    const emit = (event: string, message: unknown): void => {
      frames.push({ event, message });
    };
    const socket = { emit } as unknown as ParleySocket;
    this.#people.entered(socket, { roomId: 'usps-2026', seatId, grantId: 'g' });
    return {
      frames,
      watch: () => {
        this.#people.joined(socket, 'room/usps-2026/x');
      },
      leave: () => {
        this.#people.left(socket);
      },
    };
  }

  report(seatId: string): void {
    this.#people.reported(seatId, { roundTripMs: 1, clockErrorMs: 1 });
  }
}

const NEWS_MS = 200;

describe('who hears of whom', () => {
  it('[WALL3] one who watches late, or comes back, hears nothing when rivals come, report their line and go', async () => {
    const lobby = new Lobby();
    const carrier = lobby.enter('usps-lead');
    carrier.watch();
    const first = lobby.enter('northwind-lead');
    first.watch();
    await lobby.time.advance(NEWS_MS);
    first.leave();
    carrier.leave();
    await lobby.time.advance(NEWS_MS);
    // What the team was told last is old by now, and the tick of its own coming passes unused.
    const late = lobby.enter('northwind-lead');
    await lobby.time.advance(2 * NEWS_MS);
    late.watch();
    expect(late.frames).toEqual([{ event: 'presence', message: { online: ['northwind-lead'] } }]);
    const rival = lobby.enter('harbor-lead');
    rival.watch();
    lobby.report('harbor-lead');
    await lobby.time.advance(NEWS_MS);
    rival.leave();
    await lobby.time.advance(NEWS_MS);
    expect(late.frames).toHaveLength(1);
  });

  it('[WALL3] a change of its own list is told once to each connection, on the common tick', async () => {
    const lobby = new Lobby();
    const pages = [lobby.enter('northwind-lead'), lobby.enter('northwind-member')];
    for (const page of pages) page.watch();
    await lobby.time.advance(NEWS_MS);
    // One page comes between the change and the tick: it knows already, the others must still be told.
    const carrier = lobby.enter('usps-lead');
    const third = lobby.enter('northwind-lead');
    third.watch();
    const before = pages.map(({ frames }) => frames.length);
    await lobby.time.advance(NEWS_MS);
    const online = ['northwind-lead', 'northwind-member', 'usps-lead'];
    expect(pages.map(({ frames }) => frames.at(-1)?.message)).toEqual([{ online }, { online }]);
    expect(pages.map(({ frames }, index) => frames.length - (before[index] ?? 0))).toEqual([1, 1]);
    expect(third.frames).toEqual([{ event: 'presence', message: { online } }]);
    carrier.leave();
    await lobby.time.advance(NEWS_MS);
    expect(third.frames.at(-1)?.message).toEqual({
      online: ['northwind-lead', 'northwind-member'],
    });
  });
});
