// Who is in a room through other nodes: seen by those who may, forgotten when their node ends or dies, and counted where
// a seat has a limit.

import { describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { FORGOTTEN_MS, openElsewhere } from '../../server/gateway/elsewhere.ts';
import { RoomPeople } from '../../server/gateway/room-people.ts';
import type { ParleySocket } from '../../server/gateway/socket-session.ts';
import type { Bus } from '../../server/ports.ts';
import { seededChance } from '../support/fakes.ts';
import { DemoRoom } from '../support/demo-room.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const LIMITS = { commandsPerSecond: 10, commandBurst: 8 };
const TOPIC = 'people:usps-2026';
/** Two ticks of the common grid: to tell another node, and to be told by it. */
const NEWS_MS = 400;

/** One bus for all nodes, each of which can be cut off from it. */
class Wire {
  readonly inner = createLocalBus();
  readonly sent: string[] = [];

  node(): { bus: Bus; link: { isUp: boolean }; gap: () => void } {
    const link = { isUp: true };
    const gaps = new Set<(stream?: string) => void>();
    const bus: Bus = {
      ...this.inner,
      isShared: true,
      signal: (topic, payload) => {
        if (!link.isUp) return;
        this.sent.push(new TextDecoder().decode(payload));
        this.inner.signal(topic, payload);
      },
      onSignal: (topic, listener) =>
        this.inner.onSignal(topic, (payload) => {
          if (link.isUp) listener(payload);
        }),
      onGap: (listener) => {
        gaps.add(listener);
        return () => gaps.delete(listener);
      },
    };
    const gap = (): void => {
      for (const tell of gaps) tell();
    };
    return { bus, link, gap };
  }
}

const stage = () => {
  const time = new VirtualTime();
  const room = new DemoRoom();
  const wire = new Wire();
  const chance = seededChance('people');
  const nowMs = (): number => time.now();
  const node = () => {
    const { bus, link, gap } = wire.node();
    const people = new RoomPeople({
      ...{ timers: time, nowMs, limits: LIMITS },
      room: () => room.state,
      openElsewhere: (changed) =>
        openElsewhere({ roomId: 'usps-2026', bus, timers: time, chance, nowMs, changed }),
    });
    const enter = (seatId: string) => {
      const frames: { readonly event: string; readonly message: unknown }[] = [];
      const emit = (event: string, message: unknown): void => {
        frames.push({ event, message });
      };
      const socket = { emit } as unknown as ParleySocket;
      people.entered(socket, { roomId: 'usps-2026', seatId, grantId: 'g' });
      people.joined(socket, 'room/usps-2026/x');
      const online = (): unknown =>
        frames.filter(({ event }) => event === 'presence').at(-1)?.message;
      const lines = (): Readonly<Record<string, { roundTripMs: number }>> =>
        frames.filter(({ event }) => event === 'lines').at(-1)?.message as never;
      const leave = (): void => {
        people.left(socket);
      };
      return { frames, online, lines, leave };
    };
    return { people, enter, link, gap, bus };
  };
  return { time, wire, node };
};

describe('[BUS13] people of other nodes', () => {
  it('are seen when they come and when they go, on whatever node', async () => {
    const { time, node } = stage();
    const [one, two] = [node(), node()];
    const carrier = one.enter('usps-lead');
    const shipper = two.enter('northwind-lead');
    await time.advance(NEWS_MS);
    const both = { online: ['northwind-lead', 'usps-lead'] };
    expect([carrier.online(), shipper.online()]).toEqual([both, both]);
    shipper.leave();
    await time.advance(NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['usps-lead'] });
  });

  it('who comes to a node later sees at once who is on the others', async () => {
    const { time, node } = stage();
    const one = node();
    one.enter('usps-lead');
    await time.advance(NEWS_MS);
    const two = node();
    await time.advance(1);
    expect(two.enter('northwind-lead').online()).toEqual({
      online: ['northwind-lead', 'usps-lead'],
    });
  });

  it('rivals stay hidden, and their coming and going on another node makes no frame', async () => {
    const { time, node } = stage();
    const [one, two] = [node(), node()];
    const north = one.enter('northwind-lead');
    await time.advance(NEWS_MS);
    const before = north.frames.length;
    const rival = two.enter('harbor-lead');
    two.people.reported('harbor-lead', { roundTripMs: 9, clockErrorMs: 1 });
    await time.advance(30_000);
    rival.leave();
    await time.advance(30_000);
    expect(north.frames).toHaveLength(before);
  });

  it('lines of all nodes reach the moderator, the newest of each seat, and nobody else', async () => {
    const { time, node } = stage();
    const [one, two] = [node(), node()];
    const moderator = one.enter('moderator');
    const north = two.enter('northwind-lead');
    one.people.reported('northwind-lead', { roundTripMs: 70, clockErrorMs: 1 });
    await time.advance(NEWS_MS);
    two.people.reported('northwind-lead', { roundTripMs: 30, clockErrorMs: 1 });
    two.people.reported('harbor-lead', { roundTripMs: 40, clockErrorMs: 1 });
    await time.advance(NEWS_MS);
    expect(moderator.lines()).toMatchObject({
      'northwind-lead': { roundTripMs: 30 },
      'harbor-lead': { roundTripMs: 40 },
    });
    const told = moderator.frames.length;
    await time.advance(20_000);
    expect(moderator.frames).toHaveLength(told);
    expect(north.lines()).toBeUndefined();
  });

  it('of a node that ends are gone at once, of one that dies within 15 s, and come back with it', async () => {
    const { time, node } = stage();
    const [one, two, three] = [node(), node(), node()];
    const carrier = one.enter('usps-lead');
    two.enter('northwind-lead');
    three.enter('harbor-lead');
    await time.advance(NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['harbor-lead', 'northwind-lead', 'usps-lead'] });
    two.people.close();
    await time.advance(NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['harbor-lead', 'usps-lead'] });
    three.link.isUp = false;
    await time.advance(FORGOTTEN_MS + NEWS_MS);
    expect(FORGOTTEN_MS).toBe(15_000);
    expect(carrier.online()).toEqual({ online: ['usps-lead'] });
    three.link.isUp = true;
    three.gap();
    await time.advance(NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['harbor-lead', 'usps-lead'] });
  });

  it('a lost message is made up for by the next time that everybody is told of', async () => {
    const { time, node } = stage();
    const [one, two] = [node(), node()];
    const carrier = one.enter('usps-lead');
    await time.advance(NEWS_MS);
    two.link.isUp = false;
    two.enter('northwind-lead');
    await time.advance(NEWS_MS);
    two.link.isUp = true;
    expect(carrier.online()).toEqual({ online: ['usps-lead'] });
    await time.advance(5_000 + NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['northwind-lead', 'usps-lead'] });
  });

  it('messages that come late, twice or from nowhere change nothing', async () => {
    const { time, node, wire } = stage();
    const [one, two] = [node(), node()];
    const carrier = one.enter('usps-lead');
    const north = two.enter('northwind-lead');
    await time.advance(NEWS_MS);
    const early = [...wire.sent];
    north.leave();
    await time.advance(NEWS_MS);
    const nonsense = [
      '',
      '[]',
      '{"kind":"all"}',
      '{"kind":"all","teller":"x","number":-1}',
      'null',
    ];
    for (const text of [...early, ...nonsense]) {
      wire.inner.signal(TOPIC, new TextEncoder().encode(text));
    }
    await time.advance(NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['usps-lead'] });
    two.people.close();
    for (const text of early) wire.inner.signal(TOPIC, new TextEncoder().encode(text));
    await time.advance(NEWS_MS);
    expect(carrier.online()).toEqual({ online: ['usps-lead'] });
  });
});

