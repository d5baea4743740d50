// The page's line over a socket that only moves when a test says so.

import { describe, expect, it } from 'vitest';
import { Connection } from '../../client/net/connection.ts';
import type { ConnectionState } from '../../client/net/connection.ts';
import type { Wire } from '../../client/net/wire.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Topic } from '../../shared/protocol/messages.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { VirtualTime, atRest } from '../support/virtual-time.ts';

type Reply = (result: unknown) => void;
interface Sent {
  readonly event: string;
  readonly message: Record<string, unknown>;
  readonly reply: Reply;
}

/** A Socket.IO socket by hand: what is sent is kept, what is unanswered dies with the connection. */
class FakeSocket {
  connected = false;
  active = false;
  sent: Sent[] = [];
  connects = 0;
  readonly #handlers = new Map<string, (payload?: unknown) => void>();

  on(event: string, handler: (payload?: unknown) => void): this {
    this.#handlers.set(event, handler);
    return this;
  }

  emit(event: string, ...rest: unknown[]): this {
    const last = rest.at(-1);
    const reply = typeof last === 'function' ? (last as Reply) : () => undefined;
    const message = typeof rest[0] === 'object' ? (rest[0] as Record<string, unknown>) : {};
    this.sent.push({ event, message, reply });
    return this;
  }

  connect(): this {
    this.active = true;
    this.connects += 1;
    return this;
  }

  disconnect(): this {
    this.active = false;
    this.#lose('io client disconnect');
    return this;
  }

  open(): void {
    this.connected = true;
    this.fire('connect');
  }

  /** The network or the server ends the connection; Socket.IO goes on trying unless the server said so. */
  drop(reason = 'transport close'): void {
    if (reason === 'io server disconnect') this.active = false;
    this.#lose(reason);
  }

  fire(event: string, payload?: unknown): void {
    this.#handlers.get(event)?.(payload);
  }

  of(event: string): Sent[] {
    return this.sent.filter((sent) => sent.event === event);
  }

  last(event: string): Sent {
    const sent = this.of(event).at(-1);
    if (!sent) throw new Error(`no ${event} was sent`);
    return sent;
  }

  #lose(reason: string): void {
    this.sent = this.sent.map((sent) => ({ ...sent, reply: () => undefined }));
    if (!this.connected) return;
    this.connected = false;
    this.fire('disconnect', reason);
  }
}

const ROOM: Topic = { kind: 'room', id: 'usps-2026' };
const COMMAND: SeatRoomCommand = { type: 'PostMessage', to: { kind: 'table' }, text: 'Good day' };

const given = () => {
  const socket = new FakeSocket();
  const time = new VirtualTime();
  const states: ConnectionState[] = [];
  const views: unknown[] = [];
  let ids = 0;
  const connection = new Connection({
    wire: socket as unknown as Wire,
    roomId: 'usps-2026',
    ambient: {
      localNowMs: () => time.now(),
      after: (waitMs, action) => time.after(durationMs(waitMs), action),
      newCommandId: () => `command-${String((ids += 1))}`,
    },
    listener: {
      state: (state) => states.push(state),
      view: (_topic, view) => views.push(view),
      topicRefused: () => undefined,
      presence: () => undefined,
      lines: () => undefined,
      measured: () => undefined,
    },
  });
  const answerWatch = (tag: string, view?: unknown): void => {
    socket.last('watch').reply({ ok: true, value: { tag, ...(view !== undefined && { view }) } });
  };
  const live = (): void => {
    socket.open();
    answerWatch('t1', { title: 'Room', round: 1 });
  };
  return { socket, time, states, views, connection, answerWatch, live };
};

const later: ProtocolError = {
  code: 'protocol/unavailable',
  message: 'Busy.',
  retry: 'later',
  afterMs: 500,
};

describe('[UI2] a command counts exactly once, over any number of reconnects', () => {
  it('is sent again with the same id until it is answered, and never after', async () => {
    const { socket, connection, live } = given();
    live();
    const outcome = connection.submit(ROOM, COMMAND);
    socket.drop();
    socket.open();
    socket.drop();
    socket.open();
    expect(socket.of('command').map(({ message }) => message['id'])).toEqual([
      'command-1',
      'command-1',
      'command-1',
    ]);
    socket.last('command').reply({ ok: true, value: { ok: true } });
    expect(await outcome).toEqual({ ok: true, value: { ok: true } });
    socket.drop();
    socket.open();
    expect(socket.of('command')).toHaveLength(3);
  });

  it('waits for the line when it is given without one, and keeps the order', () => {
    const { socket, connection } = given();
    void connection.submit(ROOM, COMMAND);
    void connection.submit(ROOM, COMMAND);
    expect(socket.of('command')).toEqual([]);
    socket.open();
    expect(socket.of('command').map(({ message }) => message['id'])).toEqual([
      'command-1',
      'command-2',
    ]);
  });

  it('is offered again when the server cannot take it just now, at last told to the page', async () => {
    const { socket, time, connection, live } = given();
    live();
    const outcome = connection.submit(ROOM, COMMAND);
    for (let offer = 1; offer <= 4; offer += 1) {
      expect(socket.of('command')).toHaveLength(offer);
      socket.last('command').reply({ ok: false, error: later });
      await time.advance(500);
    }
    expect(await outcome).toEqual({ ok: false, error: later });
    expect(new Set(socket.of('command').map(({ message }) => message['id'])).size).toBe(1);
  });

  it('is sent again when no answer comes on a line that stands', async () => {
    const { socket, time, connection, live } = given();
    live();
    const outcome = connection.submit(ROOM, COMMAND);
    await time.advance(5_000);
    expect(socket.of('command').map(({ message }) => message['id'])).toEqual([
      'command-1',
      'command-1',
    ]);
    for (const { reply } of socket.of('command')) reply({ ok: true, value: { ok: true } });
    expect(await outcome).toEqual({ ok: true, value: { ok: true } });
    await time.advance(4_000);
    expect(socket.of('command')).toHaveLength(2);
  });

  it('is answered with the reason when the seat is revoked', async () => {
    const { socket, states, connection, live } = given();
    live();
    const outcome = connection.submit(ROOM, COMMAND);
    socket.fire('notice', { code: 'revoked' });
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'auth/revoked' } });
    expect(await connection.submit(ROOM, COMMAND)).toMatchObject({ ok: false });
    expect(states).toEqual(['live', 'revoked']);
    expect(socket.active).toBe(false);
  });
});

describe('[UI3] a view is patched only from the tag it has', () => {
  it('applies a delta that fits and shares what did not change', () => {
    const { socket, views, live } = given();
    live();
    socket.fire('delta', { topic: ROOM, from: 't1', to: 't2', patch: { round: 2 } });
    expect(views).toEqual([
      { title: 'Room', round: 1 },
      { title: 'Room', round: 2 },
    ]);
  });

  it('asks for the whole view once when a delta does not fit', () => {
    const { socket, views, live, answerWatch } = given();
    live();
    socket.fire('delta', { topic: ROOM, from: 't2', to: 't3', patch: { round: 3 } });
    socket.fire('delta', { topic: ROOM, from: 't3', to: 't4', patch: { round: 4 } });
    expect(socket.of('watch').map(({ message }) => message)).toEqual([
      { topic: ROOM },
      { topic: ROOM },
    ]);
    answerWatch('t4', { title: 'Room', round: 4 });
    socket.fire('delta', { topic: ROOM, from: 't4', to: 't5', patch: { round: 5 } });
    expect(views.at(-1)).toEqual({ title: 'Room', round: 5 });
  });

  it('asks again when no answer comes, and takes only the answer to the latest question', async () => {
    const { socket, time, views } = given();
    socket.open();
    await time.advance(3_000);
    const [first, second] = socket.of('watch');
    second?.reply({ ok: true, value: { tag: 't2', view: { round: 2 } } });
    first?.reply({ ok: true, value: { tag: 't1', view: { round: 1 } } });
    await time.advance(3_000);
    expect(views).toEqual([{ round: 2 }]);
    expect(socket.of('watch')).toHaveLength(2);
  });

  it('resumes with its tag after a reconnect', () => {
    const { socket, views, live, answerWatch } = given();
    live();
    socket.drop();
    socket.open();
    expect(socket.last('watch').message).toEqual({ topic: ROOM, tag: 't1' });
    answerWatch('t1');
    expect(views).toHaveLength(1);
  });
});