describe('[BUS14] what a seat may have', () => {
  const spent = (people: RoomPeople, seatId: string): number => {
    let count = 0;
    while (people.spend(seatId) === 0) count += 1;
    return count;
  };

  it('all its connections to one node share one allowance', async () => {
    const { time, node } = stage();
    const { people, enter } = node();
    enter('usps-lead');
    enter('usps-lead');
    expect(spent(people, 'usps-lead')).toBe(8);
    expect(people.spend('usps-lead')).toBe(100);
    expect(spent(people, 'northwind-lead')).toBe(8);
    await time.advance(300);
    expect(spent(people, 'usps-lead')).toBe(3);
  });

  it('over several nodes each gives the part that its connections are of all', async () => {
    const { time, node } = stage();
    const [one, two] = [node(), node()];
    for (let count = 0; count < 3; count += 1) one.enter('usps-lead');
    two.enter('usps-lead');
    await time.advance(NEWS_MS);
    expect(one.people.connectionsOf('usps-lead')).toEqual({ here: 3, inAll: 4 });
    expect([spent(one.people, 'usps-lead'), spent(two.people, 'usps-lead')]).toEqual([6, 2]);
    await time.advance(2_000);
    expect(two.people.spend('usps-lead')).toBe(0);
    expect(two.people.spend('usps-lead')).toBe(0);
    expect(two.people.spend('usps-lead')).toBe(400);
  });

  it('a node that hears nobody counts for itself', async () => {
    const { time, node } = stage();
    const [one, two] = [node(), node()];
    one.enter('usps-lead');
    two.enter('usps-lead');
    await time.advance(NEWS_MS);
    expect(one.people.connectionsOf('usps-lead').inAll).toBe(2);
    one.link.isUp = false;
    await time.advance(FORGOTTEN_MS);
    expect(one.people.connectionsOf('usps-lead').inAll).toBe(1);
    expect(spent(one.people, 'usps-lead')).toBe(8);
  });
});