describe('[UI4] the page knows how its line stands', () => {
  it('is live only when the room’s view is current', () => {
    const { socket, states, answerWatch } = given();
    socket.open();
    expect(states).toEqual([]);
    answerWatch('t1', { title: 'Room' });
    socket.drop();
    socket.open();
    expect(states).toEqual(['live', 'reconnecting']);
    answerWatch('t1');
    expect(states).toEqual(['live', 'reconnecting', 'live']);
  });

  it('two missed heartbeats end a line that nobody closed', async () => {
    const { socket, time, states, live } = given();
    live();
    await time.advance(4_000);
    for (const { reply } of socket.of('clock')) reply({ ok: true, value: { serverMs: 1 } });
    const connects = socket.connects;
    await time.advance(16_000);
    expect(states).toEqual(['live', 'reconnecting']);
    expect(socket.connects).toBe(connects + 1);
  });

  it('comes back after the time the server asked for when it goes down', async () => {
    const { socket, time, states, live, answerWatch } = given();
    live();
    socket.fire('notice', { code: 'going-down', afterMs: 3_000 });
    socket.drop('io server disconnect');
    const connects = socket.connects;
    await time.advance(2_999);
    expect(socket.connects).toBe(connects);
    await time.advance(1);
    expect(socket.connects).toBe(connects + 1);
    socket.open();
    answerWatch('t1');
    expect(states).toEqual(['live', 'going-down', 'live']);
  });

  it('[DRN3] goes over by itself when the server has named the time, with what is unanswered', async () => {
    const { socket, time, states, live, connection, answerWatch } = given();
    live();
    socket.fire('notice', { code: 'going-down', afterMs: 400 });
    const outcome = connection.submit(ROOM, COMMAND);
    const connects = socket.connects;
    await time.advance(399);
    expect([socket.connected, socket.of('command').length]).toEqual([true, 1]);
    await time.advance(1);
    expect([socket.connected, socket.connects]).toEqual([false, connects + 1]);
    socket.open();
    answerWatch('t1');
    expect(socket.of('command').map(({ message }) => message['id'])).toEqual([
      'command-1',
      'command-1',
    ]);
    socket.last('command').reply({ ok: true, value: { ok: true } });
    expect(await outcome).toMatchObject({ ok: true });
    await time.advance(1_000);
    expect([socket.connects, states]).toEqual([connects + 1, ['live', 'going-down', 'live']]);
  });

  it('[DRN3] does not go over a second time when the server was faster', async () => {
    const { socket, time, live, answerWatch } = given();
    live();
    socket.fire('notice', { code: 'going-down', afterMs: 400 });
    await time.advance(100);
    socket.drop();
    socket.open();
    answerWatch('t1');
    const connects = socket.connects;
    await time.advance(400);
    expect([socket.connected, socket.connects]).toEqual([true, connects]);
  });

  it('stops for good when the server refuses the seat, and waits when it says later', async () => {
    const { socket, time, states } = given();
    socket.active = false;
    socket.fire('connect_error', Object.assign(new Error('busy'), { data: later }));
    await time.advance(1_000);
    expect(socket.connects).toBe(2);
    const denied = { code: 'auth/denied', message: 'No.', retry: 'never' };
    socket.active = false;
    socket.fire('connect_error', Object.assign(new Error('no'), { data: denied }));
    await time.advance(60_000);
    expect(socket.connects).toBe(2);
    expect(states).toEqual(['refused']);
  });
});

describe('[UI1] the clock on the page is the server’s, with its measured error', () => {
  it('is probed five times after a connect and every five seconds from then on', async () => {
    const { socket, time, connection, live } = given();
    live();
    await time.advance(1_000);
    expect(socket.of('clock')).toHaveLength(5);
    const sentMs = time.now();
    socket.last('clock').reply({ ok: true, value: { serverMs: sentMs + 250 } });
    expect(connection.clock.isCertain).toBe(true);
    await time.advance(4_000);
    expect(socket.of('clock')).toHaveLength(6);
  });

  it('reports what it measured after the first probes and every ten seconds, and nothing before it measured', async () => {
    const { socket, time, live } = given();
    live();
    await time.advance(200);
    socket.last('clock').reply({ ok: true, value: { serverMs: time.now() } });
    await atRest();
    const measured = { roundTripMs: 0, clockErrorMs: 0 };
    await time.advance(800);
    expect(socket.of('line').map(({ message }) => message)).toEqual([measured]);
    await time.advance(9_000);
    expect(socket.of('line').map(({ message }) => message)).toEqual([measured, measured]);
  });
});
